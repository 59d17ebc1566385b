import type { Kept } from './fold-key.js';
import { addressOf } from './touched-keys.js';

/** Rows that a writer has written and need not read again, by address. */
export type RememberedRows = {
  readonly find: (address: string) => Kept | undefined;
  readonly remember: (rows: Iterable<Kept>) => void;
  /** True once rows were forgotten: a key that is not found may be in the table. */
  readonly forgot: () => boolean;
};

/** Keeps up to `most` rows, those written last. */
export const rememberedRows = (most: number): RememberedRows => {
  const known = new Map<string, Kept>();
  let forgot = false;
  const forgetOldest = (): void => {
    for (const oldest of known.keys()) {
      if (known.size <= most) return;
      known.delete(oldest);
      forgot = true;
    }
  };
  return {
    find: (address) => known.get(address),
    remember: (rows) => {
      for (const row of rows) {
        const address = addressOf(row);
        known.delete(address);
        known.set(address, row);
      }
      forgetOldest();
    },
    forgot: () => forgot,
  };
};
