import type { EventStore } from '@etapp/event-store';
import { parseStreamName, type Projection } from '@etapp/kernel';
import type { ClientBase } from 'pg';

import { LogRestored, type SlotRow } from './slots.js';

/** The newest event that a read model has seen, and where it stood; null before the first. */
export type Seen = {
  readonly seen_stream: string | null;
  readonly seen_version: number | null;
  readonly seen_event: string | null;
};

/**
 * Throws LogRestored where the log has another event at that place, or none: it goes on from an older copy, or is another
 * log. Positions do not tell once it has grown past what was seen of the other. Throws StreamIncomplete where somebody cut the
 * stream, which tells neither.
 */
export const requireSeen = async (
  store: Pick<EventStore, 'readStream'>,
  reader: string,
  { seen_stream: stream, seen_version: version, seen_event: id }: Seen,
): Promise<void> => {
  if (stream === null || version === null || id === null) return;
  const [there] = await store.readStream(parseStreamName(stream), version);
  if (there?.id === id) return;
  throw new LogRestored(
    `${reader} has seen event ${id} as version ${version} of ${stream}, where the log has ${there === undefined ? 'none' : 'another'}: ` +
      'it goes on from an older copy, or is not the log of this database. Name the right one in ETAPP_EVENT_STORE_URL, or see ' +
      '"A log that was put back by itself" in docs/how-to/backup.md',
  );
};

type Reading = { readonly client: ClientBase; readonly store: EventStore };

/** Throws LogRestored when the slot has seen more than the log holds, or another event than the log has at its place. */
export const refuseRestoredLog = async (
  { client, store }: Reading,
  { name, version }: Projection,
  { slot, position }: SlotRow,
): Promise<void> => {
  if (position === null) return;
  const head = await store.head();
  if (store.compare(position, head) > 0)
    throw new LogRestored(`${name} is at ${position}, but the log ends at ${head}: rebuild it`);
  const { rows } = await client.query<Seen>(
    'SELECT seen_stream, seen_version, seen_event FROM engine.slots WHERE (name, version, slot) = ($1, $2, $3)',
    [name, version, slot],
  );
  for (const seen of rows) await requireSeen(store, name, seen);
};
