import { randomUUID } from 'node:crypto';

import { testEventStoreDb } from './test-event-store-db.js';

/** A log in EventStoreDB that nobody else has. */
export type TestLog = {
  /** Connection string, with the namespace of the log where it shares a node. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

const realNodeUrl = process.env['EVENTSTORE_URL'];

/** Where such logs are, for the output of the tests. */
export const testLogPlace = realNodeUrl === undefined ? 'the test server' : 'the node of EVENTSTORE_URL';

/** Makes an empty log: on the node that EVENTSTORE_URL names, which keeps it, else on a test server of its own. */
export const testEventStoreDbLog = async (): Promise<TestLog> => {
  if (realNodeUrl === undefined) return testEventStoreDb();
  const url = `${realNodeUrl}${realNodeUrl.includes('?') ? '&' : '?'}namespace=t${randomUUID()}`;
  return { url, close: async () => undefined };
};
