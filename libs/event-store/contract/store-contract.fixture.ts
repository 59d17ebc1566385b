import { afterAll, beforeAll, describe } from '@jest/globals';

import { appendingContract } from './appending.fixture.js';
import { followingContract } from './following.fixture.js';
import { readingContract, recordedTimesContract } from './reading.fixture.js';
import type { StoreUnderTest } from './sample.fixture.js';

/** The contract that every adapter passes: `makeStore` gives one with an empty log of its own, once. */
export function storeContract(name: string, makeStore: () => Promise<StoreUnderTest>): void {
  describe(`the event log: ${name}`, () => {
    let underTest: StoreUnderTest;
    beforeAll(async () => {
      underTest = await makeStore();
    });
    afterAll(() => underTest.close());
    const storeOf = () => underTest.store;
    describe('appending', () => appendingContract(storeOf));
    describe('reading', () => readingContract(storeOf));
    describe('following', () => followingContract(storeOf));
    describe('recorded times', () => recordedTimesContract(storeOf));
  });
}
