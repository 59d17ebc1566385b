import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type Holders, type Sharer, shareOut } from './share-out.js';

const names = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');
const ids = ['r1', 'r2', 'r3', 'r4', 'gone'] as const;

/** A board with some runners, of which some could do only a part, and leases that anybody or nobody holds. */
const board = fc
  .record({
    leases: fc.dictionary(names, fc.option(fc.constantFrom(...ids), { nil: undefined })),
    alive: fc.uniqueArray(fc.constantFrom('r1', 'r2', 'r3', 'r4'), { minLength: 1 }),
    only: fc.dictionary(fc.constantFrom('r1', 'r2', 'r3', 'r4'), fc.uniqueArray(names)),
  })
  .map(({ leases, alive, only }) => ({
    holders: new Map(Object.entries(leases)),
    sharers: alive.map((id): Sharer => ({ id, follows: new Set(only[id] ?? Object.keys(leases)) })),
  }));

const sizesOf = (shared: ReadonlyMap<string, string>, sharers: readonly Sharer[]): number[] =>
  sharers.map(({ id }) => [...shared.values()].filter((holder) => holder === id).length);

const of = (...leases: readonly string[]): ReadonlySet<string> => new Set(leases);

describe('leases that are shared out', () => {
  it('each go to one who could hold them, if there is one', () => {
    fc.assert(
      fc.property(board, ({ holders, sharers }) => {
        const shared = shareOut(holders, sharers);
        for (const [lease, holder] of shared) {
          expect(sharers.find(({ id }) => id === holder)?.follows.has(lease)).toBe(true);
        }
        const could = [...holders.keys()].filter((lease) => sharers.some(({ follows }) => follows.has(lease)));
        expect([...shared.keys()].toSorted()).toEqual(could.toSorted());
      }),
    );
  });

  it('leave nobody with two fewer than another who could do the same', () => {
    fc.assert(
      fc.property(board, ({ holders, sharers }) => {
        const all = sharers.map(({ id }): Sharer => ({ id, follows: new Set(holders.keys()) }));
        const sizes = sizesOf(shareOut(holders, all), all);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('stay where they are once they are shared out', () => {
    fc.assert(
      fc.property(board, ({ holders, sharers }) => {
        const shared = shareOut(holders, sharers);
        expect(shareOut(new Map(shared), sharers)).toEqual(shared);
      }),
    );
  });

  it('are the same whatever the order in which the board was read', () => {
    fc.assert(
      fc.property(board, ({ holders, sharers }) => {
        const reversed: Holders = new Map([...holders].toReversed());
        expect(shareOut(reversed, sharers.toReversed())).toEqual(shareOut(holders, sharers));
      }),
    );
  });

  it('move no more than is needed when somebody comes or goes', () => {
    const holders: Holders = new Map([...'abcdef'].map((lease, index) => [lease, index < 3 ? 'r1' : 'r2']));
    const all = of(...'abcdef');
    const moved = (ids: readonly string[]): number => {
      const shared = shareOut(
        holders,
        ids.map((id) => ({ id, follows: all })),
      );
      return [...shared].filter(([lease, holder]) => holders.get(lease) !== holder).length;
    };
    expect([moved(['r1', 'r2']), moved(['r1', 'r2', 'r3']), moved(['r2'])]).toEqual([0, 2, 3]);
  });

  it('do not go to an older release that could not do them', () => {
    const holders: Holders = new Map([...'abcd'].map((lease) => [lease, undefined]));
    const shared = shareOut(holders, [
      { id: 'new', follows: of('b', 'c', 'd') },
      { id: 'old', follows: of('a') },
    ]);
    expect([...shared].filter(([, id]) => id === 'old')).toEqual([['a', 'old']]);
  });
});
