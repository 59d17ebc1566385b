import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';

import { DefinitionChanged, installProjections } from './install.js';
import { describeTables } from './tables.js';
import { logOf, made, tenantId, things } from './toy.fixture.js';
import { catchUp, engineOn, openWorkbench, type Workbench } from './workbench.fixture.js';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

const asTenant = async <T>(
  pool: Pool,
  tenant: string | undefined,
  work: (query: (sql: string) => Promise<unknown[]>) => Promise<T>,
) => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    if (tenant !== undefined) await client.query(`SET LOCAL etapp.tenant = '${tenant}'`);
    return await work(async (sql) => (await client.query<Record<string, unknown>>(sql)).rows);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
};

describe('the tables of a projection', () => {
  it('are these statements', () => {
    expect(describeTables(things)).toMatchSnapshot();
  });

  it('cannot be asked for with a name, a column or an index that cannot be', () => {
    expect(() => describeTables({ ...things, name: 'drop table' })).toThrow(TypeError);
    expect(() => describeTables({ ...things, columns: { doc: 'text' } })).toThrow(TypeError);
    expect(() => describeTables({ ...things, indexes: [['tags']] })).toThrow(TypeError);
    expect(() => describeTables({ ...things, indexes: [['stars']] })).toThrow(TypeError);
  });

  it('are made once, and never for another definition of the same version', async () => {
    const { owner } = bench.database.urls;
    expect(await installProjections(owner, [things])).toEqual([]);
    await expect(installProjections(owner, [{ ...things, indexes: [] }])).rejects.toThrow(DefinitionChanged);
    expect(await installProjections(owner, [things, { ...things, version: 2 }])).toEqual(['things']);
  });

  it('need no rights of an owner at run time', async () => {
    const { rows } = await bench.projector.query<{ mine: number }>(
      `SELECT count(*)::integer AS mine FROM pg_class WHERE relowner = 'etapp_projector'::regrole`,
    );
    expect(rows[0]?.mine).toBe(0);
    await expect(bench.projector.query('DROP TABLE read.things_v1_a')).rejects.toThrow(/owner/);
  });
});

describe('the view', () => {
  beforeAll(async () => {
    const facts = [1, 2, 3].flatMap((n) => [made(n), { ...made(n), tenant: 2 }]);
    await catchUp(engineOn(bench, await logOf(facts)));
  });

  it('reads the live slot and never touches the other', async () => {
    const plan = await asTenant(bench.api, tenantId(1), (query) =>
      query('EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, FORMAT TEXT) SELECT * FROM read.things_v1 ORDER BY due_on, key'),
    );
    const text = JSON.stringify(plan);
    expect(text).toMatch(/Scan[^"]* things_v1_a[^"]*actual rows=3/);
    expect(text).toMatch(/Scan[^"]* things_v1_b[^"]*never executed/);
  });

  it.each(['things_v1', 'things_v1_a'])('%s shows a municipality its own rows only', async (table) => {
    const count = (tenant?: string) =>
      asTenant(bench.api, tenant, (query) =>
        query(`SELECT tenant, count(*)::integer AS count FROM read.${table} GROUP BY 1`),
      );
    expect(await count(tenantId(1))).toEqual([{ tenant: tenantId(1), count: 3 }]);
    expect(await count(tenantId(2))).toEqual([{ tenant: tenantId(2), count: 3 }]);
    expect(await count(tenantId(3))).toEqual([]);
    expect(await count()).toEqual([]);
  });

  it.each([
    'INSERT INTO read.things_v1_a SELECT * FROM read.things_v1_a',
    `UPDATE read.things_v1_a SET doc = '{}'`,
    'DELETE FROM read.things_v1_a',
    'TRUNCATE read.things_v1_a',
    `UPDATE engine.slots SET position = NULL`,
    'DELETE FROM engine.parked',
  ])('lets the interface change nothing: %s', async (sql) => {
    await expect(asTenant(bench.api, tenantId(1), (query) => query(sql))).rejects.toThrow(/permission denied/);
  });
});
