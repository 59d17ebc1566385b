import type { Projection } from '@etapp/kernel';
import type { PoolClient } from 'pg';

import type { Batch, Engine } from './engine.js';
import { foldKey, type Folded, type Parking } from './fold-key.js';
import type { ReadPage } from './pages.js';
import { loadBlockedStreams, recordParked } from './parked.js';
import { insertNew, loadRows, saveRows, type SlotTable } from './slot-rows.js';
import { type LeasedSlot, lockSlot, moveSlot, type SlotRow } from './slots.js';
import { addressOf, type Touched, touchedKeys } from './touched-keys.js';
import { inTransaction } from './transaction.js';

/** Applies pages to one slot, one transaction each. */
export type SlotWriter = {
  /**
   * Folds a page into the rows and moves the checkpoint, in one transaction; `last` runs at its end, inside it.
   * Throws Overtaken when the checkpoint is not where this writer left it, or its lease is lost.
   */
  apply(page: ReadPage, last?: () => Promise<void>): Promise<void>;
  /** The slot after the last page. */
  reached(): SlotRow;
};

/** What a writer knows of a slot; `fresh`: keys are expected to be new. */
type Knowledge = { fresh: boolean };

/** Folds keys that should be new without loading them. False, and nothing is written, if one of them is not. */
const writeNew = async (table: SlotTable, touched: readonly Touched[]): Promise<boolean> => {
  const folded = touched.map((item) => foldKey(table.projection, item, undefined));
  // What cannot be folded from nothing may begin in an earlier batch.
  return folded.every(({ parked }) => !parked) && insertNew(table, folded);
};

/** Writes what a batch makes of its keys. Gives those that it folded with their rows at hand; only they can be parked. */
const writeRows = async (
  table: SlotTable,
  touched: readonly Touched[],
  knowledge: Knowledge,
): Promise<readonly Folded[]> => {
  if (touched.length === 0) return [];
  if (knowledge.fresh && (await writeNew(table, touched))) return [];
  const loaded = await loadRows(table, touched);
  knowledge.fresh = loaded.size === 0;
  const folded = touched.map((item) => foldKey(table.projection, item, loaded.get(addressOf(item))));
  await saveRows(table, folded);
  return folded;
};

const told = ({ name }: Projection, { events }: ReadPage, startedAt: number): Omit<Batch, 'parkings'> => ({
  ...{ projection: name, events: events.map(({ stored }) => stored) },
  ...{ startedAt, seconds: (performance.now() - startedAt) / 1_000 },
});

/** A writer for a slot, on a connection that the caller holds: each page is a transaction. */
export const slotWriter = (engine: Engine, client: PoolClient, slot: LeasedSlot): SlotWriter => {
  const { projection, onStep = () => undefined, onBatch } = engine;
  const table = { client, projection, slot: slot.slot };
  const knowledge = { fresh: slot.position === null };
  let standing = slot;
  let parkings: readonly Parking[] = [];

  const applyPage = async (page: ReadPage, last: () => Promise<void>): Promise<LeasedSlot> => {
    const began = performance.now();
    const { parked, events } = await lockSlot(client, projection, standing);
    const blocked = parked > 0 ? await loadBlockedStreams(table) : new Set<string>();
    const folded = await writeRows(table, touchedKeys(page.events, blocked), knowledge);
    parkings = folded.flatMap(({ parking }) => parking ?? []);
    const at = engine.now();
    const newlyParked = await recordParked(table, { folded, at });
    const batchMs = performance.now() - began;
    const seen = page.events.at(-1)?.stored;
    const move = { position: page.upTo, events: page.events.length, newlyParked, seen, batchMs, at };
    await moveSlot(client, projection, { slot: slot.slot, move });
    await last();
    onStep('rows-applied');
    return { ...standing, position: page.upTo, events: events + page.events.length, parked: parked + newlyParked };
  };
  return {
    reached: () => standing,
    apply: async (page, last = async () => undefined) => {
      onStep('batch-read');
      const [startedAt, before] = [performance.now(), standing];
      standing = await inTransaction(client, () => applyPage(page, last));
      onStep('committed');
      if (onBatch === undefined || before.state !== 'live') return;
      onBatch({ ...told(projection, page, startedAt), parkings });
    },
  };
};
