import type { Folded, Kept } from './fold-key.js';
import { loadRows, type SlotTable } from './slot-rows.js';
import { addressOf, type RowKey } from './touched-keys.js';

/** The rows of a slot as far as a writer has seen them. */
export type KnownRows = {
  /** The keys among these that the slot has, by address. */
  readonly load: (keys: readonly RowKey[]) => Promise<ReadonlyMap<string, Kept>>;
  /** Hears of what was written. */
  readonly remember: (folded: readonly Folded[]) => void;
  /** Forgets everything: what was written may have been rolled back. */
  readonly forget: () => void;
};

/** For a slot that others write too: reads the table each time. */
export const readRows = (table: SlotTable): KnownRows => ({
  load: (keys) => loadRows(table, keys),
  remember: () => undefined,
  forget: () => undefined,
});

/** For a slot that nobody else writes: keeps up to `most` rows, those written last, and reads the others. */
export const rememberedRows = (table: SlotTable, most: number): KnownRows => {
  const rows = new Map<string, Kept>();
  return {
    load: async (keys) => {
      const found = new Map(
        await loadRows(
          table,
          keys.filter((key) => !rows.has(addressOf(key))),
        ),
      );
      for (const key of keys) {
        const row = rows.get(addressOf(key));
        if (row !== undefined) found.set(addressOf(key), row);
      }
      return found;
    },
    remember: (folded) => {
      for (const { tenant, key, streams, row, parked } of folded) {
        const address = addressOf({ tenant, key });
        rows.delete(address);
        rows.set(address, { tenant, key, streams, row, parked });
      }
      for (const oldest of rows.keys()) {
        if (rows.size <= most) break;
        rows.delete(oldest);
      }
    },
    forget: () => rows.clear(),
  };
};
