import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '@etapp/database';
import { type PrivateTestDatabase, testDatabase, type TestDatabase, waitFor } from '@etapp/testing';

import { bellContract } from './bell-contract.fixture.js';
import { installBell } from './install.js';
import { postgresBell } from './postgres-bell.js';

const prepare = { name: 'bell', run: installBell };
const now = (): string => new Date().toISOString();
const longAgo = '2026-03-02T06:00:00.000Z';

const rowsOf = (url: string, sql: string): Promise<Record<string, unknown>[]> =>
  withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

describe('the bell on PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ prepare });
  });
  afterAll(() => database.close());
  const url = () => database.urls.reminders;

  bellContract(
    (parts) => postgresBell({ ...parts, url: url() }),
    async () => void (await rowsOf(url(), 'DELETE FROM bullmq.job')),
  );

  it('writes down nothing of a reminder, and not why a handler failed', async () => {
    await rowsOf(url(), 'DELETE FROM bullmq.job');
    const trouble: unknown[] = [];
    const bell = postgresBell({ url: url(), now, onTrouble: (...told) => trouble.push(told) });
    await bell.ring('1', longAgo);
    const [job] = await rowsOf(url(), 'SELECT id, data FROM bullmq.job');
    expect(job).toEqual({ id: '1@1772431200000', data: { stroke: '1' } });
    bell.onRing(() => Promise.reject(new Error('about Alva')));
    await waitFor(async () => trouble.length > 0 && (await rowsOf(url(), 'SELECT id FROM bullmq.job')).length === 0);
    const failed = `SELECT data::text FROM bullmq.event WHERE event = 'failed' AND data ->> 'jobId' LIKE '1@%'`;
    const event = await rowsOf(url(), failed);
    expect(JSON.stringify(event)).toContain('Nobody looked after what is due');
    expect(JSON.stringify(event)).not.toContain('Alva');
    expect(trouble).toEqual([[expect.objectContaining({ message: 'about Alva' })]]);
    await bell.close();
  });

  it('is installed once, however many start at the same time, and leaves no right behind', async () => {
    const bare = await testDatabase();
    await Promise.all([1, 2, 3].map(() => installBell(bare.urls.owner)));
    await installBell(bare.urls.owner);
    const [rights] = await rowsOf(
      bare.superuserUrl,
      `SELECT has_database_privilege('etapp_owner', current_database(), 'CREATE') AS owner,
         has_schema_privilege('etapp_reminders', 'bullmq', 'CREATE') AS worker,
         has_table_privilege('etapp_reminders', 'bullmq.migration', 'DELETE') AS ledger,
         has_schema_privilege('etapp_api', 'bullmq', 'USAGE') AS api,
         (SELECT count(*)::int FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
          WHERE nspname = 'bullmq' AND relowner <> 'etapp_owner'::regrole) AS foreign`,
    );
    expect(rights).toEqual({ owner: false, worker: false, ledger: false, api: false, foreign: 0 });
    await bare.close();
  });

  it('says that its tables are missing, and works as soon as they are there', async () => {
    const bare = await testDatabase();
    const trouble: unknown[] = [];
    const bell = postgresBell({ url: bare.urls.reminders, now, onTrouble: (error) => trouble.push(error) });
    const rung: string[] = [];
    bell.onRing(async (id) => void rung.push(id));
    await waitFor(() => trouble.length > 0);
    await expect(bell.ring('early-bird', longAgo)).rejects.toThrow('not initialized');
    expect(await bell.health()).toMatchObject({ reachable: false });
    await installBell(bare.urls.owner);
    await bell.ring('early-bird', longAgo);
    await waitFor(() => rung.length > 0);
    await bell.close();
    await bare.close();
  });
});

describe('the bell on a PostgreSQL that goes away', () => {
  let database: PrivateTestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ prepare, privateCluster: true });
  });
  afterAll(() => database.close());

  it('refuses to ring meanwhile, says so, and rings again when it is back', async () => {
    const rung: string[] = [];
    const bell = postgresBell({ url: database.urls.reminders, now, onTrouble: () => undefined });
    bell.onRing(async (id) => void rung.push(id));
    await bell.ring('before', longAgo);
    await waitFor(() => rung.includes('before'));
    await database.kill();
    await expect(bell.ring('meanwhile', longAgo)).rejects.toMatchObject({ name: 'BellUnavailable' });
    expect(await bell.health()).toMatchObject({ reachable: false });
    await database.start();
    await waitFor(() => bell.ring('after', longAgo).then(() => true));
    await waitFor(() => rung.includes('after'), { timeoutMs: 25_000 });
    await bell.close();
  });

  it('ends while it is away', async () => {
    const bell = postgresBell({ url: database.urls.reminders, now, onTrouble: () => undefined });
    bell.onRing(async () => undefined);
    await bell.ring('before', longAgo);
    await database.stop();
    await bell.close();
    await database.start();
    await expect(bell.ring('after', longAgo)).rejects.toThrow('closed');
  });
});
