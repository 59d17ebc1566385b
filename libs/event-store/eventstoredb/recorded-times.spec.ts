import { testEventStoreDb, type TestEventStoreDb } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { aStream, anAppend } from '../contract/sample.fixture.js';
import type { EventStore, StoredEvent } from '../port.js';
import { EventStoreDbStore } from './eventstoredb-store.js';

let node: TestEventStoreDb;
const stores: EventStoreDbStore[] = [];
beforeAll(async () => {
  node = await testEventStoreDb();
});
afterAll(async () => {
  for (const store of stores) await store.close();
  await node.close();
});

const every = 5;
const open = (namespace: string): EventStoreDbStore => {
  const store = new EventStoreDbStore({ url: node.url, name: 'spec', namespace, markEvery: every });
  stores.push(store);
  return store;
};
const minute = (n: number): string => new Date(Date.UTC(2026, 2, 2, 9, n)).toISOString();
const appendAt = (store: EventStore, n: number) => store.append(anAppend(aStream(), 0, { recordedAt: minute(n) }));

const everyEvent = async (store: EventStore): Promise<readonly StoredEvent[]> =>
  (await store.readAll(store.start, {}, 10_000)).events;

/** As the port says it, over all events. */
const lastBefore = (events: readonly StoredEvent[], instant: string, start: string): string => {
  const later = events.findIndex(({ recordedAt }) => recordedAt > instant);
  return (later < 0 ? events.at(-1) : events[later - 1])?.position ?? start;
};

describe('recorded times', () => {
  it('never fall behind what their writer wrote or read, also of another process', async () => {
    const [one, other] = [open('raised.'), open('raised.')];
    await appendAt(one, 30);
    await appendAt(other, 10);
    await appendAt(one, 40);
    await other.readAll(other.start, {}, 10);
    await appendAt(other, 20);
    expect((await everyEvent(one)).map(({ recordedAt }) => recordedAt)).toEqual([30, 30, 40, 40].map(minute));
  });

  it('of writers who do not hear of each other may cross; a position by time is then before the first that is later', async () => {
    const [one, other] = [open('crossed.'), open('crossed.')];
    const early = await appendAt(one, 1);
    await appendAt(other, 1);
    await appendAt(one, 30);
    await appendAt(other, 20);
    const events = await everyEvent(one);
    expect(events.map(({ recordedAt }) => recordedAt)).toEqual([1, 1, 30, 20].map(minute));
    expect(await one.positionAt(minute(25))).toBe(events[1]?.position);
    expect(await one.positionAt(minute(0))).toBe(one.start);
    expect(one.compare(early.position, await one.positionAt(minute(30)))).toBeLessThan(0);
  });

  it('find the same position whatever the times and however many marks stand', async () => {
    let run = 0;
    const times = fc.array(fc.tuple(fc.boolean(), fc.nat(40)), { maxLength: 22 });
    await fc.assert(
      fc.asyncProperty(times, fc.array(fc.nat(42), { minLength: 1, maxLength: 5 }), async (written, asked) => {
        const namespace = `run${(run += 1)}.`;
        const writers = [open(namespace), open(namespace)];
        for (const [second, at] of written) await appendAt(writers[second ? 1 : 0] ?? open(namespace), at);
        const reader = open(namespace);
        const events = await everyEvent(reader);
        for (const at of asked) {
          const found = lastBefore(events, minute(at), reader.start);
          expect([await reader.positionAt(minute(at)), await writers[0]?.positionAt(minute(at))]).toEqual([
            found,
            found,
          ]);
        }
        for (const store of stores.splice(0)) await store.close();
      }),
      { numRuns: 6 },
    );
  });

  it('are found by reading from the nearest mark, not from the beginning', async () => {
    const store = open('marked.');
    for (let n = 0; n < 60; n += 1) await appendAt(store, n % 60);
    await store.positionAt(minute(59));
    const before = node.seen.eventsSent;
    await store.positionAt(minute(31));
    expect(node.seen.eventsSent - before).toBeLessThanOrEqual(2 * (every + 2));
  });
});
