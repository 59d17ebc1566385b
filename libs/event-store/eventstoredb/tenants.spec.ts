import { testEventStoreDb, type TestEventStoreDb } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { aStream, aTenant, anAppend, anEvent } from '../contract/sample.fixture.js';
import { EventStoreDbStore } from './eventstoredb-store.js';
import { streamName } from '@etapp/kernel';

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

describe("an event of another municipality's", () => {
  it('has another id on the node than the same event of ours', async () => {
    const [event, id] = [anEvent(), 'same'];
    const [ours, theirs] = [aStream({ id, tenant: aTenant() }), aStream({ id, tenant: aTenant() })];
    for (const stream of [ours, theirs]) await store.append(anAppend(stream, 0, { events: [event] }));
    const ids = [ours, theirs].map((stream) => node.log.stream(streamName(stream))?.[0]?.id);
    expect(new Set(ids).size).toBe(2);
  });
});
