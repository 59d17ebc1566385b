import { withClient } from '@etapp/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../wait-for.js';
import { sharedCluster } from './shared-cluster.js';
import { testDatabase, type PrivateTestDatabase, type TestDatabase } from './test-database.js';

describe('a test database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('is migrated and lets each role in as itself', async () => {
    for (const role of ['api', 'projector', 'reminders', 'keys', 'sealer'] as const) {
      const answer = await ask(database.urls[role], `SELECT session_user || ' ' || count(*) FROM migrations.applied`);
      expect(answer).toMatch(new RegExp(`^etapp_${role} [1-9]`));
    }
    expect(await ask(database.urls.owner, 'SELECT current_user::text')).toBe('etapp_owner');
  });

  it('shows nothing of another one on the same server', async () => {
    await ask(database.superuserUrl, 'CREATE TABLE mine AS SELECT 1 AS one');
    const other = await testDatabase();
    expect(new URL(other.superuserUrl).port).toBe(new URL(database.superuserUrl).port);
    await expect(ask(other.superuserUrl, 'SELECT one FROM mine')).rejects.toThrow('does not exist');
    await other.close();
    await expect(ask(other.superuserUrl, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('is prepared once for all who ask for the same preparation', async () => {
    let runs = 0;
    const prepare = {
      name: 'counted',
      run: (ownerUrl: string) => {
        runs += 1;
        return ask(ownerUrl, 'CREATE TABLE read.prepared AS SELECT 7 AS seven');
      },
    };
    for (const one of [await testDatabase({ prepare }), await testDatabase({ prepare })]) {
      expect(await ask(one.urls.owner, 'SELECT seven FROM read.prepared')).toBe(7);
      await one.close();
    }
    expect(runs).toBe(1);
    await expect(ask(database.urls.owner, 'SELECT seven FROM read.prepared')).rejects.toThrow('does not exist');
  });

  it('is not left half made when its preparation fails', async () => {
    const name = 'fails at first';
    const fail = () => Promise.reject(new Error('no luck'));
    await expect(testDatabase({ prepare: { name, run: fail } })).rejects.toThrow('no luck');
    const run = (ownerUrl: string) => ask(ownerUrl, 'CREATE TABLE read.late AS SELECT 7 AS seven');
    const second = await testDatabase({ prepare: { name, run } });
    expect(await ask(second.urls.owner, 'SELECT seven FROM read.late')).toBe(7);
    await second.close();
  });

  it('comes from the one server of this process', async () => {
    const [first, second] = [await sharedCluster(), await sharedCluster()];
    expect(second.pid).toBe(first.pid);
  });
});

describe('a test database on a server of its own', () => {
  let database: PrivateTestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ privateCluster: true });
    await ask(database.superuserUrl, 'CREATE TABLE mine AS SELECT 42 AS answer');
  });
  afterAll(() => database.close());

  it('refuses connections while it is stopped, and keeps address and data', async () => {
    await database.stop();
    await expect(ask(database.urls.api, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await database.start();
    expect(await ask(database.superuserUrl, 'SELECT answer FROM mine')).toBe(42);
  });

  it('comes back after it was killed', async () => {
    await database.kill();
    await waitFor(() =>
      ask(database.urls.api, 'SELECT 1').then(
        () => false,
        () => true,
      ),
    );
    await database.start();
    expect(await ask(database.superuserUrl, 'SELECT answer FROM mine')).toBe(42);
  });

  it('restarts', async () => {
    const startedAt = () => ask(database.superuserUrl, 'SELECT pg_postmaster_start_time()::text');
    const before = await startedAt();
    await database.restart();
    expect(await startedAt()).not.toBe(before);
  });
});

async function ask(url: string, sql: string): Promise<unknown> {
  const { rows } = await withClient(url, (client) => client.query({ text: sql, rowMode: 'array' }));
  return rows[0]?.[0];
}
