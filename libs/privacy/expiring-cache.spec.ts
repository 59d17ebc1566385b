import { describe, expect, it } from '@jest/globals';

import { expiringCache } from './expiring-cache.js';

const at = (second: number): string => new Date(Date.UTC(2026, 2, 2, 9) + second * 1000).toISOString();
const cacheOf = (entries: number) => expiringCache<string>({ entries, lifetimeMs: 60_000 });

describe('an expiring cache', () => {
  it('forgets an entry a minute after it was put in, however often it was asked for', () => {
    const cache = cacheOf(2);
    cache.set('a', 'A', at(0));
    expect(cache.get('a', at(30))).toBe('A');
    expect(cache.get('a', at(59.999))).toBe('A');
    expect(cache.get('a', at(60))).toBeUndefined();
  });

  it('does not trust an entry from the future, or a clock that says nothing', () => {
    const cache = cacheOf(2);
    cache.set('a', 'A', at(10));
    expect(cache.get('a', at(9))).toBeUndefined();
    cache.set('a', 'A', at(10));
    expect(cache.get('a', 'now')).toBeUndefined();
  });

  it('drops what was not asked for the longest when it is full', () => {
    const cache = cacheOf(2);
    cache.set('a', 'A', at(0));
    cache.set('b', 'B', at(0));
    cache.get('a', at(1));
    cache.set('c', 'C', at(1));
    expect(['a', 'b', 'c'].map((name) => cache.get(name, at(2)))).toEqual(['A', undefined, 'C']);
  });

  it('drops everything under a prefix', () => {
    const cache = cacheOf(9);
    for (const name of ['t/p/fields', 't/p/texts', 't/q/fields']) cache.set(name, name, at(0));
    cache.drop('t/p/');
    expect(['t/p/fields', 't/p/texts', 't/q/fields'].map((name) => cache.get(name, at(1)))).toEqual([
      ...[undefined, undefined, 't/q/fields'],
    ]);
  });
});
