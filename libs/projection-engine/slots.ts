import type { Position, StoredEvent } from '@etapp/event-store';
import { type Projection, streamName } from '@etapp/kernel';
import type { ClientBase } from 'pg';

import type { Lease } from './lease.js';
import type { Slot } from './tables.js';

/** What a slot is for just now. */
export type SlotState = 'live' | 'building' | 'idle';

/** One of the two tables with its checkpoint; position null: before every event. */
export type SlotRow = {
  readonly slot: Slot;
  readonly state: SlotState;
  readonly position: Position | null;
  readonly events: number;
  readonly parked: number;
};

/** Another runner, a rebuild or a cancellation was first: this slot is not where, or what, it was thought to be, or not ours. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/**
 * The log lacks what was seen of it: it ends before a checkpoint, or has another event where one was seen. It was restored
 * from an older copy (rebuild the projection), or is another log.
 */
export class LogRestored extends Error {
  override readonly name = 'LogRestored';
}

/** The tables are missing: `installProjections` has not run. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
}

const columns = 'slot, state, position, events::float8 AS events, parked';

/** The slots of a projection version that are in this state, locked until the transaction ends if asked. */
export const findSlot = async (
  client: ClientBase,
  { name, version }: Projection,
  { state, lock = false }: { state: SlotState; lock?: boolean },
): Promise<SlotRow | undefined> => {
  const { rows } = await client.query<SlotRow>(
    `SELECT ${columns} FROM engine.slots WHERE name = $1 AND version = $2 AND state = $3
     ORDER BY slot LIMIT 1 ${lock ? 'FOR NO KEY UPDATE' : ''}`,
    [name, version, state],
  );
  return rows[0];
};

/** The live slot. Throws NotInstalled. */
export const getLiveSlot = async (client: ClientBase, projection: Projection, lock = false): Promise<SlotRow> => {
  const live = await findSlot(client, projection, { state: 'live', lock });
  if (live === undefined) throw new NotInstalled(`${projection.name} version ${projection.version} has no tables`);
  return live;
};

/** A slot, and the right to write it. */
export type LeasedSlot = SlotRow & { readonly lease: Lease };

/**
 * Locks a slot if it still is what it was thought to be and the lease on it is still held, and gives its newest row. Nobody
 * takes the lease before the transaction ends. Throws Overtaken.
 */
export const lockSlot = async (
  client: ClientBase,
  { name, version }: Projection,
  { lease, ...expected }: LeasedSlot,
): Promise<SlotRow> => {
  // Named here and below, so that the server plans once a connection what every batch sends, however small.
  const { rows } = await client.query<SlotRow>({
    name: 'lock-slot',
    text: `SELECT s.slot, s.state, s.position, s.events::float8 AS events, s.parked FROM engine.slots s
     JOIN engine.leases l ON (l.name, l.version, l.work, l.holder, l.token) = (s.name, s.version, $6, $7, $8)
     JOIN engine.living r ON r.id = l.holder
     WHERE s.name = $1 AND s.version = $2 AND s.slot = $3 AND s.state = $4 AND s.position IS NOT DISTINCT FROM $5
     FOR NO KEY UPDATE OF s, l`,
    values: [name, version, expected.slot, expected.state, expected.position, lease.work, lease.holder, lease.token],
  });
  const [row] = rows;
  if (row === undefined) throw new Overtaken(`${name} version ${version}, slot ${expected.slot}`);
  return row;
};

/** What a batch did to a slot. */
export type Move = {
  readonly position: Position;
  readonly events: number;
  readonly newlyParked: number;
  /** The newest event of the batch; undefined where it has none. */
  readonly seen: StoredEvent | undefined;
  readonly batchMs: number;
  /** The clock port's time. */
  readonly at: string;
};

/** Moves a locked slot's checkpoint, and tells who waits for the live one. */
export const moveSlot = async (
  client: ClientBase,
  { name, version }: Projection,
  { slot, move }: { slot: Slot; move: Move },
): Promise<void> => {
  const { position, events, newlyParked, seen, batchMs, at } = move;
  await client.query({
    name: 'move-slot',
    text: `WITH moved AS (
       UPDATE engine.slots SET position = $4, events = events + $5, parked = parked + $6, batch_ms = $7, moved_at = $8,
         seen_stream = coalesce($9, seen_stream), seen_version = coalesce($10, seen_version), seen_event = coalesce($11, seen_event)
       WHERE name = $1 AND version = $2 AND slot = $3 RETURNING name, state)
     SELECT pg_notify('etapp_projection', name) FROM moved WHERE state = 'live'`,
    values: [
      ...[name, version, slot, position, events, newlyParked, Math.round(batchMs), at],
      ...[seen && streamName(seen.stream), seen?.version, seen?.id],
    ],
  });
};
