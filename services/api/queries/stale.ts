import type { Snapshot } from '@etapp/projection-engine';

/** A stream is parked as a whole where an event of it did not tell its keys: `stream:case-<tenant>.<id>`. */
const idOfKey = (key: string): string => (key.startsWith('stream:') ? key.slice(key.lastIndexOf('.') + 1) : key);

/** The ids whose rows, in any read model that was asked, stopped following the log. */
const parkedIds = (parked: Snapshot['parked']): ReadonlySet<string> =>
  new Set(Object.values(parked).flatMap((keys) => [...keys].map(idOfKey)));

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The ids that an item names, itself or in a part of it such as its person. */
const names = (item: object, ids: ReadonlySet<string>, depth = 1): boolean =>
  Object.values(item).some((value: unknown) => {
    if (typeof value === 'string') return ids.has(value);
    return depth > 0 && isObject(value) && names(value, ids, depth - 1);
  });

/**
 * Marks what rests on a parked row as stale: the row is as it was before the event that could not be folded. Ids are
 * unique among all read models, so an item is stale if it names one that is parked anywhere; whatever the read model,
 * this is the one place that says so.
 */
export const markStale = <T>(item: T, parked: Snapshot['parked']): T => {
  const ids = parkedIds(parked);
  if (ids.size === 0 || !isObject(item) || !names(item, ids)) return item;
  return { ...item, stale: true };
};
