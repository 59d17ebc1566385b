import type { EventStore, Position, StoredEvent } from '@etapp/event-store';
import type { EventCatalogue } from '@etapp/kernel';
import { requireGeneration } from '@etapp/projection-engine';
import type { ClientBase, Pool } from 'pg';

/** What folding the log into deliveries needs. The pool is of the role `etapp_reminders`. */
export type FollowParts = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly catalogue: EventCatalogue;
  readonly now: () => string;
  /** Days for which what was sent stays on the list. */
  readonly keepDays: number;
};

/** How far a follower has got, held until the end of the transaction. */
export type Held = {
  readonly position: Position;
  /** Nothing recorded before this is put on the list any more: it may have been sent and removed. Instant, UTC. */
  readonly removedBefore: string | undefined;
};

/** The log is shorter than what was folded out of it: it was restored, and somebody must look first. */
export class CheckpointAhead extends Error {
  override readonly name = 'CheckpointAhead';
}

/** Throws CheckpointAhead for a position beyond the log. */
export const requireInLog = async (store: EventStore, position: Position): Promise<void> => {
  const head = await store.head();
  if (store.compare(position, head) > 0) throw new CheckpointAhead(`folded up to ${position}, the log ends at ${head}`);
};

const generations = new WeakMap<EventStore, Promise<string | undefined>>();

/** The log's generation when this process looked first. */
const seenGeneration = (store: EventStore): Promise<string | undefined> => {
  const known = generations.get(store);
  if (known !== undefined) return known;
  const seen = store.generation();
  generations.set(store, seen);
  seen.catch(() => generations.delete(store));
  return seen;
};

/**
 * Throws OtherGeneration where the checkpoints were given to another log since. First in a transaction that moves one: they
 * stay this log's until it ends.
 */
export const requireSameLog = async (client: ClientBase, store: EventStore): Promise<void> =>
  requireGeneration(client, await seenGeneration(store));

/** Events per transaction. */
export const pageSize = 500;

/** Whether what an event led to may have been removed from the list already. */
export const isRemoved = ({ removedBefore }: Pick<Held, 'removedBefore'>, { recordedAt }: StoredEvent): boolean =>
  removedBefore !== undefined && Date.parse(recordedAt) < Date.parse(removedBefore);
