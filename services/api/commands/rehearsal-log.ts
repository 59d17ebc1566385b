import {
  type Append,
  type Appended,
  type EventStore,
  type StoredEvent,
  WrongExpectedVersion,
} from '@etapp/event-store';
import { streamName } from '@etapp/kernel';

/**
 * A log that reads like the one beneath it and takes appends in, but keeps them in memory only: what is decided on it is
 * decided as on the real one, and is gone with it. Only streams show what was appended; pages of the log do not.
 */
export const rehearsalLog = (beneath: EventStore): EventStore => {
  const added = new Map<string, readonly StoredEvent[]>();
  const append = async ({ stream, expectedVersion, events, recordedAt }: Append): Promise<Appended> => {
    const name = streamName(stream);
    const standing = [...(await beneath.readStream(stream)), ...(added.get(name) ?? [])];
    if (standing.length !== expectedVersion) throw new WrongExpectedVersion(name, expectedVersion, standing.length);
    const position = await beneath.head();
    const stored = events.map((event, index) => ({
      ...event,
      ...{ stream, version: expectedVersion + index + 1, position, recordedAt },
    }));
    added.set(name, [...(added.get(name) ?? []), ...stored]);
    return { version: expectedVersion + events.length, position, repeated: false };
  };
  return {
    append,
    readStream: async (stream, fromVersion = 1) => {
      const own = added.get(streamName(stream)) ?? [];
      return [
        ...(await beneath.readStream(stream, fromVersion)),
        ...own.filter(({ version }) => version >= fromVersion),
      ];
    },
    readAll: (after, filter, limit) => beneath.readAll(after, filter, limit),
    subscribe: (after, filter, options) => beneath.subscribe(after, filter, options),
    head: () => beneath.head(),
    positionAt: (recordedAt) => beneath.positionAt(recordedAt),
    recordedAfter: (position) => beneath.recordedAfter(position),
    generation: () => beneath.generation(),
    start: beneath.start,
    isNumbered: beneath.isNumbered,
    compare: (a, b) => beneath.compare(a, b),
  };
};
