import { randomUUID } from 'node:crypto';

import { testEventStoreDb } from '@etapp/testing';

import type { StoreUnderTest } from '../contract/sample.fixture.js';
import { EventStoreDbStore } from './eventstoredb-store.js';

/** The real node that the suites run against instead, if there is one. */
export const realNodeUrl = process.env['EVENTSTORE_URL'];

/** Which of the two it is, for the output of the tests. */
export const nodeName =
  realNodeUrl === undefined ? 'EventStoreDB (the test server)' : 'EventStoreDB (the node of EVENTSTORE_URL)';

/** A store with a log of its own: on the real node if there is one, else on a test server. */
export const storeOnNode = async (): Promise<StoreUnderTest<EventStoreDbStore>> => {
  const node = realNodeUrl === undefined ? await testEventStoreDb() : undefined;
  const url = node?.url ?? realNodeUrl ?? '';
  const store = new EventStoreDbStore({ url, name: 'spec', namespace: `t${randomUUID()}.` });
  const close = async () => {
    await store.close();
    await node?.close();
  };
  return { store, close };
};
