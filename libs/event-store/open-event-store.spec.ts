import { afterAll, describe, expect, it } from '@jest/globals';

import { aStream, anAppend } from './contract/sample.fixture.js';
import { testDatabase, testEventStoreDb } from '@etapp/testing';
import { EventStoreDbStore } from './eventstoredb/eventstoredb-store.js';
import { openEventStore } from './open-event-store.js';
import { PostgresStore } from './postgres/postgres-store.js';

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const opened = (url: string) => {
  const store = openEventStore({ url, name: 'spec' });
  closing.push(() => store.close());
  return store;
};

describe('the log that a program opens', () => {
  it('is EventStoreDB for its connection string', async () => {
    const node = await testEventStoreDb();
    closing.push(() => node.close());
    const store = opened(node.url);
    expect(store).toBeInstanceOf(EventStoreDbStore);
    expect(await store.append(anAppend(aStream(), 0))).toMatchObject({ version: 1 });
  });

  it('is PostgreSQL for a database URL', async () => {
    const database = await testDatabase();
    closing.push(() => database.close());
    const store = opened(database.urls.projector);
    expect(store).toBeInstanceOf(PostgresStore);
    expect(await store.append(anAppend(aStream(), 0))).toMatchObject({ version: 1 });
  });
});
