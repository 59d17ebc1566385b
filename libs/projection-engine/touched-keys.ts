import { type ReadEvent, streamKey } from './read-event.js';

/** A row's address. */
export type RowKey = { readonly tenant: string; readonly key: string };

/** What happens to one key in one batch, in log order. */
export type Touched = RowKey & { readonly steps: Step[] };

/** One event as one key meets it. */
export type Step = Pick<ReadEvent, 'stored' | 'stream' | 'outcome'>;

/** An earlier event of the stream does not tell its keys, so that none of the later ones may be applied. */
class EarlierEventUnreadable extends Error {
  override readonly name = 'EarlierEventUnreadable';
}

/** One text per address, for maps. */
export const addressOf = ({ tenant, key }: RowKey): string => `${tenant}/${key}`;

const keysOf = ({ keys, stream }: ReadEvent): readonly string[] => keys ?? [streamKey(stream)];

/**
 * Groups events by tenant and key. The tenant comes from the event's stream, never from the fold. `blocked` holds the
 * streams with an earlier event of unknown keys, and learns of new ones.
 */
export const touchedKeys = (events: readonly ReadEvent[], blocked: Set<string>): Touched[] => {
  const touched = new Map<string, Touched>();
  for (const event of events) {
    const { tenant } = event.stored.stream;
    const barred = blocked.has(event.stream);
    const step = barred
      ? { ...event, outcome: { error: new EarlierEventUnreadable(`${event.stream} is parked`) } }
      : event;
    if (event.keys === undefined) blocked.add(event.stream);
    for (const key of keysOf(event)) {
      const address = addressOf({ tenant, key });
      const found = touched.get(address);
      if (found === undefined) touched.set(address, { tenant, key, steps: [step] });
      else found.steps.push(step);
    }
  }
  return [...touched.values()];
};
