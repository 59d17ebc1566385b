import type { PoolClient } from 'pg';

import type { Engine } from './engine.js';
import { foldKey, type Folded, type Kept } from './fold-key.js';
import type { ReadPage } from './pages.js';
import { loadBlockedStreams, recordParked } from './parked.js';
import { insertNew, loadRows, saveRows, type SlotTable } from './slot-rows.js';
import { lockSlot, moveSlot, type SlotRow } from './slots.js';
import { addressOf, type Touched, touchedKeys } from './touched-keys.js';
import { inTransaction } from './transaction.js';

/** Applies pages to one slot, one transaction each. */
export type SlotWriter = {
  /**
   * Folds a page into the rows and moves the checkpoint, in one transaction; `last` runs at its end, inside it.
   * Throws Overtaken when the checkpoint is not where this writer left it.
   */
  apply(page: ReadPage, last?: () => Promise<void>): Promise<void>;
  /** The slot after the last page. */
  reached(): SlotRow;
};

// Expecting new keys pays while few of them turn out to exist.
const fewExisting = 0.1;

type Expectation = { fresh: boolean };

/** Folds keys that should be new without loading them. Gives back those that exist, and those that cannot begin here. */
const writeNew = async (table: SlotTable, touched: readonly Touched[]) => {
  const folded = touched.map((item) => ({ item, folded: foldKey(table.projection, item, undefined) }));
  const [stuck, fresh] = [folded.filter((each) => each.folded.parked), folded.filter((each) => !each.folded.parked)];
  const existing = await insertNew(
    table,
    fresh.map((each) => each.folded),
  );
  const rest = folded.filter(({ item, folded: { parked } }) => parked || existing.has(addressOf(item)));
  const loaded = await loadRows(
    table,
    stuck.map(({ item }) => item),
  );
  return { rest: rest.map(({ item }) => item), loaded: new Map([...existing, ...loaded]) };
};

const writeKnown = async (
  table: SlotTable,
  touched: readonly Touched[],
  loaded: ReadonlyMap<string, Kept>,
): Promise<readonly Folded[]> => {
  const folded = touched.map((item) => foldKey(table.projection, item, loaded.get(addressOf(item))));
  await saveRows(table, folded);
  return folded;
};

/** Writes what a batch makes of its keys. Gives the keys that it parked. */
const writeRows = async (table: SlotTable, touched: readonly Touched[], expectation: Expectation) => {
  if (!expectation.fresh) {
    const loaded = await loadRows(table, touched);
    expectation.fresh = loaded.size < touched.length * fewExisting;
    return writeKnown(table, touched, loaded);
  }
  const { rest, loaded } = await writeNew(table, touched);
  expectation.fresh = rest.length <= touched.length * fewExisting;
  return writeKnown(table, rest, loaded);
};

/** A writer for a slot, on a connection that the caller holds. */
export const slotWriter = (engine: Engine, client: PoolClient, slot: SlotRow): SlotWriter => {
  const { projection, onStep = () => undefined } = engine;
  const table = { client, projection, slot: slot.slot };
  const expectation = { fresh: slot.position === null };
  let standing = slot;

  const applyPage = async (page: ReadPage, last: () => Promise<void>): Promise<SlotRow> => {
    const began = performance.now();
    const { parked, events } = await lockSlot(client, projection, standing);
    const blocked = parked > 0 ? await loadBlockedStreams(table) : new Set<string>();
    const folded = await writeRows(table, touchedKeys(page.events, blocked), expectation);
    const at = engine.now();
    const newlyParked = await recordParked(table, { folded, at });
    const batchMs = performance.now() - began;
    const move = { position: page.upTo, events: page.events.length, newlyParked, batchMs, at };
    await moveSlot(client, projection, { slot: slot.slot, move });
    await last();
    onStep('rows-applied');
    return { ...standing, position: page.upTo, events: events + page.events.length, parked: parked + newlyParked };
  };
  return {
    reached: () => standing,
    apply: async (page, last = async () => undefined) => {
      onStep('batch-read');
      standing = await inTransaction(client, () => applyPage(page, last));
      onStep('committed');
    },
  };
};
