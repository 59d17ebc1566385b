import { parseRow, type RowSource } from '@etapp/kernel';

import type { FoldedRows } from './fold-prefix.js';
import { meets, selectRows } from './query-memory.js';

/** Folded rows by the names of their projections. */
export type FoldedProjections = Readonly<Record<string, FoldedRows>>;

/**
 * Rows that were folded in memory, answering as the tables do. Throws TypeError for what is no query, and for a
 * projection that was not folded.
 */
export const memoryRows = (folded: FoldedProjections): RowSource => {
  const rowsOf = (name: string): FoldedRows => {
    const rows = folded[name];
    if (rows === undefined) throw new TypeError(`${name} was not folded`);
    return rows;
  };
  const present = (name: string) =>
    [...rowsOf(name).values()].flatMap(({ key, row }) => (row === undefined ? [] : [{ key, row }]));
  return {
    find: async (projection, query) =>
      selectRows(projection, present(projection.name), query).map(({ key, row }) => ({
        key,
        row: parseRow(projection, row),
      })),
    get: async (projection, key) => {
      const row = rowsOf(projection.name).get(key)?.row;
      return row === undefined ? undefined : parseRow(projection, row);
    },
    count: async (projection, where) =>
      present(projection.name).filter(({ row }) => meets(projection, where, row)).length,
  };
};
