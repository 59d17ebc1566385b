import { describe, expect, it } from '@jest/globals';

import { groupBy, medianOf, shareOf } from './figures.js';

describe('figures', () => {
  it('round a half up, and say nothing of nothing', () => {
    expect([shareOf(34, 40), shareOf(6, 40), shareOf(1, 16), shareOf(2, 3), shareOf(0, 0)]).toEqual([
      ...[85, 15, 6.3, 66.7],
      undefined,
    ]);
  });

  it('have their median in the middle, whatever the order', () => {
    expect([medianOf([3, 1]), medianOf([10, 9, 2]), medianOf([])]).toEqual([2, 9, undefined]);
  });

  it('are grouped in the order of their keys, those without one last', () => {
    const items = [{ by: 'b' }, { by: undefined }, { by: 'a', n: 1 }, { by: 'a', n: 2 }];
    expect(groupBy(items, ({ by }) => by)).toEqual([
      ['a', [items[2], items[3]]],
      ['b', [items[0]]],
      [undefined, [items[1]]],
    ]);
  });
});
