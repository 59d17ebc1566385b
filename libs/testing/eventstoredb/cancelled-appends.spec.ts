import { randomUUID } from 'node:crypto';

import { binaryEvent, EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { testEventStoreDbLog, type TestLog, testLogPlace } from './test-log.js';

let log: TestLog;
let client: EventStoreDBClient;
beforeAll(async () => {
  log = await testEventStoreDbLog();
  client = EventStoreDBClient.connectionString(log.url.replace(/[?&]namespace=[^&]*/, ''));
});
afterAll(async () => {
  await client.dispose();
  await log.close();
});

const eventsOfAnAppend = 200;

/** Credentials of its own keep an append out of the client's shared stream: it goes as a call, message by message. */
const append = async (stream: string, deadline: number): Promise<unknown> => {
  const data = new TextEncoder().encode('x'.repeat(200));
  const events = Array.from({ length: eventsOfAnAppend }, () => binaryEvent({ type: 'Happened', data }));
  const credentials = { username: 'spec', password: 'spec' };
  return client.appendToStream(stream, events, { expectedRevision: NO_STREAM, deadline, credentials }).catch(() => 0);
};

const countIn = async (stream: string): Promise<number> => {
  let count = 0;
  try {
    for await (const _event of client.readStream(stream)) count += 1;
  } catch {
    // There is no such stream.
  }
  return count;
};

it(`takes all of an append or nothing, also when its caller gives up in the midst of it: ${testLogPlace}`, async () => {
  const [answered, ...cut] = Array.from({ length: 61 }, () => `cut-${randomUUID()}`);
  await append(String(answered), 30_000);
  for (const [n, stream] of cut.entries()) await append(stream, 1 + (n % 20));
  const counts: number[] = [];
  for (const stream of cut) counts.push(await countIn(stream));
  expect(await countIn(String(answered))).toBe(eventsOfAnAppend);
  expect(counts.filter((count) => count !== 0 && count !== eventsOfAnAppend)).toEqual([]);
});
