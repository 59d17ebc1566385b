import { canonicalJson } from '@etapp/event-store';
import { parseJson, parseRow, type Projection, type RecordedEvent, rowFromJson, rowToJson } from '@etapp/kernel';
import type { FoldedRows } from '@etapp/projection-engine';

import type { Chance } from '../faults/chance.js';

type Rows = ReadonlyMap<string, string>;

/** Rows as canonical JSON by key; keys whose row was removed are left out. */
export const shownRows = (folded: FoldedRows): Record<string, string> =>
  Object.fromEntries(
    [...folded.values()]
      .flatMap(({ key, row }) => (row === undefined ? [] : [[key, canonicalJson(rowToJson(row))] as const]))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

const applyBatch = (projection: Projection, stored: Rows, batch: readonly RecordedEvent[]): Rows => {
  const rows = new Map([...stored].map(([key, doc]) => [key, parseRow(projection, rowFromJson(parseJson(doc)))]));
  for (const event of batch.filter(({ type }) => projection.types.includes(type))) {
    for (const key of new Set(projection.keysOf(event))) {
      const row = projection.apply(rows.get(key), event, key);
      if (row === null) rows.delete(key);
      else rows.set(key, parseRow(projection, row));
    }
  }
  return new Map([...rows].map(([key, row]) => [key, JSON.stringify(rowToJson(row))]));
};

/** The rows of a history that comes in batches, which are stored and read back in between as a runner does. */
export const foldInBatches = (projection: Projection, history: readonly RecordedEvent[], by: Chance) => {
  let rows: Rows = new Map();
  for (let done = 0; done < history.length;) {
    const size = 1 + by.below(9);
    rows = applyBatch(projection, rows, history.slice(done, done + size));
    done += size;
  }
  const shown = [...rows].map(([key, doc]) => [key, canonicalJson(JSON.parse(doc))] as const);
  return Object.fromEntries(shown.toSorted(([a], [b]) => (a < b ? -1 : 1)));
};
