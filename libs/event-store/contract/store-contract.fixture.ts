import { afterAll, beforeAll, describe } from '@jest/globals';

import type { EventStore } from '../port.js';
import { appendingContract } from './appending.fixture.js';
import { followingContract } from './following.fixture.js';
import { generationsContract, type MovableStore, originsContract } from './origins.fixture.js';
import { readingContract, recordedTimesContract } from './reading.fixture.js';
import type { StoreUnderTest } from './sample.fixture.js';

/** The contract that every adapter passes: `makeStore` gives one with an empty log of its own, once. */
export function storeContract(name: string, makeStore: () => Promise<StoreUnderTest>): void {
  describe(`the event log: ${name}`, () => contractOf(makeStore, () => undefined));
}

/** The same for an adapter whose log can be moved to another server and so remembers where it came from. */
export function movableStoreContract(name: string, makeStore: () => Promise<StoreUnderTest<MovableStore>>): void {
  const generations = (storeOf: () => MovableStore): void =>
    describe('generations', () => generationsContract(storeOf));
  describe(`the event log: ${name}`, () => contractOf(makeStore, generations));
}

function contractOf<S extends EventStore>(
  makeStore: () => Promise<StoreUnderTest<S>>,
  more: (storeOf: () => S) => void,
): void {
  let underTest: StoreUnderTest<S>;
  beforeAll(async () => {
    underTest = await makeStore();
  });
  afterAll(() => underTest.close());
  const storeOf = () => underTest.store;
  describe('origins', () => originsContract(storeOf));
  describe('appending', () => appendingContract(storeOf));
  describe('reading', () => readingContract(storeOf));
  describe('following', () => followingContract(storeOf));
  describe('recorded times', () => recordedTimesContract(storeOf));
  more(storeOf);
}
