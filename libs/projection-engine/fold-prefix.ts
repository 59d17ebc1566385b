import type { EventStore, Position } from '@etapp/event-store';

import { foldKey, type Kept, type Parking } from './fold-key.js';
import { type Fold, readEvent } from './read-event.js';
import { touchedKeys } from './touched-keys.js';

/** Which part of the log: one municipality's events up to a position (inclusive). */
export type Prefix = { readonly tenant: string; readonly upTo: Position };

/** Rows folded in memory: by key, with those that are parked. */
export type FoldedRows = ReadonlyMap<string, Kept & { readonly parking?: Parking | undefined }>;

const pageSize = 2_000;

/**
 * Folds a projection up to a position, by the same functions that fill its tables: the rows that the tables had, or
 * would have had, when their checkpoint was there.
 */
export const foldPrefix = async (
  store: EventStore,
  { catalogue, projection }: Fold,
  { tenant, upTo }: Prefix,
): Promise<FoldedRows> => {
  const rows = new Map<string, Kept & { parking?: Parking | undefined }>();
  const blocked = new Set<string>();
  let after = store.start;
  for (let done = false; !done;) {
    const page = await store.readAll(after, { tenant, types: projection.types }, pageSize);
    const inside = page.events.filter(({ position }) => store.compare(position, upTo) <= 0);
    const read = inside.flatMap((stored) => readEvent({ catalogue, projection }, stored) ?? []);
    for (const touched of touchedKeys(read, blocked)) {
      const before = rows.get(touched.key);
      const { parking = before?.parking, ...kept } = foldKey(projection, touched, before);
      rows.set(touched.key, { ...kept, parking });
    }
    after = page.upTo;
    done = page.atHead || inside.length < page.events.length || store.compare(after, upTo) >= 0;
  }
  return rows;
};
