import { withClient } from '@etapp/database';
import { openEventStore } from '@etapp/event-store';
import { projections } from '@etapp/projections';
import { testEventStoreDb, type TestEventStoreDb, waitFor } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';

import { startProgram } from './apart/program.fixture.js';
import { startTown, type Town } from './apart/town.fixture.js';

const programs = ['api', 'projector', 'reminders'] as const;
const patience = 240_000;

let node: TestEventStoreDb;
let town: Town;
const sql = async (text: string): Promise<readonly Record<string, unknown>[]> =>
  withClient(town.service.superuserUrl, async (client) => (await client.query<Record<string, unknown>>(text)).rows);

beforeAll(async () => {
  node = await testEventStoreDb();
  town = await startTown({ eventStoreUrl: `${node.url}&namespace=right` });
  await town.openCase();
  const projector = await town.start('projector', await town.placeFor());
  const read = `SELECT FROM app.places_in_log WHERE reader LIKE 'the read model%'`;
  await waitFor(async () => (await sql(read)).length === projections.length);
  projector.send('SIGTERM');
  await projector.ended;
}, patience);
afterAll(async () => {
  await town.close();
  await node.close();
});

/** One event of somebody else, behind all that the town has on the node. */
const writeTo = async (url: string): Promise<void> => {
  const store = openEventStore({ url, name: 'spec' });
  const stream = { category: 'unit', tenant: newId(), id: newId() };
  const event = { id: newId(), type: 'UnitRegistered', header: '{}', data: '{}', link: '0'.repeat(64) };
  await store.append({ stream, expectedVersion: 0, events: [event], recordedAt: new Date().toISOString() });
  await store.close();
};

/** A program with the town's environment, but for where it takes the log to be. */
const endOf = async (name: (typeof programs)[number], log: string | undefined) => {
  const { environment } = await town.placeFor();
  const { ETAPP_EVENT_STORE_URL: _right, ...others } = environment;
  const child = await startProgram(name, {
    environment: { ...others, ...(log === undefined ? {} : { ETAPP_EVENT_STORE_URL: log }) },
  });
  return child.ended;
};

describe('a program that is given another log than the one that its database was made of', () => {
  it.each(programs)(
    'does not start on another namespace of the same node: %s',
    async (name) => {
      const { code, said } = await endOf(name, `${node.url}&namespace=wrong`);
      expect([code, said]).toEqual([3, expect.stringContaining('The log ends at 0')]);
    },
    patience,
  );

  it.each(programs)(
    'does not start on the empty log of its database, the event store forgotten: %s',
    async (name) => {
      const { code, said } = await endOf(name, undefined);
      expect([code, said]).toEqual([3, expect.stringContaining('ETAPP_EVENT_STORE_URL')]);
    },
    patience,
  );

  it.each(programs)(
    'does not start on the log of another deployment that has grown further: %s',
    async (name) => {
      const url = `${node.url}&namespace=neighbour`;
      await writeTo(url);
      const { code, said } = await endOf(name, url);
      expect([code, said]).toEqual([3, expect.stringContaining('where the log has none')]);
    },
    patience,
  );

  it('has written nothing there', async () => {
    expect(node.log.records.filter(({ stream }) => stream.startsWith('wrong'))).toEqual([]);
    expect(await sql('SELECT count(*)::int AS events FROM log.events')).toEqual([{ events: 0 }]);
  });
});
