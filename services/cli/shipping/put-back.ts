import type { Append, EventStore, Position, StoredEvent } from '@etapp/event-store';

import { appendWindows } from '../moving/append-windows.js';
import { isSame } from '../moving/move-log.js';
import { eventsAfter } from '../moving/source-walk.js';
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

/** The log holds something else than the file, or more. */
const otherLog = (): never => {
  throw new OtherLog('the log holds something else than the file; a log is put back into an empty deployment');
};

/** How putting back goes on. */
export type PutBackOptions = {
  /** What stands in the log already, as {@link requireBeginning} answers it. */
  readonly after: Position;
  readonly signal: AbortSignal;
  readonly onProgress: (events: number) => void;
};

/**
 * Compares every event that stands in the log with the file's, so that nothing is put beside another log. Answers the
 * newest position of the log. Throws BrokenFile, OtherLog and what the store throws.
 */
export const requireBeginning = async (file: string, store: EventStore, signal: AbortSignal): Promise<Position> => {
  const head = await store.head();
  const originals = readLogFile(file);
  let reached = store.start;
  for await (const there of eventsAfter(store, store.start, signal)) {
    const next = await originals.next();
    const original = next.done === true ? undefined : next.value;
    if (original === undefined || original.position !== there.position || !isSame(original, there)) return otherLog();
    reached = there.position;
  }
  await originals.return(undefined);
  // A login from which events are hidden would else take the log for an empty one.
  return store.compare(reached, head) < 0 && !signal.aborted ? otherLog() : reached;
};

/** What stands in the file behind a position; `places` is given the position of each. */
async function* eventsBehind(
  file: string,
  after: Position,
  { store, places }: { store: EventStore; places: Position[] },
) {
  for await (const event of readLogFile(file)) {
    if (store.compare(event.position, after) <= 0) continue;
    places.push(event.position);
    yield event;
  }
}

/** Hands a window over and sees that each event came to its place. Answers how many. Throws OtherPlace. */
const appendWindow = async (store: EventStore, window: readonly Append[], places: Position[]): Promise<number> => {
  const appended = await Promise.all(window.map((append) => store.append(append)));
  let events = 0;
  window.forEach((append, index) => {
    events += append.events.length;
    const place = places[events - 1];
    if (appended[index]?.position !== place) throw new OtherPlace(`${place} is taken`);
  });
  places.splice(0, events);
  return events;
};

/**
 * Appends what a file holds and the log has not, each event at the place and with the recorded time that it had. Each
 * window is in the log before the next, all of it or nothing, so that one whose answer was lost leaves its order as it was.
 * Interrupted, the next call goes on. Answers the number of events appended. Throws BrokenFile, OtherPlace and what the
 * store throws.
 */
export const putBack = async (file: string, store: EventStore, options: PutBackOptions): Promise<number> => {
  const { after, signal, onProgress } = options;
  const places: Position[] = [];
  const missing = eventsBehind(file, after, { store, places });
  let events = 0;
  for await (const window of appendWindows(missing, 'postgresql')) {
    if (signal.aborted) break;
    events += await appendWindow(store, window, places);
    onProgress(events);
  }
  return events;
};
