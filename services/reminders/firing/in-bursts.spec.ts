import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { inBursts } from './in-bursts.js';

const everyMs = 250;

/** Work that is noted when it begins. */
const begin = (most: number, count: number): readonly number[] => {
  const inTurn = inBursts({ most, everyMs });
  const begun: number[] = [];
  for (let number = 0; number < count; number += 1) void inTurn(async () => void begun.push(number));
  return begun;
};

describe('bursts', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('let what comes alone begin at once', async () => {
    const begun = begin(4, 1);
    await jest.advanceTimersByTimeAsync(0);
    expect(begun).toEqual([0]);
  });

  it('let no more begin together than they may, in the order of asking', async () => {
    const begun = begin(4, 10);
    await jest.advanceTimersByTimeAsync(everyMs - 1);
    expect(begun).toEqual([0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    await jest.advanceTimersByTimeAsync(everyMs);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    await jest.advanceTimersByTimeAsync(everyMs);
    expect(begun).toHaveLength(10);
  });

  it('rest when nothing waits, and then begin at once again', async () => {
    const inTurn = inBursts({ most: 4, everyMs });
    await inTurn(async () => undefined);
    await jest.advanceTimersByTimeAsync(2 * everyMs);
    expect(jest.getTimerCount()).toBe(0);
    let begun = false;
    void inTurn(async () => void (begun = true));
    await jest.advanceTimersByTimeAsync(0);
    expect(begun).toBe(true);
  });

  it('answer what the work answers, also its failure', async () => {
    const inTurn = inBursts({ most: 4, everyMs });
    expect(await inTurn(async () => 'done')).toBe('done');
    const failing = expect(inTurn(() => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck');
    await jest.advanceTimersByTimeAsync(everyMs);
    await failing;
  });
});
