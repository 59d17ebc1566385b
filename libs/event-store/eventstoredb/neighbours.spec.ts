import { testEventStoreDb, type TestEventStoreDb, waitFor } from '@etapp/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { aStream, anAppend, anEvent } from '../contract/sample.fixture.js';
import { EventStoreDbStore } from './eventstoredb-store.js';

let node: TestEventStoreDb;
let [ours, theirs]: EventStoreDbStore[] = [];
const open = (namespace: string) =>
  new EventStoreDbStore({
    url: node.url,
    name: 'spec',
    namespace,
    deadlineMs: 10_000,
    silenceMs: 100,
    markEvery: 100_000,
  });
beforeEach(async () => {
  node = await testEventStoreDb();
  [ours, theirs] = [open('ours.'), open('theirs.')];
});
afterEach(async () => {
  await Promise.all([ours?.close(), theirs?.close()]);
  await node.close();
});

const write = async (store: EventStoreDbStore | undefined, count: number): Promise<string | undefined> => {
  if (count === 0) return undefined;
  const [first, ...others] = Array.from({ length: count }, () => anEvent());
  return (await store?.append(anAppend(aStream(), 0, { events: [first ?? anEvent(), ...others] })))?.position;
};

const sentFor = async (work: () => Promise<unknown>): Promise<number> => {
  const before = node.seen.eventsSent;
  await work();
  return node.seen.eventsSent - before;
};

/** Events that one question for the head may cost, far below the thousand that others wrote. */
const few = 10;

describe('a log whose neighbours on the node write a lot', () => {
  it('is sent nothing of it but the few newest events, by which its head is looked for', async () => {
    const newest = await write(ours, 3);
    for (let round = 0; round < 10; round += 1) await write(theirs, 100);
    expect(await sentFor(async () => expect(await ours?.head()).toBe(newest))).toBeLessThanOrEqual(few);
    expect(await sentFor(async () => expect(await ours?.head()).toBe(newest))).toBeLessThanOrEqual(few);
    const page = () => ours?.readAll(ours.start, {}, 100);
    expect(await sentFor(async () => expect((await page())?.events).toHaveLength(3))).toBe(3);
  });

  it('is not read again and again by a subscription that is at the head', async () => {
    await write(ours, 3);
    for (let round = 0; round < 10; round += 1) await write(theirs, 100);
    const ending = new AbortController();
    const pages = ours?.subscribe(ours.start, {}, { signal: ending.signal })[Symbol.asyncIterator]();
    expect(await pages?.next()).toMatchObject({ value: { events: { length: 3 } } });
    const waiting = pages?.next();
    const silences = 5;
    const calls = node.seen.calls;
    const sent = await sentFor(() => waitFor(() => node.seen.calls >= calls + silences));
    expect(sent).toBeLessThanOrEqual(silences * few);
    ending.abort();
    await waiting;
  });

  it('has the head that it had, or that of its newest append, whoever wrote in between', async () => {
    const turn = fc.record({ ours: fc.nat(2), theirs: fc.nat(12), asked: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 6 }), async (turns) => {
        let newest = await ours?.head();
        for (const { asked, ...written } of turns) {
          newest = (await write(ours, written.ours)) ?? newest;
          await write(theirs, written.theirs);
          if (asked) expect(await ours?.head()).toBe(newest);
        }
        expect(await ours?.head()).toBe(newest);
      }),
      { numRuns: 25 },
    );
  });
});
