import { randomUUID } from 'node:crypto';

import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';

import { testEventStoreDb } from './test-event-store-db.js';

/** A log in EventStoreDB that nobody else has. */
export type TestLog = {
  /** Connection string, with the namespace of the log where it shares a node. */
  readonly url: string;
  /** Writes to a stream, past the adapter, what is no event of the log. Answers the stream's name on the node. */
  readonly stray: (stream: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

const realNodeUrl = process.env['EVENTSTORE_URL'];

/** Where such logs are, for the output of the tests. */
export const testLogPlace = realNodeUrl === undefined ? 'the test server' : 'the node of EVENTSTORE_URL';

const strayOn =
  (url: string, namespace = ''): TestLog['stray'] =>
  async (stream) => {
    const client = EventStoreDBClient.connectionString(url);
    await client.appendToStream(`${namespace}${stream}`, jsonEvent({ type: 'Stray', data: {} }));
    await client.dispose();
    return `${namespace}${stream}`;
  };

/** Makes an empty log: on the node that EVENTSTORE_URL names, which keeps it, else on a test server of its own. */
export const testEventStoreDbLog = async (): Promise<TestLog> => {
  if (realNodeUrl === undefined) {
    const node = await testEventStoreDb();
    return { url: node.url, stray: strayOn(node.url), close: node.close };
  }
  const namespace = `t${randomUUID()}`;
  const url = `${realNodeUrl}${realNodeUrl.includes('?') ? '&' : '?'}namespace=${namespace}`;
  return { url, stray: strayOn(realNodeUrl, `${namespace}.`), close: async () => undefined };
};
