import type { PoolClient } from 'pg';

import { clearIdle } from './building-slot.js';
import type { Engine } from './engine.js';
import { pause, withLease } from './lease.js';
import { readAhead } from './pages.js';
import { slotWriter } from './slot-writer.js';
import { getLiveSlot, LogRestored, NotInstalled, Overtaken, refuseRestoredLog } from './slots.js';

/** How a projection is kept up to date. */
export type RunOptions = {
  /** Ends the run after the batch in hand. */
  readonly signal: AbortSignal;
  /** Events per transaction while catching up. Default: 1,000. */
  readonly batchSize?: number;
  /** Hears of each failure before it is tried again. */
  readonly onTrouble: (error: unknown) => void;
};

const defaultBatchSize = 1_000;
const firstRetryMs = 100;
const longestRetryMs = 5_000;

const subscribe = ({ store, projection }: Engine, after: string | null, { signal, batchSize }: RunOptions) =>
  store.subscribe(
    after ?? store.start,
    { types: projection.types },
    { signal, batchSize: batchSize ?? defaultBatchSize },
  );

/** Applies pages to the live slot until the signal aborts or the slot is no longer the live one. */
const followLog = async (engine: Engine, client: PoolClient, options: RunOptions): Promise<void> => {
  const { store, projection } = engine;
  const live = await getLiveSlot(client, projection);
  await refuseRestoredLog(store, projection, live);
  await clearIdle(client, projection);
  const writer = slotWriter(engine, client, live);
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  try {
    for await (const page of readAhead(engine, subscribe(engine, live.position, { ...options, signal }))) {
      if (store.compare(page.upTo, writer.reached().position ?? store.start) > 0) await writer.apply(page);
      if (signal.aborted) return;
    }
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
  } finally {
    stop.abort();
  }
};

const isFinal = (error: unknown): boolean => error instanceof LogRestored || error instanceof NotInstalled;

/**
 * Keeps a projection's rows equal to the fold of the log until the signal aborts: rows and checkpoint move in one
 * transaction, a key whose fold throws is parked, an outage is waited out. A second runner waits for the first.
 * @throws LogRestored when the checkpoint is ahead of the log: the projection must be rebuilt.
 * @throws NotInstalled when its tables are missing.
 */
export const runProjection = async (engine: Engine, options: RunOptions): Promise<void> => {
  const { signal } = options;
  const { name, version } = engine.projection;
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    try {
      await withLease({ pool: engine.pool, name: `projection ${name} ${version}`, signal }, async (client) => {
        while (!signal.aborted) {
          await followLog(engine, client, options);
          retryMs = firstRetryMs;
        }
      });
    } catch (error) {
      if (isFinal(error)) throw error;
      options.onTrouble(error);
      await pause(retryMs, signal);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    }
  }
};
