import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { rowsOf, throwAwayCluster } from './cluster.fixture.js';
import { createDatabase } from './databases.js';
import { migrate } from './migrations.js';
import { createPool } from './pool.js';
import { databaseUrl, roleUrl, setRolePasswords } from './roles.js';
import { withTenant, withTransaction } from './transaction.js';

const [here, there] = [randomUUID(), randomUUID()];
let ownerUrl: string;
let pool: Pool;
let remove: () => Promise<void>;

beforeAll(async () => {
  const cluster = await throwAwayCluster();
  remove = cluster.remove;
  await createDatabase(cluster.superuserUrl, 'etapp');
  await migrate(databaseUrl(cluster.superuserUrl, 'etapp'));
  await setRolePasswords(cluster.superuserUrl);
  ownerUrl = roleUrl(cluster.superuserUrl, 'owner', 'etapp');
  await rowsOf(ownerUrl, noteTable);
  const url = roleUrl(cluster.superuserUrl, 'api', 'etapp');
  // One connection: what a transaction leaves behind would show in the next.
  pool = createPool({ url, max: 1, statementTimeoutMs: 2000, lockTimeoutMs: 200, name: 'spec' });
});
afterAll(async () => {
  await pool.end();
  await remove();
});

const noteTable = `
  CREATE TABLE read.note (tenant uuid NOT NULL, id bigint NOT NULL, made_on date, PRIMARY KEY (tenant, id));
  ALTER TABLE read.note ENABLE ROW LEVEL SECURITY;
  ALTER TABLE read.note FORCE ROW LEVEL SECURITY;
  CREATE POLICY rows ON read.note USING (true);
  CREATE POLICY tenant ON read.note AS RESTRICTIVE
    USING (tenant = app.current_tenant()) WITH CHECK (tenant = app.current_tenant());
  GRANT SELECT, INSERT, UPDATE ON read.note TO etapp_api`;

const note = (tenant: string, id: number) =>
  withTenant({ pool, tenant }, (client) =>
    client.query(`INSERT INTO read.note VALUES ($1, $2, '2026-03-29')`, [tenant, id]),
  );
const notesSeenBy = async (tenant: string) =>
  withTenant(
    { pool, tenant, readOnly: true },
    async (client) => (await client.query<{ id: string }>('TABLE read.note')).rows,
  );

describe('a tenant’s transaction', () => {
  it('sees and writes the rows of its municipality only', async () => {
    await note(here, 1);
    await note(there, 2);
    expect(await notesSeenBy(here)).toEqual([{ tenant: here, id: '1', made_on: '2026-03-29' }]);
    const smuggle = withTenant({ pool, tenant: here }, (client) =>
      client.query('INSERT INTO read.note VALUES ($1, 3, null)', [there]),
    );
    await expect(smuggle).rejects.toThrow('row-level security');
  });

  it('leaves no tenant behind on the pooled connection', async () => {
    await note(here, 4);
    expect((await pool.query('SELECT app.current_tenant() AS tenant')).rows).toEqual([{ tenant: null }]);
    expect((await pool.query('TABLE read.note')).rows).toEqual([]);
  });

  it('is planned as an index condition', async () => {
    const plan = await withTenant({ pool, tenant: here }, async (client) => {
      await client.query('SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off');
      return (await client.query<{ 'QUERY PLAN': string }>('EXPLAIN SELECT * FROM read.note WHERE id = 1')).rows;
    });
    const condition = plan.map((row) => row['QUERY PLAN']).find((line) => line.includes('Index Cond'));
    expect(condition).toMatch(/tenant = .*current_setting.* AND \(id = 1\)/);
  });

  it('refuses what is no UUID', async () => {
    await expect(withTenant({ pool, tenant: `'; DROP` }, () => Promise.resolve())).rejects.toThrow(TypeError);
  });
});

describe('a transaction', () => {
  it('rolls back when the work throws, and passes the error on', async () => {
    const failing = withTenant({ pool, tenant: here }, async (client) => {
      await client.query('INSERT INTO read.note VALUES ($1, 5, null)', [here]);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect((await notesSeenBy(here)).map(({ id }) => id)).not.toContain('5');
  });

  it('does not claim success when the work hid the error of a statement', async () => {
    const hiding = withTransaction({ pool }, async (client) => {
      await client.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(hiding).rejects.toThrow('rolled back');
  });

  it('takes its isolation and its promise not to write', async () => {
    const settings = await withTransaction({ pool, readOnly: true, isolation: 'repeatable read' }, async (client) => {
      const sql = `SELECT current_setting('transaction_isolation') AS isolation,
        current_setting('transaction_read_only') AS "readOnly"`;
      return (await client.query<Record<string, string>>(sql)).rows;
    });
    expect(settings).toEqual([{ isolation: 'repeatable read', readOnly: 'on' }]);
  });

  it('gives its connection back when the server cut it', async () => {
    const cut = withTransaction({ pool }, async (client) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await rowsOf(ownerUrl.replace(/\?.*/, ''), `SELECT pg_terminate_backend(${rows[0]?.pid ?? 0}, 5000)`);
      await client.query('SELECT 1');
    });
    await expect(cut).rejects.toThrow();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('the pool', () => {
  it('tells the server its name and its patience', async () => {
    const sql = `SELECT current_setting('application_name') AS name, current_setting('statement_timeout') AS statement,
      current_setting('lock_timeout') AS lock`;
    expect((await pool.query(sql)).rows).toEqual([{ name: 'spec', statement: '2s', lock: '200ms' }]);
  });
});
