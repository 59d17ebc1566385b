import { describe, expect, it } from '@jest/globals';

import { coalesced } from './coalesce.js';

/** Doubles numbers, and keeps what it was asked together; three is refused. */
const doubling = (options = { most: 4, atOnce: 1 }) => {
  const asked: (readonly number[])[] = [];
  const double = coalesced<number, number>(async (numbers) => {
    asked.push(numbers);
    if (numbers.includes(3)) throw new Error('three');
    return numbers.map((number) => 2 * number);
  }, options);
  return { asked, double };
};

describe('questions that come at the same time', () => {
  it('go out together, each with its own answer', async () => {
    const { asked, double } = doubling();
    expect(await Promise.all([1, 2, 4].map(double))).toEqual([2, 4, 8]);
    expect(asked).toEqual([[1, 2, 4]]);
  });

  it('are never more in one statement than allowed, and none is forgotten', async () => {
    const { asked, double } = doubling({ most: 2, atOnce: 2 });
    expect(await Promise.all([1, 2, 4, 5, 6].map(double))).toEqual([2, 4, 8, 10, 12]);
    expect(asked.every((numbers) => numbers.length <= 2)).toBe(true);
  });

  it('do not fail for what another holds', async () => {
    const { double } = doubling();
    const outcomes = await Promise.allSettled([1, 3, 2].map(double));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('a question that comes later', () => {
  it('waits for no answer that was under way before it came', async () => {
    const { asked, double } = doubling();
    await double(1);
    const second = double(2);
    expect(await second).toBe(4);
    expect(asked).toEqual([[1], [2]]);
  });
});
