import { comparePlaces } from './paging.js';

/**
 * A share in percent with one decimal, half rounded up, from whole numbers; undefined of nothing. Method: figures are
 * computed as `floor((2000a + b) / (2b)) / 10`, so that no binary fraction decides a rounding.
 */
export const shareOf = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : Math.floor((2000 * part + whole) / (2 * whole)) / 10;

/** The median of whole numbers, the mean of the two in the middle of an even count; undefined of nothing. */
export const medianOf = (values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [below, above] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return below === undefined || above === undefined ? undefined : (below + above) / 2;
};

/** A list by a key of its items, in the order of the keys; those without a key last. */
export const groupBy = <T, K extends string | undefined>(
  items: readonly T[],
  keyOf: (item: T) => K,
): readonly (readonly [key: K, items: readonly T[]])[] => {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups].toSorted(([a], [b]) => comparePlaces([a ?? null], [b ?? null]));
};
