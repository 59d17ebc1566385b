import type { EventStore, Position } from '@etapp/event-store';
import type { ClientBase, Pool } from 'pg';

import { requireSameGeneration } from './generation.js';
import { requireSeen, type Seen } from './seen-event.js';
import { LogRestored } from './slots.js';

type Place = Seen & { readonly reader: string; readonly position: Position };

/** Named in an error; more would only repeat it. */
const mostNamed = 3;

const restored = (head: Position, ahead: readonly Place[]): LogRestored => {
  const named = ahead.slice(0, mostNamed).map(({ reader, position }) => `${reader} is at ${position}`);
  const more = ahead.length > mostNamed ? ` (and ${ahead.length - mostNamed} more)` : '';
  return new LogRestored(
    `The log ends at ${head}, but ${named.join(', ')}${more}: it is an older copy, or not the log of this ` +
      'database. Name the right one in ETAPP_EVENT_STORE_URL, or see "a log that was put back" in docs/how-to/backup.md',
  );
};

type Log = Pick<EventStore, 'head' | 'compare' | 'readStream'>;

/** Throws LogRestored while what follows the log has read more than it holds, or another event than it has at its place. */
const requireWholeLog = async (client: ClientBase | Pool, store: Log): Promise<void> => {
  // Before the head, which only rises: a place that is read now was in the log before.
  const { rows } = await client.query<Place>('SELECT * FROM app.places_in_log ORDER BY reader, position');
  const head = await store.head();
  // A place that is none of this kind of log compares with nothing.
  const ahead = rows.filter(({ position }) => !(store.compare(position, head) <= 0));
  if (ahead.length > 0) throw restored(head, ahead);
  const seen = rows.filter(({ seen_event: id }) => id !== null);
  const [newest] = seen.toSorted((a, b) => store.compare(b.position, a.position));
  if (newest !== undefined) await requireSeen(store, newest.reader, newest);
};

/**
 * Makes sure that a log is the one that this database was made of, and all of it: of the same generation, and nothing that
 * follows it (read models, agenda, letters, webhooks) is ahead of it, and the newest event of a read model stands where it was
 * seen. Two short questions to the database and three to the log.
 * The client is of any role that follows the log. Throws OtherGeneration, LogRestored, and what database and store throw.
 */
export const requireOwnLog = async (
  client: ClientBase | Pool,
  store: Pick<EventStore, 'generation'> & Log,
): Promise<void> => {
  await requireSameGeneration(client, store);
  await requireWholeLog(client, store);
};
