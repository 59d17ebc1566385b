import { testEventStoreDb, type TestEventStoreDb } from '@etapp/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { aStream, anAppend } from '../contract/sample.fixture.js';
import { LogRefused, OutcomeUnknown, StoreUnavailable } from '../port.js';
import { EventStoreDbStore } from './eventstoredb-store.js';

let node: TestEventStoreDb;
let store: EventStoreDbStore;
beforeEach(async () => {
  node = await testEventStoreDb();
  store = new EventStoreDbStore({ url: node.url, name: 'spec' });
  await store.append(anAppend(aStream(), 0));
});
afterEach(async () => {
  await store.close();
  await node.close();
});

describe.each(['right', 'password'] as const)('a user without the %s', (fault) => {
  it('is told so, as of an outage and at once, whatever it asks', async () => {
    node.faults.denying = fault;
    const calls = node.seen.calls;
    const asked = [
      () => store.append(anAppend(aStream(), 0)),
      () => store.readStream(aStream()),
      () => store.readAll(store.start, {}, 10),
      () => store.head(),
      () => store.generation(),
      () => store.positionAt('2026-03-02T09:00:00.000Z'),
    ];
    for (const ask of asked) await expect(ask()).rejects.toBeInstanceOf(LogRefused);
    await expect(store.head()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(node.seen.calls - calls).toBe(asked.length + 1);
  });

  it('is followed by again once it is let in', async () => {
    const ending = new AbortController();
    node.faults.denying = fault;
    const calls = node.seen.calls;
    const pages = store.subscribe(store.start, {}, { signal: ending.signal })[Symbol.asyncIterator]();
    const first = pages.next();
    while (node.seen.calls < calls + 2) await new Promise((resolve) => setImmediate(resolve));
    node.faults.denying = undefined;
    expect(await first).toMatchObject({ value: { events: [{}] } });
    ending.abort();
    await pages.next();
  });

  it('is not told that nothing happened where an answer was lost before', async () => {
    node.faults.losing = 1;
    const appended = store.append(anAppend(aStream(), 0)).catch((error: unknown) => error);
    while (node.faults.losing > 0) await new Promise((resolve) => setImmediate(resolve));
    node.faults.denying = fault;
    expect(await appended).toBeInstanceOf(OutcomeUnknown);
  });
});

describe('a user that may write and not read', () => {
  it('is not told that nothing was written', async () => {
    node.faults.writeOnly = true;
    await expect(store.append(anAppend(aStream(), 0))).rejects.toBeInstanceOf(OutcomeUnknown);
  });
});
