import type { EventStore, Position } from '@etapp/event-store';
import type { EventCatalogue } from '@etapp/kernel';
import type { Pool } from 'pg';

/** What folding the log into deliveries needs. The pool is of the role `etapp_reminders`. */
export type FollowParts = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly catalogue: EventCatalogue;
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

/** Events per transaction. */
export const pageSize = 500;
