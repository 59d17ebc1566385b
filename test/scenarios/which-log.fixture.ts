import { randomUUID } from 'node:crypto';

import { jest } from '@jest/globals';
import { testEventStoreDb } from '@etapp/testing';

const realNodeUrl = process.env['EVENTSTORE_URL'];
let inEventStoreDb = false;

/** Lets the scenarios that are loaded after it keep their log in EventStoreDB, on the test server unless there is a node. */
export const keepLogsInEventStoreDb = (): void => {
  inEventStoreDb = true;
  // Every append is two calls to another server, and the whole history is told once more at the end.
  jest.setTimeout(180_000);
};

if (realNodeUrl !== undefined) keepLogsInEventStoreDb();

/** Where the scenarios keep their log, for the output of the tests. */
export const logName = (): string => {
  if (!inEventStoreDb) return 'log in PostgreSQL';
  return `log in EventStoreDB (${realNodeUrl === undefined ? 'the test server' : 'the node of EVENTSTORE_URL'})`;
};

/** A place for one scenario's log; without `url` it is in the scenario's database. */
export type LogPlace = { readonly url: string | undefined; readonly close: () => Promise<void> };

/** Finds a place for a log of its own: a test server of its own, or a namespace of its own on the real node. */
export const placeForLog = async (): Promise<LogPlace> => {
  if (!inEventStoreDb) return { url: undefined, close: async () => undefined };
  if (realNodeUrl === undefined) return testEventStoreDb();
  const url = `${realNodeUrl}${realNodeUrl.includes('?') ? '&' : '?'}namespace=s${randomUUID()}`;
  return { url, close: async () => undefined };
};
