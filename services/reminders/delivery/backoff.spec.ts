import { describe, expect, it } from '@jest/globals';

import { nextAttemptAt } from './backoff.js';

const firstAt = '2026-03-02T06:00:00.000Z';
const end = '2026-03-05T06:00:00.000Z';
const next = (attempts: number, chance: number, now = firstAt) => nextAttemptAt({ attempts, firstAt, now, chance });
const waitAfter = (attempts: number, chance: number) => Date.parse(next(attempts, chance) ?? '') - Date.parse(firstAt);

describe('the wait after a failed attempt', () => {
  it('doubles from ten seconds up to four hours', () => {
    expect([1, 2, 3, 4].map((attempts) => waitAfter(attempts, 1))).toEqual([10_000, 20_000, 40_000, 80_000]);
    expect([12, 60, 2_000].map((attempts) => waitAfter(attempts, 1))).toEqual(Array(3).fill(4 * 3_600_000));
  });

  it('is shortened by up to half, by chance', () => {
    expect([0, 0.5, 1].map((chance) => waitAfter(1, chance))).toEqual([5_000, 7_500, 10_000]);
  });

  it('ends 72 hours after the first attempt, with a last one then', () => {
    expect(next(30, 1, '2026-03-05T05:59:59.999Z')).toBe(end);
    expect(next(31, 1, end)).toBeUndefined();
  });
});
