import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projections } from '@etapp/projections';

import {
  allRows,
  appends,
  bytesOf,
  type Deployment,
  followedWhile,
  nodeName,
  onEventStoreDb,
  onPostgres,
  rebuildAll,
} from './two-logs.fixture.js';

let postgres: Deployment;
let eventStoreDb: Deployment;
beforeAll(async () => {
  postgres = await onPostgres();
  eventStoreDb = await onEventStoreDb();
});
afterAll(async () => {
  await eventStoreDb.close();
  await postgres.close();
});

describe(`the same history in PostgreSQL and in EventStoreDB (${nodeName})`, () => {
  it('gives the same bytes and the same rows of every read model, followed live and built anew', async () => {
    const history = appends();
    const fill =
      ({ store }: Deployment) =>
      async () => {
        for (const append of history) await store.append(append);
      };
    await followedWhile(postgres, fill(postgres));
    await followedWhile(eventStoreDb, fill(eventStoreDb));
    expect(await bytesOf(eventStoreDb)).toEqual(await bytesOf(postgres));
    const [expected, live] = [await allRows(postgres), await allRows(eventStoreDb)];
    expect(Object.keys(expected)).toHaveLength(projections.length + 1);
    expect(Object.values(expected).flat().length).toBeGreaterThan(300);
    expect(live).toEqual(expected);
    await rebuildAll(eventStoreDb);
    expect(await allRows(eventStoreDb)).toEqual(expected);
  }, 180_000);

  it('has the same past', async () => {
    const at = [
      '2026-03-02T08:00:00.000Z',
      '2026-03-02T09:03:20.500Z',
      '2026-03-02T09:06:40.000Z',
      '2026-05-01T00:00:00.000Z',
    ];
    const countAt = async ({ store }: Deployment, instant: string) => {
      const position = await store.positionAt(instant);
      const { events } = await store.readAll(store.start, {}, 10_000);
      return events.filter((event) => store.compare(event.position, position) <= 0).length;
    };
    for (const instant of at) expect(await countAt(eventStoreDb, instant)).toBe(await countAt(postgres, instant));
  });
});
