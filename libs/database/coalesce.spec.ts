import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DatabaseError } from 'pg';

import { coalesced } from './coalesce.js';

const failure = (code: string): Error => Object.assign(new DatabaseError('no', 2, 'error'), { code });
const [refusal, outage] = [failure('22003'), failure('57P01')];

const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Doubles numbers, and keeps what it was asked together; three is refused, and at thirteen the server goes down. */
const doubling = (options = { most: 4, atOnce: 1 }) => {
  const asked: (readonly number[])[] = [];
  const underWay = { now: 0, most: 0 };
  const double = coalesced<number, number>(async (numbers) => {
    asked.push(numbers);
    underWay.now += 1;
    underWay.most = Math.max(underWay.most, underWay.now);
    await nextTurn();
    underWay.now -= 1;
    if (numbers.includes(13)) throw new Error('unavailable', { cause: outage });
    if (numbers.includes(3)) throw refusal;
    return numbers.map((number) => 2 * number);
  }, options);
  return { asked, double, underWay };
};

/** What a question may be told: its own answer, its own refusal, or the outage that hit its statement. */
const truthsFor = (number: number): object[] => {
  const told = { status: 'rejected', reason: expect.objectContaining({ message: 'unavailable' }) };
  if (number === 13) return [told];
  if (number === 3) return [told, { status: 'rejected', reason: refusal }];
  return [told, { status: 'fulfilled', value: 2 * number }];
};

describe('questions that come at the same time', () => {
  it('go out together in their order, each with its own answer', async () => {
    const { asked, double } = doubling();
    expect(await Promise.all([4, 1, 2].map(double))).toEqual([8, 2, 4]);
    expect(asked).toEqual([[4, 1, 2]]);
  });

  it('are never more in one statement than allowed, and none is forgotten', async () => {
    const { asked, double } = doubling({ most: 2, atOnce: 2 });
    expect(await Promise.all([1, 2, 4, 5, 6].map(double))).toEqual([2, 4, 8, 10, 12]);
    expect(asked).toEqual([[1, 2], [4, 5], [6]]);
  });

  it('do not fail for what another holds, and are not asked all at once then', async () => {
    const { double, underWay } = doubling();
    const outcomes = await Promise.allSettled([1, 3, 2, 4].map(double));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(underWay.most).toBe(1);
  });

  it('are all told of an outage, without another try each', async () => {
    const { asked, double } = doubling();
    const outcomes = await Promise.allSettled([1, 13, 2].map(double));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(asked).toEqual([[1, 13, 2]]);
  });

  it('are all told when there are not as many answers as questions', async () => {
    const short = coalesced<number, number>(async () => [1], { most: 4, atOnce: 1 });
    const outcomes = await Promise.allSettled([1, 2].map(short));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('are each answered for themselves, whatever is asked and whatever fails', async () => {
    const arrival = fc.record({ number: fc.nat(14), pause: fc.boolean() });
    const limits = fc.record({ most: fc.integer({ min: 1, max: 5 }), atOnce: fc.integer({ min: 1, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { maxLength: 40 }), limits, async (arrivals, options) => {
        const { asked, double, underWay } = doubling(options);
        const asking: Promise<PromiseSettledResult<number>[]>[] = [];
        for (const { number, pause } of arrivals) {
          asking.push(Promise.allSettled([double(number)]));
          if (pause) await nextTurn();
        }
        const outcomes = (await Promise.all(asking)).flat();
        expect(outcomes).toHaveLength(arrivals.length);
        arrivals.forEach(({ number }, index) => expect(truthsFor(number)).toContainEqual(outcomes[index]));
        expect(underWay.most).toBeLessThanOrEqual(options.atOnce);
        expect(asked.every(({ length }) => length <= options.most)).toBe(true);
      }),
    );
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
