import type { Append, EventStore, NewStoredEvent, Position, StoredEvent } from '@etapp/event-store';
import { streamName } from '@etapp/kernel';

import { chains, type Finding } from '../verify/check-log.js';
import { OtherLog, readLogFile } from './log-file.js';

/** What a file holds, and what does not fit in it. */
export type FileReport = {
  readonly events: number;
  readonly streams: number;
  readonly position: Position | undefined;
  readonly recordedAt: string | undefined;
  readonly findings: readonly Finding[];
};

/** Examines every line of a file and the chain of every stream in it. Throws BrokenFile. */
export const examineLogFile = async (file: string): Promise<FileReport> => {
  const { heads, findings, follow } = chains();
  let events = 0;
  let last: StoredEvent | undefined;
  for await (const event of readLogFile(file)) {
    follow(event);
    events += 1;
    last = event;
  }
  return { events, streams: heads.size, position: last?.position, recordedAt: last?.recordedAt, findings };
};

/** The log put an event elsewhere than it stood: somebody else wrote to it meanwhile. */
class OtherPlace extends Error {
  override readonly name = 'OtherPlace';
}

type Run = { readonly append: Append; readonly position: Position };

const withoutPlace = ({ id, type, header, data, link }: StoredEvent): NewStoredEvent => ({
  ...{ id, type, header, data, link },
});

/** Events of one decision stand side by side: one stream, one recorded time. */
const continues = ({ append }: Run, { stream, recordedAt }: StoredEvent): boolean =>
  append.recordedAt === recordedAt && streamName(append.stream) === streamName(stream);

const runOf = (event: StoredEvent): Run => ({
  append: {
    stream: event.stream,
    expectedVersion: event.version - 1,
    events: [withoutPlace(event)],
    recordedAt: event.recordedAt,
  },
  position: event.position,
});

const longer = ({ append }: Run, event: StoredEvent): Run => ({
  append: { ...append, events: [...append.events, withoutPlace(event)] },
  position: event.position,
});

const windowEvents = 500;

/**
 * Cuts the events into windows of appends. Within a window no stream comes twice, so that a log which writes the appends
 * of one window in the order in which they were handed over gives every event its place again.
 */
async function* windowsOf(events: AsyncIterable<StoredEvent>): AsyncGenerator<readonly Run[]> {
  let window: Run[] = [];
  let streams = new Set<string>();
  let count = 0;
  for await (const event of events) {
    const last = window.at(-1);
    const name = streamName(event.stream);
    count += 1;
    if (last !== undefined && continues(last, event)) {
      window[window.length - 1] = longer(last, event);
      continue;
    }
    if (streams.has(name) || count > windowEvents) {
      yield window;
      [window, streams, count] = [[], new Set(), 1];
    }
    window.push(runOf(event));
    streams.add(name);
  }
  if (window.length > 0) yield window;
}

/** What the log has already is skipped, if it is the same. */
async function* missing(file: string, store: EventStore): AsyncGenerator<StoredEvent> {
  const head = await store.head();
  for await (const event of readLogFile(file)) {
    if (store.compare(event.position, head) > 0) yield event;
    else if (store.compare(event.position, head) === 0) await requireThere(store, event);
  }
}

const requireThere = async (store: EventStore, event: StoredEvent): Promise<void> => {
  const [there] = await store.readStream(event.stream, event.version);
  if (there?.id !== event.id || there.position !== event.position) {
    throw new OtherLog('the log holds something else than the file; a log is put back into an empty deployment');
  }
};

/** How putting back goes on. */
export type PutBackOptions = { readonly signal: AbortSignal; readonly onProgress: (events: number) => void };

/**
 * Appends what a file holds and the log has not, each event at the place and with the recorded time that it had.
 * Interrupted, the next call goes on. Answers the number of events appended. Throws BrokenFile, OtherLog, OtherPlace and
 * what the store throws.
 */
export const putBack = async (file: string, store: EventStore, options: PutBackOptions): Promise<number> => {
  let events = 0;
  for await (const window of windowsOf(missing(file, store))) {
    if (options.signal.aborted) break;
    const appended = await Promise.all(window.map(({ append }) => store.append(append)));
    const astray = window.find(({ position }, place) => appended[place]?.position !== position);
    if (astray !== undefined) throw new OtherPlace(`${astray.position} is taken`);
    events += window.reduce((sum, { append }) => sum + append.events.length, 0);
    options.onProgress(events);
  }
  return events;
};
