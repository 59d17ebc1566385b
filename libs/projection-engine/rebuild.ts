import type { PoolClient } from 'pg';

import { clearIdle, discardBuilding, startBuilding, switchSlots } from './building-slot.js';
import type { Engine } from './engine.js';
import { requireSameGeneration } from './generation.js';
import { holdsLease, type Lease, LeaseLost } from './lease.js';
import { onOneConnection, pause } from './one-connection.js';
import { logPages, readAhead, type ReadPage } from './pages.js';
import { withRebuildLease } from './rebuild-lease.js';
import { refuseRestoredLog } from './seen-event.js';
import { slotFiller, TakenForGranted } from './slot-filler.js';
import { type SlotWriter, slotWriter } from './slot-writer.js';
import { findSlot, getLiveSlot, type LeasedSlot, LogRestored, Overtaken, type SlotRow } from './slots.js';

/** How far a rebuild is. `done` and `total` are log positions, where the store's positions are numbers. */
export type RebuildProgress = {
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly done: number | undefined;
  readonly total: number | undefined;
};

/** How a projection is rebuilt. */
export type RebuildOptions = {
  /** Ends the work after the batch in hand; the next rebuild goes on from there. */
  readonly signal: AbortSignal;
  /** Events per transaction. Default: 50,000: a row that several of them touch is written once. */
  readonly batchSize?: number;
  /** Events read at a time, at most `batchSize`. Default: 500. */
  readonly pageSize?: number;
  readonly onProgress?: (progress: RebuildProgress) => void;
};

/** How a rebuild ended: readers see the new rows, it was stopped and can be resumed, or somebody cancelled it. */
export type RebuildOutcome = 'switched' | 'stopped' | 'cancelled';

const defaultBatchSize = 50_000;
const defaultPageSize = 500;
const retryMs = 500;

const isIntact = async ({ store, projection }: Engine, client: PoolClient, slot: SlotRow): Promise<boolean> => {
  try {
    await refuseRestoredLog({ client, store }, projection, slot);
    return true;
  } catch (error) {
    if (error instanceof LogRestored) return false;
    throw error;
  }
};

/** What a rebuild has in its hands. */
type Hands = { readonly client: PoolClient; readonly lease: Lease };

/** The slot to fill: what an interrupted rebuild left, or the emptied idle one. Undefined if the signal aborted first. */
const openSlot = async (
  engine: Engine,
  { client, lease }: Hands,
  signal: AbortSignal,
): Promise<LeasedSlot | undefined> => {
  const { projection } = engine;
  await getLiveSlot(client, projection);
  const generation = await requireSameGeneration(client, engine.store);
  while (!signal.aborted) {
    const begun = await findSlot(client, projection, { state: 'building' });
    if (begun !== undefined && (await isIntact(engine, client, begun))) return { ...begun, lease };
    if (begun !== undefined) await discardBuilding(client, projection, lease);
    const began = await startBuilding(client, projection, { startedAt: engine.now(), lease, generation });
    if (!began) await pause(retryMs, signal);
  }
  return undefined;
};

const toNumber = (position: string): number | undefined => {
  const number = Number(position);
  return Number.isSafeInteger(number) ? number : undefined;
};

const meter = ({ store }: Engine, onProgress: RebuildOptions['onProgress'], began: number) => {
  let seen = 0;
  return async (page: ReadPage, events: number): Promise<void> => {
    seen += page.events.length;
    if (onProgress === undefined) return;
    const [done, total] = [toNumber(page.upTo), toNumber(await store.head())];
    onProgress({ events, eventsPerSecond: (seen * 1_000) / (performance.now() - began), done, total });
  };
};

type Writing = { readonly writer: SlotWriter; readonly client: PoolClient };

/** Applies a page; true once readers see the slot. */
const applyAndSwitch = async (engine: Engine, { writer, client }: Writing, page: ReadPage): Promise<boolean> => {
  const { projection, store, onStep } = engine;
  let switched = false;
  await writer.apply(page, async () => {
    if (!page.atHead) return;
    onStep?.('before-switch');
    const built = { slot: writer.reached().slot, position: page.upTo };
    switched = await switchSlots(client, projection, { built, store });
  });
  if (switched) onStep?.('after-switch');
  return switched;
};

type Tell = (page: ReadPage, events: number) => Promise<void>;

/** Reads on from where the writer stands; true once readers see the slot, false when the signal aborted. */
const fillFrom = async (
  engine: Engine,
  { tell, ...writing }: Writing & { readonly tell: Tell },
  { signal, batchSize = defaultBatchSize, pageSize = defaultPageSize }: RebuildOptions,
): Promise<boolean> => {
  const { store, projection } = engine;
  const after = writing.writer.reached().position ?? store.start;
  const reading = { after, types: projection.types, batchSize: Math.min(batchSize, pageSize) };
  for await (const page of readAhead(engine, logPages(store, reading))) {
    if (signal.aborted) return false;
    const switched = await applyAndSwitch(engine, writing, page);
    await tell(page, writing.writer.reached().events);
    if (switched) return true;
  }
  return false;
};

/** Writers for a slot, each taking less for granted than the one before it; the last takes nothing. */
const writers = [
  (engine: Engine, client: PoolClient, filling: { slot: LeasedSlot; batchSize: number }) =>
    slotFiller(engine, client, { ...filling, expectsNew: true }),
  (engine: Engine, client: PoolClient, filling: { slot: LeasedSlot; batchSize: number }) =>
    slotFiller(engine, client, { ...filling, expectsNew: false }),
  (engine: Engine, client: PoolClient, { slot }: { slot: LeasedSlot }) => slotWriter(engine, client, slot),
];

const fill = async (engine: Engine, hands: Hands, options: RebuildOptions): Promise<RebuildOutcome> => {
  const { client, lease } = hands;
  const begun = await openSlot(engine, hands, options.signal);
  if (begun === undefined) return 'stopped';
  const tell = meter(engine, options.onProgress, performance.now());
  const { batchSize = defaultBatchSize } = options;
  let slot = begun;
  for (const writerOf of writers) {
    const writer = writerOf(engine, client, { slot, batchSize });
    try {
      if (!(await fillFrom(engine, { writer, client, tell }, options))) return 'stopped';
      break;
    } catch (error) {
      if (!(error instanceof TakenForGranted)) throw error;
      slot = { ...writer.reached(), lease };
    }
  }
  await clearIdle(client, engine.projection);
  return 'switched';
};

/**
 * Fills the idle slot from the beginning of the log, beside the live one, and lets the two change places when it has
 * caught up, in the transaction of its last batch. Readers are never kept waiting and see the old rows until then. After
 * a crash or a stop, the next call goes on where the last batch ended.
 * @throws RebuildRunning when another rebuild of the projection is under way, wherever it runs.
 * @throws LeaseLost when this process was paused or cut off for so long that another one may have taken over.
 */
export const rebuild = (engine: Engine, options: RebuildOptions): Promise<RebuildOutcome> =>
  withRebuildLease(engine.pool, engine.projection, (lease) =>
    onOneConnection(engine.pool, async (client) => {
      try {
        return await fill(engine, { client, lease }, options);
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
        if (await holdsLease(client, lease)) return 'cancelled';
        throw new LeaseLost(error.message, { cause: error });
      }
    }),
  );

/** Gives up a rebuild, running or interrupted; what readers see stays as it is. True if there was one. */
export const cancelRebuild = async ({ pool, projection }: Pick<Engine, 'pool' | 'projection'>): Promise<boolean> => {
  const client = await pool.connect();
  try {
    const discarded = await discardBuilding(client, projection);
    await clearIdle(client, projection);
    return discarded;
  } finally {
    client.release();
  }
};
