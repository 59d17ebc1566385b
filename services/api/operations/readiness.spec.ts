import { randomUUID } from 'node:crypto';

import { clockWatch } from '@etapp/database';
import { type OpenEventStore, openEventStore } from '@etapp/event-store';
import { installProjections } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { testDatabase, type TestDatabase, testEventStoreDb, type TestEventStoreDb, waitFor } from '@etapp/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Pool } from 'pg';

import { type Health, healthOf } from './health.js';
import { readiness } from './readiness.js';

const prepare = {
  name: 'projections',
  run: async (ownerUrl: string) => void (await installProjections(ownerUrl, projections)),
};

let database: TestDatabase;
let node: TestEventStoreDb;
let logs: Record<'postgresql' | 'eventstoredb', OpenEventStore>;
let pools: Record<'pool' | 'keysPool', Pool>;
beforeAll(async () => {
  [database, node] = await Promise.all([testDatabase({ prepare }), testEventStoreDb()]);
  pools = {
    pool: new Pool({ connectionString: database.urls.api, max: 2 }),
    keysPool: new Pool({ connectionString: database.urls.keys, max: 2 }),
  };
  logs = {
    postgresql: openEventStore({ url: database.urls.api, name: 'spec' }),
    eventstoredb: openEventStore({ url: node.url, name: 'spec' }),
  };
});
afterEach(() => {
  node.faults.refusing = false;
  node.faults.denying = undefined;
  node.faults.silent = false;
});
afterAll(async () => {
  await Promise.all(Object.values(logs).map((log) => log.close()));
  await Promise.all(Object.values(pools).map((pool) => pool.end()));
  await Promise.all([node.close(), database.close()]);
});

const checksOn = (store: keyof typeof logs) => readiness({ ...pools, store: logs[store], patienceMs: 1_000 });
const logIn = ({ checks }: Health) => checks.find(({ name }) => name === 'log');
const inDatabase = async (statement: string): Promise<void> => {
  const client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
};

describe('readiness', () => {
  it.each(['postgresql', 'eventstoredb'] as const)('is there when all answer, with the log in %s', async (store) => {
    const health = await waitFor(async () => {
      const now = await healthOf(checksOn(store));
      return now.status === 'up' ? now : undefined;
    });
    expect(health.checks.map(({ name }) => name)).toEqual(['database', 'keys', 'log']);
  });

  it.each(['refusing', 'silent'] as const)('ends while EventStoreDB is %s, and comes back with it', async (fault) => {
    const checks = checksOn('eventstoredb');
    node.faults[fault] = true;
    const health = await healthOf(checks);
    expect([health.status, logIn(health)]).toEqual(['down', { name: 'log', ok: false, fault: 'StoreUnavailable' }]);
    node.faults[fault] = false;
    expect(await waitFor(async () => (await healthOf(checks)).status === 'up')).toBe(true);
  });

  it('names a user that EventStoreDB does not let in, until it does', async () => {
    const checks = checksOn('eventstoredb');
    node.faults.denying = 'password';
    const health = await healthOf(checks);
    expect([health.status, logIn(health)]).toEqual(['down', { name: 'log', ok: false, fault: 'LogRefused' }]);
    node.faults.denying = undefined;
    expect(await waitFor(async () => (await healthOf(checks)).status === 'up')).toBe(true);
  });

  it('stays where somebody else has written to the log', async () => {
    const event = { id: randomUUID(), type: 'Stray', contentType: 'application/json', data: Buffer.from('{}') };
    node.log.append(`case-${randomUUID()}.${randomUUID()}`, 'any', [{ ...event, metadata: Buffer.from('{}') }]);
    expect((await healthOf(checksOn('eventstoredb'))).status).toBe('up');
  });

  it('asks a log that does not answer once, however many want to know', async () => {
    const checks = checksOn('eventstoredb');
    node.faults.silent = true;
    const before = node.seen.calls;
    const asked = await Promise.all(Array.from({ length: 20 }, () => healthOf(checks)));
    expect(asked.map(({ status }) => status)).toEqual(Array.from(asked, () => 'down'));
    expect(node.seen.calls - before).toBeLessThanOrEqual(2);
  });

  it.each([4, -4, 24 * 60])(
    'ends while the clock is %i minutes ahead of the database, and says so',
    async (minutes) => {
      let shift = minutes * 60_000;
      const clock = clockWatch({ pool: pools.pool, clock: () => Date.now() + shift });
      const checks = readiness({ ...pools, store: logs.postgresql, clock });
      const health = await healthOf(checks);
      expect([health.status, health.checks.at(-1)]).toEqual([
        'down',
        { name: 'clock', ok: false, fault: 'ClockApart' },
      ]);
      shift = 0;
      expect((await healthOf(checks)).status).toBe('up');
    },
  );

  it('ends when the log that is read is not the one that the read models were made of', async () => {
    const checks = checksOn('postgresql');
    await inDatabase(`INSERT INTO app.log_generation (id) VALUES ('${randomUUID()}')`);
    const health = await healthOf(checks);
    expect([health.status, logIn(health)?.fault]).toEqual(['down', 'OtherGeneration']);
    await inDatabase('DELETE FROM app.log_generation');
    expect((await healthOf(checks)).status).toBe('up');
  });

  it.each([
    ['a read model', `UPDATE engine.slots SET position = '9000000000' WHERE name = 'worklist' AND state = 'live'`],
    ['the agenda', `INSERT INTO reminders.planner (name, position) VALUES ('planner', '9000000000')`],
    ['the list of letters', `INSERT INTO reminders.delivery_checkpoints VALUES ('mail', '9000000000')`],
    [
      'a read model, by its newest event,',
      `UPDATE engine.slots SET position = '0', seen_stream = 'unit-0197e7a0-0000-7000-8000-0000000000a1.0197e7a0-0000-7000-8000-0000000000b1',
         seen_version = 1, seen_event = gen_random_uuid()::text WHERE name = 'worklist' AND state = 'live'`,
    ],
    [
      'a webhook',
      `INSERT INTO reminders.webhooks VALUES (gen_random_uuid(), gen_random_uuid(), 'http://127.0.0.1:1/', '{}', 'v1a', 'active',
         '9000000000', now(), NULL)`,
    ],
  ])('ends when the log is shorter than what %s has seen of it, wherever it is', async (_reader, goAhead) => {
    await inDatabase(goAhead);
    for (const store of ['postgresql', 'eventstoredb'] as const) {
      const health = await healthOf(checksOn(store));
      expect([health.status, logIn(health)?.fault]).toEqual(['down', 'LogRestored']);
    }
    await inDatabase(`UPDATE engine.slots SET position = NULL, seen_event = NULL; DELETE FROM reminders.planner;
      DELETE FROM reminders.delivery_checkpoints; DELETE FROM reminders.webhooks`);
    expect((await healthOf(checksOn('postgresql'))).status).toBe('up');
  });
});
