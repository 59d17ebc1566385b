import { testEventStoreDb, type TestEventStoreDb, waitFor as waitBriefly } from '@etapp/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { aStream, anAppend, idsOf } from '../contract/sample.fixture.js';
import type { EventStore, LogPage, ReadFilter } from '../port.js';
import { EventStoreDbStore } from './eventstoredb-store.js';

/** Each fault is given time to be got over, also on a busy machine. */
const waitFor = <T>(condition: () => T | Promise<T>) => waitBriefly(condition, { timeoutMs: 25_000 });

let node: TestEventStoreDb;
let store: EventStoreDbStore;
const open = (): EventStoreDbStore =>
  new EventStoreDbStore({ url: node.url, name: 'spec', deadlineMs: 10_000, silenceMs: 200 });
beforeEach(async () => {
  node = await testEventStoreDb();
  store = open();
});
afterEach(async () => {
  await store.close();
  await node.close();
});

/** Follows the log until it is stopped. */
const follow = async (filter: ReadFilter = {}) => {
  const ending = new AbortController();
  const pages: LogPage[] = [];
  const reading = (async () => {
    const options = { signal: ending.signal, batchSize: 4 };
    for await (const page of store.subscribe(store.start, filter, options)) pages.push(page);
  })();
  await waitFor(() => pages.length > 0 && node.subscriptions() > 0);
  const stop = async () => {
    ending.abort();
    await reading;
  };
  return { pages, stop, ids: () => idsOf(pages) };
};

const appendMany = async (to: EventStore, count: number): Promise<string[]> => {
  const appends = Array.from({ length: count }, () => anAppend(aStream(), 0));
  for (const append of appends) await to.append(append);
  return appends.map(({ events }) => events[0].id);
};

/** What went wrong with the node meanwhile must have left neither gap nor double, and the order as it was. */
const expectAllOnce = async (following: Awaited<ReturnType<typeof follow>>, appended: readonly string[]) => {
  await waitFor(() => following.ids().length >= appended.length);
  expect(following.ids()).toEqual(appended);
  await waitFor(async () => following.pages.at(-1)?.upTo === (await store.head()));
  await following.stop();
};

describe('a subscription', () => {
  const faults: [string, (appended: number) => Promise<void>][] = [
    ['is dropped', async () => node.dropSubscriptions()],
    ['is ended by the node as if all were well', async () => node.endSubscriptions()],
    ['gets nothing any more and is not told', async () => node.stallSubscriptions()],
    [
      'loses its node for a while',
      async () => {
        await node.stop();
        await node.start();
      },
    ],
    [
      'is dropped and given again what it has seen',
      async () => {
        node.faults.repeating = 5;
        node.dropSubscriptions();
      },
    ],
    [
      'is dropped by a node that then refuses',
      async () => {
        node.faults.refusing = true;
        node.dropSubscriptions();
        const calls = node.seen.calls;
        await waitFor(() => node.seen.calls > calls);
        node.faults.refusing = false;
      },
    ],
  ];

  it.each(faults)('that %s goes on without gap or double', async (_what, fail) => {
    const following = await follow();
    const appended = await appendMany(store, 6);
    for (let round = 0; round < 3; round += 1) {
      await waitFor(() => following.ids().length >= appended.length && node.subscriptions() > 0);
      await fail(appended.length);
      appended.push(...(await waitFor(() => appendMany(store, 5))));
    }
    await expectAllOnce(following, appended);
  });

  it('that is dropped with every few events catches up all the same', async () => {
    const appended = await appendMany(store, 60);
    const following = await follow();
    while (following.ids().length < appended.length) {
      node.dropSubscriptions();
      const seen = following.ids().length;
      await waitFor(() => following.ids().length > seen || seen >= appended.length);
    }
    await expectAllOnce(following, appended);
  });

  it('knows where the head is although the node does not say so', async () => {
    node.faults.reticent = true;
    const appended = await appendMany(store, 6);
    const following = await follow();
    await waitFor(() => following.pages.at(-1)?.atHead === true);
    await expectAllOnce(following, appended);
  });

  it('is told how far the log was looked through when nothing fitted, and by nobody beyond its end', async () => {
    const following = await follow({ categories: ['never'] });
    await Promise.all(Array.from({ length: 300 }, () => store.append(anAppend(aStream(), 0))));
    for (let index = 0; index < 300; index += 1) node.log.appendSystemEvent();
    await waitFor(async () => following.pages.at(-1)?.upTo === (await store.head()));
    await following.stop();
    expect(following.ids()).toEqual([]);
    expect(following.pages.length).toBeGreaterThan(1);
  });

  it('takes only what it asked for from a node that sends more by the same prefix', async () => {
    const following = await follow({ categories: ['case'], types: ['NoteTaken'] });
    await store.append(anAppend(aStream({ category: 'case-file' }), 0));
    const wanted = await appendMany(store, 2);
    await expectAllOnce(following, wanted);
  });
});

describe("the node's own events", () => {
  it('are no events of the log, and do not move its head', async () => {
    expect(await store.head()).toBe(store.start);
    const before = await appendMany(store, 3);
    for (let index = 0; index < 50; index += 1) node.log.appendSystemEvent();
    const after = await appendMany(store, 3);
    const head = await store.head();
    for (let index = 0; index < 700; index += 1) node.log.appendSystemEvent();
    expect(await store.head()).toBe(head);
    const page = await store.readAll(store.start, {}, 10);
    expect(idsOf([page])).toEqual([...before, ...after]);
    expect(page).toMatchObject({ upTo: head, atHead: true });
    expect(await store.readAll(head, {}, 10)).toEqual({ events: [], upTo: head, atHead: true });
  });
});
