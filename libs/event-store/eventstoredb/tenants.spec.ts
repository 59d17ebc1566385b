import { testEventStoreDb, type TestEventStoreDb } from '@etapp/testing';
import { streamName, type StreamId } from '@etapp/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { aStream, aTenant, anAppend, anEvent } from '../contract/sample.fixture.js';
import { WrongTenant } from '../port.js';
import { EventStoreDbStore } from './eventstoredb-store.js';

let node: TestEventStoreDb;
let store: EventStoreDbStore;
beforeAll(async () => {
  node = await testEventStoreDb();
  store = new EventStoreDbStore({ url: node.url, name: 'spec' });
});
afterAll(async () => {
  await store.close();
  await node.close();
});

/** Writes into a stream what was written for another, past the adapter. */
const copy = (from: StreamId, to: StreamId): void => {
  const events = node.log.stream(streamName(from)) ?? [];
  node.log.append(streamName(to), 'any', events);
};

describe("an event of another municipality's", () => {
  it('is given to nobody', async () => {
    const [theirs, ours] = [aStream(), aStream()];
    const after = await store.head();
    await store.append(anAppend(theirs, 0));
    copy(theirs, ours);
    await expect(store.readStream(ours)).rejects.toBeInstanceOf(WrongTenant);
    await expect(store.readAll(after, {}, 10)).rejects.toBeInstanceOf(WrongTenant);
    const pages = store.subscribe(after, {}, { signal: new AbortController().signal })[Symbol.asyncIterator]();
    const reading = async () => {
      while ((await pages.next()).done !== true);
    };
    await expect(reading()).rejects.toBeInstanceOf(WrongTenant);
    expect(await store.readStream(theirs)).toHaveLength(1);
  });

  it('has another id on the node than the same event of ours', async () => {
    const [event, id] = [anEvent(), 'same'];
    const [ours, theirs] = [aStream({ id, tenant: aTenant() }), aStream({ id, tenant: aTenant() })];
    for (const stream of [ours, theirs]) await store.append(anAppend(stream, 0, { events: [event] }));
    const ids = [ours, theirs].map((stream) => node.log.stream(streamName(stream))?.[0]?.id);
    expect(new Set(ids).size).toBe(2);
  });
});
