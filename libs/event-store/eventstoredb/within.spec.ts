import { randomUUID } from 'node:crypto';

import { binaryEvent } from '@eventstore/db-client';
import { testEventStoreDb, type TestEventStoreDb } from '@etapp/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { parseConnectionString } from './connection-string.js';
import { CallGivenUp } from './failures.js';
import { clientFor, type LogClient } from './log-client.js';
import { eachWithin } from './within.js';

let node: TestEventStoreDb;
let client: LogClient;
const stream = `read-${randomUUID()}`;
beforeAll(async () => {
  node = await testEventStoreDb();
  client = clientFor(parseConnectionString(node.url), 'spec');
  const events = Array.from({ length: 3 }, () => binaryEvent({ type: 'Happened', data: new Uint8Array([1]) }));
  await client.appendToStream(stream, events);
});
afterAll(async () => {
  await client.close();
  await node.close();
});
beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] }));
afterEach(() => {
  jest.useRealTimers();
  node.faults.silent = false;
});

const deadlineMs = 3_000;
const reading = () => eachWithin(deadlineMs, () => client.readStream(stream));

describe('a reading call', () => {
  it('waits for its reader, however long that one takes over an item', async () => {
    let read = 0;
    for await (const { event } of reading()) {
      expect(event?.revision).toBe(BigInt(read));
      read += 1;
      await jest.advanceTimersByTimeAsync(10 * deadlineMs);
    }
    expect(read).toBe(3);
  });

  it('is given up when nothing comes while its reader waits', async () => {
    node.faults.silent = true;
    const calls = node.seen.calls;
    const given = reading()
      .next()
      .catch((error: unknown) => error);
    while (node.seen.calls === calls) await jest.advanceTimersByTimeAsync(0);
    await jest.advanceTimersByTimeAsync(deadlineMs);
    expect(await given).toBeInstanceOf(CallGivenUp);
  });
});
