import type { StoredEvent } from '@etapp/event-store';
import type { PoolClient } from 'pg';

import { clearIdle } from './building-slot.js';
import type { Engine } from './engine.js';
import { requireSameGeneration } from './generation.js';
import { type Lease, LeaseLost, requireLease } from './lease.js';
import { onOneConnection, pause } from './one-connection.js';
import { readAhead, type ReadPage } from './pages.js';
import { slotWriter } from './slot-writer.js';
import { refuseRestoredLog } from './seen-event.js';
import { getLiveSlot, Overtaken } from './slots.js';

/** How a leased projection is kept up to date. */
export type FollowOptions = {
  /** Ends it after the batch in hand. */
  readonly signal: AbortSignal;
  /** Events per transaction while catching up. Default: 1,000. */
  readonly batchSize?: number | undefined;
  /** Hears of each failure before it is tried again, and of the events of the batch in hand, if one was. */
  readonly onTrouble: (error: unknown, events: readonly StoredEvent[]) => void;
};

const defaultBatchSize = 1_000;
const firstRetryMs = 100;
const longestRetryMs = 5_000;

const subscribe = ({ store, projection }: Engine, after: string | null, { signal, batchSize }: FollowOptions) =>
  store.subscribe(
    after ?? store.start,
    { types: projection.types },
    { signal, batchSize: batchSize ?? defaultBatchSize },
  );

/** What a follower works with; `page` while it is being applied, and after it failed. */
type Hands = { readonly client: PoolClient; readonly lease: Lease; readonly applying: { page?: ReadPage | undefined } };

/** Applies pages to the live slot until the signal aborts or the slot is no longer the live one. Throws LeaseLost. */
const followLog = async (engine: Engine, { client, lease, applying }: Hands, options: FollowOptions): Promise<void> => {
  const { store, projection } = engine;
  await requireLease(client, lease);
  const live = await getLiveSlot(client, projection);
  await requireSameGeneration(client, store);
  await refuseRestoredLog({ client, store }, projection, live);
  await clearIdle(client, projection);
  const writer = slotWriter(engine, client, { ...live, lease });
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  try {
    for await (const page of readAhead(engine, subscribe(engine, live.position, { ...options, signal }))) {
      applying.page = page;
      if (store.compare(page.upTo, writer.reached().position ?? store.start) > 0) await writer.apply(page);
      applying.page = undefined;
      if (signal.aborted) return;
    }
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
  } finally {
    stop.abort();
  }
};

/**
 * Keeps a projection up to date under a lease until the signal aborts; whoever gave the lease aborts it when it is lost.
 * A loss that nobody has noticed yet writes nothing, and is waited out like an outage.
 */
export const followLeased = async (engine: Engine, lease: Lease, options: FollowOptions): Promise<void> => {
  const { signal, onTrouble } = options;
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    const applying: Hands['applying'] = {};
    try {
      await onOneConnection(engine.pool, async (client) => {
        while (!signal.aborted) {
          applying.page = undefined;
          await followLog(engine, { client, lease, applying }, options);
          retryMs = firstRetryMs;
        }
      });
    } catch (error) {
      const events = applying.page?.events.map(({ stored }) => stored) ?? [];
      if (!(error instanceof LeaseLost)) onTrouble(error, events);
      await pause(retryMs, signal);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    }
  }
};
