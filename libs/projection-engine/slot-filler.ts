import type { StoredEvent } from '@etapp/event-store';
import type { PoolClient } from 'pg';

import type { Engine } from './engine.js';
import { type Folded, foldSteps, type Kept, writeRow } from './fold-key.js';
import type { ReadPage } from './pages.js';
import { loadBlockedStreams, recordParked } from './parked.js';
import { rememberedRows } from './remembered-rows.js';
import { insertNew, loadRows, saveRows, type SlotTable } from './slot-rows.js';
import type { SlotWriter } from './slot-writer.js';
import { type LeasedSlot, lockSlot, moveSlot } from './slots.js';
import { addressOf, type Touched, touchedKeys } from './touched-keys.js';
import { inTransaction } from './transaction.js';

/**
 * What a filler took for granted does not hold: a key that it took for new exists, or a row cannot be written. Nothing
 * was written since the checkpoint; what came after it is to be done again by a writer that takes less for granted.
 */
export class TakenForGranted extends Error {
  override readonly name = 'TakenForGranted';
}

/** How a slot is filled. */
export type Filling = {
  /** The slot being built, at its checkpoint. */
  readonly slot: LeasedSlot;
  /** Events per transaction: a row that several of them touch is written once. */
  readonly batchSize: number;
  /** Keys that were not met so far are taken for new, so that they need not be looked up. */
  readonly expectsNew: boolean;
};

/** A row that is folded further than it is written. */
type Pending = Folded & { readonly changed: boolean; readonly isNew: boolean };

// Rows in memory, of which half may wait to be written: both bound what a rebuild holds, however long the log is.
const mostRemembered = 5_000;
const mostPending = 2_500;

const none: ReadonlyMap<string, Kept> = new Map();

/** The rows to write. Throws TakenForGranted. */
const written = ({ projection }: SlotTable, pending: Iterable<Pending>): { fresh: Folded[]; known: Folded[] } => {
  const rows: { fresh: Folded[]; known: Folded[] } = { fresh: [], known: [] };
  for (const row of pending) {
    try {
      const folded = { ...row, written: row.changed ? writeRow(projection, row.row) : undefined };
      (row.isNew ? rows.fresh : rows.known).push(folded);
    } catch (cause) {
      throw new TakenForGranted('a row cannot be written', { cause });
    }
  }
  return rows;
};

/** Folds pages into rows that wait in memory. */
const pendingRows = (table: SlotTable, { slot, expectsNew }: Filling) => {
  const pending = new Map<string, Pending>();
  const remembered = rememberedRows(mostRemembered);
  let blocked: Set<string> | undefined;

  /** Whether a key that is not in memory is certainly not in the table either. */
  const certain = (): boolean => !expectsNew || (slot.position === null && !remembered.forgot());
  const take = (touched: Touched, before: Kept | undefined, waiting: Pending | undefined): Pending => {
    const { tenant, key } = touched;
    const course = foldSteps(table.projection, touched, before);
    // What cannot be folded from nothing may begin in a row that was not looked up.
    if (before === undefined && course.parked && !certain()) throw new TakenForGranted('a key may have begun earlier');
    const folded = { tenant, key, ...course, written: undefined };
    if (waiting === undefined) return { ...folded, isNew: before === undefined };
    const { parking = waiting.parking, changed } = course;
    return { ...folded, parking, changed: changed || waiting.changed, isNew: waiting.isNew };
  };
  return {
    size: () => pending.size,
    values: () => pending.values(),
    fold: async ({ events }: ReadPage): Promise<void> => {
      blocked ??= slot.parked > 0 ? await loadBlockedStreams(table) : new Set<string>();
      const touched = touchedKeys(events, blocked);
      const isUnmet = (address: string): boolean => !pending.has(address) && remembered.find(address) === undefined;
      const unmet = expectsNew ? [] : touched.filter((each) => isUnmet(addressOf(each)));
      const loaded = unmet.length === 0 ? none : await loadRows(table, unmet);
      for (const each of touched) {
        const address = addressOf(each);
        const waiting = pending.get(address);
        pending.set(address, take(each, waiting ?? remembered.find(address) ?? loaded.get(address), waiting));
      }
    },
    settle: (): void => {
      const rows = [...pending.values()];
      remembered.remember(rows.map(({ tenant, key, streams, row, parked }) => ({ tenant, key, streams, row, parked })));
      pending.clear();
    },
  };
};

const saveFolded = async (table: SlotTable, rows: { fresh: Folded[]; known: Folded[] }): Promise<void> => {
  await saveRows(table, rows.known);
  if (rows.fresh.length === 0 || (await insertNew(table, rows.fresh))) return;
  throw new TakenForGranted('a key taken for new exists');
};

/**
 * A writer for a slot that nobody else writes or reads yet, on a connection that the caller holds: rows wait in memory
 * over several pages and are written together, with the checkpoint, in one transaction. A crash costs the work since
 * then and nothing else. Its `apply` throws TakenForGranted and Overtaken; after a throw it must not be used again.
 */
export const slotFiller = (engine: Engine, client: PoolClient, filling: Filling): SlotWriter => {
  const { projection, onStep = () => undefined } = engine;
  const table = { client, projection, slot: filling.slot.slot };
  const rows = pendingRows(table, filling);
  let standing = filling.slot;
  let waiting = 0;
  let seen: StoredEvent | undefined;
  let began = performance.now();

  const writePending = async ({ upTo }: ReadPage, last: () => Promise<void>): Promise<LeasedSlot> => {
    const { parked, events } = await lockSlot(client, projection, standing);
    const { fresh, known } = written(table, rows.values());
    await saveFolded(table, { fresh, known });
    const at = engine.now();
    const newlyParked = await recordParked(table, { folded: [...known, ...fresh], at });
    const move = { position: upTo, events: waiting, newlyParked, seen, batchMs: performance.now() - began, at };
    await moveSlot(client, projection, { slot: table.slot, move });
    await last();
    onStep('rows-applied');
    return { ...standing, position: upTo, events: events + waiting, parked: parked + newlyParked };
  };
  return {
    reached: () => ({ ...standing, events: standing.events + waiting }),
    apply: async (page, last = async () => undefined) => {
      onStep('batch-read');
      await rows.fold(page);
      waiting += page.events.length;
      seen = page.events.at(-1)?.stored ?? seen;
      if (!page.atHead && waiting < filling.batchSize && rows.size() < mostPending) return;
      standing = await inTransaction(client, () => writePending(page, last));
      rows.settle();
      [waiting, began] = [0, performance.now()];
      onStep('committed');
    },
  };
};
