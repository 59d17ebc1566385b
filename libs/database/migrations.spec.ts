import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rowsOf, throwAwayCluster } from './cluster.fixture.js';
import { createDatabase, dropDatabase } from './databases.js';
import { hashMigrations, listMigrations, migrate } from './migrations.js';
import { databaseUrl, loginRoleNames, roleUrl, setRolePasswords } from './roles.js';

let superuserUrl: string;
let remove: () => Promise<void>;
const urlOf = (name: string) => databaseUrl(superuserUrl, name);

beforeAll(async () => {
  ({ superuserUrl, remove } = await throwAwayCluster());
});
afterAll(() => remove());

describe('the migrations', () => {
  it('run once, however many processes start at the same time', async () => {
    await createDatabase(superuserUrl, 'once');
    const runs = await Promise.all([1, 2, 3].map(() => migrate(urlOf('once'))));
    expect(runs.flat().sort()).toEqual(listMigrations());
    expect(await migrate(urlOf('once'))).toEqual([]);
  });

  it('make the roles once for several databases that are migrated at the same time', async () => {
    const other = await throwAwayCluster();
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) await createDatabase(other.superuserUrl, name);
    const runs = await Promise.all(names.map((name) => migrate(databaseUrl(other.superuserUrl, name))));
    expect(runs).toEqual(names.map(() => listMigrations()));
    await other.remove();
  });

  it('have a hash of names and contents', () => {
    expect(hashMigrations()).toMatch(/^[0-9a-f]{64}$/);
    expect(listMigrations()[0]).toBe('0001_roles_and_schemas');
  });
});

describe('a migrated database', () => {
  beforeAll(async () => {
    await createDatabase(superuserUrl, 'migrated');
    await migrate(urlOf('migrated'));
    await setRolePasswords(superuserUrl);
  });
  afterAll(() => dropDatabase(superuserUrl, 'migrated'));

  const schemaRights = {
    api: ['app', 'engine', 'log', 'migrations', 'read', 'reminders'],
    projector: ['app', 'engine', 'log', 'migrations', 'read'],
    reminders: ['app', 'bullmq', 'log', 'migrations', 'reminders'],
    keys: ['app', 'keys', 'migrations'],
    sealer: ['app', 'log', 'migrations'],
  };

  it.each(loginRoleNames)('lets %s into its schemas only, and lets it create nothing', async (role) => {
    const url = roleUrl(superuserUrl, role, 'migrated');
    const may = (right: string) => `
      SELECT nspname FROM pg_namespace
      WHERE nspname !~ '^(pg_|information_schema)' AND has_schema_privilege(oid, '${right}') ORDER BY 1`;
    expect((await rowsOf(url, may('USAGE'))).map(toName)).toEqual(schemaRights[role]);
    expect(await rowsOf(url, may('CREATE'))).toEqual([]);
    await expect(rowsOf(url, 'CREATE TEMPORARY TABLE scratch (n int)')).rejects.toThrow('permission denied');
    await expect(rowsOf(url, 'CREATE SCHEMA mine')).rejects.toThrow('permission denied');
    await expect(rowsOf(url, 'SET ROLE etapp_owner')).rejects.toThrow('permission denied');
  });

  it('has no role that could bypass row-level security, and lets neither owner nor append log in', async () => {
    const url = urlOf('migrated');
    const roles = `SELECT rolname FROM pg_roles WHERE rolname LIKE 'etapp\\_%'`;
    expect(await rowsOf(url, `${roles} AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)`)).toEqual([]);
    const silent = await rowsOf(url, `${roles} AND NOT rolcanlogin ORDER BY 1`);
    expect(silent.map(toName)).toEqual(['etapp_append', 'etapp_owner']);
  });

  it('gives everything to the owner that later migrations make', async () => {
    const foreign = `
      SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
      WHERE nspname IN ('log', 'keys', 'engine', 'read', 'app', 'reminders', 'migrations') AND relowner <> 'etapp_owner'::regrole`;
    expect(await rowsOf(urlOf('migrated'), foreign)).toEqual([]);
    const url = roleUrl(superuserUrl, 'owner', 'migrated');
    await rowsOf(url, 'CREATE TABLE read.mine (n int)');
    await rowsOf(url, 'CREATE FUNCTION app.mine() RETURNS int LANGUAGE sql RETURN 1');
    await expect(rowsOf(roleUrl(superuserUrl, 'api', 'migrated'), 'SELECT app.mine()')).rejects.toThrow('permission');
  });

  it('copies to a database of another name', async () => {
    await createDatabase(superuserUrl, 'copy', { template: 'migrated' });
    expect(await migrate(urlOf('copy'))).toEqual([]);
    const url = roleUrl(superuserUrl, 'api', 'copy');
    await expect(rowsOf(url, 'CREATE TEMPORARY TABLE scratch (n int)')).rejects.toThrow('permission denied');
  });

  it('takes passwords of an operator’s choice', async () => {
    const passwords = { api: 'a', projector: "p'; --", reminders: 'r', keys: 'k', sealer: 's' };
    await setRolePasswords(superuserUrl, passwords);
    const derived = roleUrl(superuserUrl, 'projector', 'migrated');
    await expect(rowsOf(derived, 'SELECT 1')).rejects.toThrow('password authentication failed');
    const chosen = new URL(derived);
    chosen.password = encodeURIComponent(passwords.projector);
    expect(await rowsOf(chosen.href, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await Promise.all([1, 2, 3].map(() => setRolePasswords(superuserUrl)));
    expect(await rowsOf(derived, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

function toName(row: unknown): unknown {
  return typeof row === 'object' && row !== null ? Object.values(row)[0] : row;
}
