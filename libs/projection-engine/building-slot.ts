import type { EventStore } from '@etapp/event-store';
import type { Projection } from '@etapp/kernel';
import type { ClientBase } from 'pg';

import { requireGeneration } from './generation.js';
import { type Lease, lockLease } from './lease.js';
import { findSlot, getLiveSlot, type SlotRow } from './slots.js';
import { tableOf } from './tables.js';
import { inTransaction } from './transaction.js';

// Readers of either slot queue behind a waiting TRUNCATE, so it waits this long at most.
const lockTimeout = '50ms';

const isLockTimeout = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '55P03';

const emptySlot = async (client: ClientBase, projection: Projection, { slot }: SlotRow): Promise<void> => {
  const { name, version } = projection;
  await client.query(`SET LOCAL lock_timeout = '${lockTimeout}'; TRUNCATE ${tableOf(projection, slot)}`);
  await client.query('DELETE FROM engine.parked WHERE name = $1 AND version = $2 AND slot = $3', [name, version, slot]);
  await client.query(
    `UPDATE engine.slots SET position = NULL, events = 0, parked = 0, batch_ms = NULL, moved_at = NULL, started_at = NULL,
       seen_stream = NULL, seen_version = NULL, seen_event = NULL
     WHERE name = $1 AND version = $2 AND slot = $3`,
    [name, version, slot],
  );
};

const setState = async (
  client: ClientBase,
  { name, version }: Projection,
  { slot, state, startedAt }: Pick<SlotRow, 'slot' | 'state'> & { startedAt?: string },
): Promise<void> => {
  await client.query(
    `UPDATE engine.slots SET state = $4, started_at = coalesce($5, started_at)
     WHERE name = $1 AND version = $2 AND slot = $3`,
    [name, version, slot, state, startedAt ?? null],
  );
};

/** What a rebuild begins with: its time, its right to write, and the generation of the log that it reads. */
type Beginning = { readonly startedAt: string; readonly lease: Lease; readonly generation: string | undefined };

/**
 * Empties the idle slot and makes it the one being built. False if a reader's transaction is in the way: readers hold
 * both slots until they end, so that none of them sees a slot emptied under its snapshot. Throws LeaseLost and
 * OtherGeneration; a change of generation after it gives the slot up, which its next batch sees.
 */
export const startBuilding = async (
  client: ClientBase,
  projection: Projection,
  { startedAt, lease, generation }: Beginning,
): Promise<boolean> => {
  try {
    await inTransaction(client, async () => {
      await requireGeneration(client, generation);
      await lockLease(client, lease);
      const idle = await findSlot(client, projection, { state: 'idle', lock: true });
      if (idle === undefined) return;
      await emptySlot(client, projection, idle);
      await setState(client, projection, { slot: idle.slot, state: 'building', startedAt });
    });
    return true;
  } catch (error) {
    if (isLockTimeout(error)) return false;
    throw error;
  }
};

/**
 * Gives up the slot being built, its rows with it. True if there was one. A rebuild does so under its lease, or throws
 * LeaseLost; whoever cancels one needs none.
 */
export const discardBuilding = async (client: ClientBase, projection: Projection, lease?: Lease): Promise<boolean> =>
  inTransaction(client, async () => {
    if (lease !== undefined) await lockLease(client, lease);
    const building = await findSlot(client, projection, { state: 'building', lock: true });
    if (building === undefined) return false;
    await setState(client, projection, { slot: building.slot, state: 'idle' });
    return true;
  });

/** Empties the idle slot, so that no former rows outlive an erasure. False if a reader's transaction is in the way. */
export const clearIdle = async (client: ClientBase, projection: Projection): Promise<boolean> => {
  try {
    await inTransaction(client, async () => {
      const idle = await findSlot(client, projection, { state: 'idle', lock: true });
      if (idle !== undefined && idle.position !== null) await emptySlot(client, projection, idle);
    });
    return true;
  } catch (error) {
    if (isLockTimeout(error)) return false;
    throw error;
  }
};

/**
 * Makes the built slot live and the live one idle, within the transaction of its last batch. Not before it has seen all
 * that the live one has seen, or a reader would go back in time; a live checkpoint that the log never held is no bar.
 */
export const switchSlots = async (
  client: ClientBase,
  projection: Projection,
  { built, store }: { built: { readonly slot: SlotRow['slot']; readonly position: string }; store: EventStore },
): Promise<boolean> => {
  // Waits for a batch of the live runner, whose next one then finds its slot idle.
  const live = await getLiveSlot(client, projection, true);
  const ahead = live.position !== null && store.compare(live.position, built.position) > 0;
  if (ahead && store.compare(live.position, await store.head()) <= 0) return false;
  await setState(client, projection, { slot: live.slot, state: 'idle' });
  await setState(client, projection, { slot: built.slot, state: 'live' });
  await client.query(`SELECT pg_notify('etapp_projection', $1)`, [projection.name]);
  return true;
};
