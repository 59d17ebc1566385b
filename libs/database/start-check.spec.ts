import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { rowsOf, throwAwayCluster } from './cluster.fixture.js';
import { createDatabase, dropDatabase } from './databases.js';
import { migrate } from './migrations.js';
import { createPool } from './pool.js';
import { databaseUrl, roleUrl, setRolePasswords } from './roles.js';
import { startCheck, UnsafeDatabase } from './start-check.js';

let superuserUrl: string;
let adminUrl: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ superuserUrl, remove } = await throwAwayCluster());
  await createDatabase(superuserUrl, 'migrated');
  await migrate(databaseUrl(superuserUrl, 'migrated'));
  await setRolePasswords(superuserUrl);
  adminUrl = databaseUrl(superuserUrl, 'checked');
});
beforeEach(async () => {
  await dropDatabase(superuserUrl, 'checked');
  await createDatabase(superuserUrl, 'checked', { template: 'migrated' });
});
afterAll(() => remove());

describe('the start check', () => {
  it('lets every role of a migrated database start', async () => {
    for (const role of ['api', 'projector', 'reminders', 'keys', 'sealer'] as const) {
      expect(await findings(roleUrl(superuserUrl, role, 'checked'))).toEqual([]);
    }
  });

  it.each(['fsync', 'full_page_writes', 'synchronous_commit'])('refuses %s = off', async (setting) => {
    await rowsOf(superuserUrl, `ALTER SYSTEM SET ${setting} = off`);
    await reload(setting, 'off');
    expect(await findings()).toEqual([{ code: 'setting-unsafe', subject: setting }]);
    await rowsOf(superuserUrl, `ALTER SYSTEM RESET ${setting}`);
    await reload(setting, 'on');
  });

  it('refuses the superuser', async () => {
    expect(await findings(adminUrl)).toContainEqual({ code: 'role-bypasses-rls', subject: 'postgres' });
  });

  it('refuses a role that could become one that bypasses row-level security', async () => {
    await rowsOf(adminUrl, 'CREATE ROLE passer BYPASSRLS; GRANT passer TO etapp_api WITH INHERIT FALSE');
    expect(await findings()).toEqual([{ code: 'role-bypasses-rls', subject: 'passer' }]);
    await rowsOf(adminUrl, 'DROP ROLE passer');
  });

  it('refuses a role that owns a table, or could become its owner', async () => {
    await rowsOf(adminUrl, 'CREATE TABLE engine.mine (n int); ALTER TABLE engine.mine OWNER TO etapp_api');
    expect(await findings()).toEqual([{ code: 'role-owns-table', subject: 'engine.mine' }]);
    await rowsOf(adminUrl, 'ALTER TABLE engine.mine OWNER TO etapp_append; GRANT etapp_append TO etapp_api');
    expect(await findings()).toContainEqual({ code: 'role-owns-table', subject: 'engine.mine' });
    await rowsOf(adminUrl, 'REVOKE etapp_append FROM etapp_api');
  });

  it.each(['read', 'keys', 'app', 'reminders'])(
    'refuses a tenant table in %s whose policies are not forced',
    async (schema) => {
      const table = `${schema}.planted`;
      await rowsOf(adminUrl, `CREATE TABLE ${table} (tenant uuid)`);
      expect(await findings()).toEqual([{ code: 'rls-not-forced', subject: table }]);
      await rowsOf(adminUrl, `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      expect(await findings()).toEqual([{ code: 'rls-not-forced', subject: table }]);
      await rowsOf(adminUrl, `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
      expect(await findings()).toEqual([]);
    },
  );

  it('refuses a database that lacks a migration, or has none', async () => {
    await rowsOf(adminUrl, `DELETE FROM migrations.applied WHERE name = '0001_roles_and_schemas'`);
    const missing = { code: 'migration-missing', subject: '0001_roles_and_schemas' };
    expect(await findings()).toEqual([missing]);
    await dropDatabase(superuserUrl, 'checked');
    await createDatabase(superuserUrl, 'checked');
    expect(await findings()).toContainEqual(missing);
  });
});

async function findings(url = roleUrl(superuserUrl, 'api', 'checked')) {
  return withPool(url, async (pool) => {
    try {
      await startCheck(pool);
      return [];
    } catch (error) {
      if (error instanceof UnsafeDatabase) return error.findings;
      throw error;
    }
  });
}

async function withPool<T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool({ url, max: 2, statementTimeoutMs: 5000, lockTimeoutMs: 1000, name: 'check' });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

// The server answers the reload before it has happened; new connections show when it has.
async function reload(setting: string, expected: string): Promise<void> {
  await rowsOf(superuserUrl, 'SELECT pg_reload_conf()');
  const shown = async () => JSON.stringify(await rowsOf(superuserUrl, `SHOW ${setting}`)).includes(`"${expected}"`);
  while (!(await shown()));
}
