import type { Append, LogKind, NewStoredEvent, StoredEvent } from '@etapp/event-store';
import { streamName } from '@etapp/kernel';

/** A run of events of one stream that are written together. */
type Growing = Omit<Append, 'events'> & { events: [NewStoredEvent, ...NewStoredEvent[]]; characters: number };

/** A node takes one mebibyte in an append unless it was told otherwise. */
const mostInRun = { events: 100, characters: 250_000 };

/**
 * Appends that may be handed over together. In PostgreSQL those of a window, if no stream comes twice, are one statement:
 * in their order, all or none, so that a window whose answer was lost can be handed over again. EventStoreDB keeps no order
 * among streams, so there each append is waited for.
 */
const mostTogether: Readonly<Record<LogKind, number>> = { postgresql: 400, eventstoredb: 1 };
/** Within what the store puts into one batch. */
const mostInWindow = { events: 400, characters: 700_000 };

const bare = ({ id, type, header, data, link }: StoredEvent): NewStoredEvent => ({ id, type, header, data, link });
const lengthOf = ({ header, data }: StoredEvent): number => header.length + data.length;

const runOf = (event: StoredEvent): Growing => {
  const { stream, version, recordedAt } = event;
  return { stream, expectedVersion: version - 1, recordedAt, events: [bare(event)], characters: lengthOf(event) };
};

/** Events of one decision stand side by side: one stream, one recorded time. */
const takesIn = ({ stream, recordedAt, events, characters }: Growing, event: StoredEvent): boolean =>
  recordedAt === event.recordedAt &&
  events.length < mostInRun.events &&
  characters + lengthOf(event) <= mostInRun.characters &&
  streamName(stream) === streamName(event.stream);

/** Puts an event into a run, if it goes there. */
const extended = (run: Growing | undefined, event: StoredEvent): boolean => {
  if (run === undefined || !takesIn(run, event)) return false;
  run.events.push(bare(event));
  run.characters += lengthOf(event);
  return true;
};

const sumOf = (window: readonly Growing[], of: (run: Growing) => number): number =>
  window.reduce((sum, run) => sum + of(run), 0);

/** An empty window has room for any event, however long. */
const hasRoom = (window: readonly Growing[], event: StoredEvent): boolean =>
  window.length === 0 ||
  (sumOf(window, ({ events }) => events.length) < mostInWindow.events &&
    sumOf(window, ({ characters }) => characters) + lengthOf(event) <= mostInWindow.characters);

const toAppend = ({ stream, expectedVersion, events, recordedAt }: Growing): Append => ({
  ...{ stream, expectedVersion, events, recordedAt },
});

/** Cuts events into windows of appends that a log of this kind writes in their order. */
export async function* appendWindows(
  events: AsyncIterable<StoredEvent>,
  kind: LogKind,
): AsyncGenerator<readonly Append[]> {
  let window: Growing[] = [];
  let streams = new Set<string>();
  for await (const event of events) {
    const fits = hasRoom(window, event);
    if (fits && extended(window.at(-1), event)) continue;
    const name = streamName(event.stream);
    if (!fits || streams.has(name) || window.length === mostTogether[kind]) {
      yield window.map(toAppend);
      [window, streams] = [[], new Set()];
    }
    window.push(runOf(event));
    streams.add(name);
  }
  if (window.length > 0) yield window.map(toAppend);
}
