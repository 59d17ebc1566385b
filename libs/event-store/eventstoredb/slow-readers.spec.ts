import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { aStream, anAppend, anEvent, idsOf, type StoreUnderTest } from '../contract/sample.fixture.js';
import type { LogPage, Position, StoredEvent } from '../port.js';
import type { EventStoreDbStore } from './eventstoredb-store.js';
import { nodeName, storeOnNode } from './test-node.fixture.js';

let under: StoreUnderTest<EventStoreDbStore>;
beforeAll(async () => {
  under = await storeOnNode();
});
afterAll(() => under.close());

/** How somebody reads who has other things to do, and what is written meanwhile. */
type Slow = {
  readonly batchSize: number;
  /** How often the node is asked for something else between two pages: meanwhile events come and wait. */
  readonly errands: number;
  /** Events that are written while the first page is in hand, and after that one. */
  readonly bursts: readonly number[];
};

const perAppend = 200;
const append = async (count: number): Promise<void> => {
  const [first, ...others] = Array.from({ length: count }, () => anEvent());
  if (first !== undefined) await under.store.append(anAppend(aStream(), 0, { events: [first, ...others] }));
};
const write = async (count: number): Promise<unknown> =>
  Promise.all(
    Array.from({ length: Math.ceil(count / perAppend) }, (_, n) => append(Math.min(perAppend, count - n * perAppend))),
  );

/** The pages from the newest event on until everything that is written was told of. */
const readSlowly = async (after: Position, { batchSize, errands, bursts }: Slow): Promise<LogPage[]> => {
  const { store } = under;
  const ending = new AbortController();
  const [pages, left]: [LogPage[], number[]] = [[], [...bursts]];
  for await (const page of store.subscribe(after, {}, { signal: ending.signal, batchSize })) {
    pages.push(page);
    const burst = left.shift();
    if (burst !== undefined) await write(burst);
    if (left.length === 0 && page.upTo === (await store.head())) ending.abort();
    for (let errand = 0; errand < errands; errand += 1) await store.head();
  }
  return pages;
};

/** After each page: how many events it and those before gave, and how many of the log it says they were. */
const countsOf = (events: readonly StoredEvent[], pages: readonly LogPage[]) => {
  const upTo = (end: Position) => events.filter(({ position }) => under.store.compare(position, end) <= 0).length;
  return {
    given: pages.map((_, n) => idsOf(pages.slice(0, n + 1)).length),
    told: pages.map((page) => upTo(page.upTo)),
  };
};

const expectAllOnce = async (slow: Slow): Promise<void> => {
  const { store } = under;
  const after = await store.head();
  const pages = await readSlowly(after, slow);
  const { events } = await store.readAll(after, {}, 100_000);
  const written = slow.bursts.reduce((sum, burst) => sum + burst, 0);
  expect(events).toHaveLength(written);
  expect(idsOf(pages)).toEqual(events.map(({ id }) => id));
  const { given, told } = countsOf(events, pages);
  expect(told).toEqual(given);
};

describe(`a slow reader, on ${nodeName}`, () => {
  it('is given a long burst whole, in pages that are larger than what waits for it', async () => {
    await expectAllOnce({ batchSize: 1_000, errands: 8, bursts: [6_000] });
  }, 90_000);

  it('is given every event once and in order, whatever its pages and the bursts, and is told of no place beyond', async () => {
    const anySlow = fc.record({
      batchSize: fc.integer({ min: 200, max: 2_000 }),
      errands: fc.integer({ min: 0, max: 12 }),
      bursts: fc.array(fc.integer({ min: 1, max: 1_600 }), { minLength: 1, maxLength: 2 }),
    });
    const known: Slow = { batchSize: 1_000, errands: 10, bursts: [1_400] };
    await fc.assert(fc.asyncProperty(anySlow, expectAllOnce), { examples: [[known]], numRuns: 4, endOnFailure: true });
  }, 90_000);
});
