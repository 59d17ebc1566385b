import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import type { EventStore, Position, StoredEvent } from '@etapp/event-store';
import { parseStreamName, streamName } from '@etapp/kernel';
import { z } from 'zod';

import { BrokenFile, chainedLine, readChained } from './chained-lines.js';

const head = { kind: 'etapp-log', format: 1 } as const;
const Head = z.object({ kind: z.literal(head.kind), format: z.literal(head.format) });
const Line = z.object({
  position: z.string(),
  recordedAt: z.iso.datetime(),
  stream: z.string(),
  version: z.int().positive(),
  id: z.uuid(),
  type: z.string(),
  header: z.string(),
  data: z.string(),
  link: z.string(),
});

const toLine = ({ stream, position, recordedAt, version, id, type, header, data, link }: StoredEvent) => ({
  ...{ position, recordedAt, stream: streamName(stream), version, id, type, header, data, link },
});

/** The events of a file that a log was shipped to, in position order. Throws BrokenFile. */
export async function* readLogFile(file: string): AsyncGenerator<StoredEvent> {
  for await (const { value, line } of readChained(file)) {
    const parsed = (line === 1 ? Head : Line).safeParse(value);
    if (!parsed.success) throw new BrokenFile(file, line);
    if (line === 1) continue;
    const { stream, ...event } = Line.parse(value);
    yield { ...event, stream: parseStreamName(stream) };
  }
}

/** How far a file has got: whole lines only. */
type Extent = { readonly bytes: number; readonly sum: string; readonly events: number; readonly last?: StoredEvent };

const extentOf = async (file: string): Promise<Extent> => {
  let extent: Extent = { bytes: 0, sum: '', events: 0 };
  if (!existsSync(file)) return extent;
  for await (const { value, sum, bytes, line } of readChained(file)) {
    const parsed = Line.safeParse(value);
    const last = parsed.success ? { last: { ...parsed.data, stream: parseStreamName(parsed.data.stream) } } : {};
    extent = { bytes, sum, events: line - 1, ...last };
  }
  return extent;
};

/** The file was shipped from another log, or from one that was put back to an earlier state since. */
export class OtherLog extends Error {
  override readonly name = 'OtherLog';
}

const requireSameLog = async (store: EventStore, last: StoredEvent | undefined): Promise<void> => {
  if (last === undefined) return;
  const [there] = await store.readStream(last.stream, last.version);
  const same = there?.id === last.id && there.link === last.link && there.position === last.position;
  if (!same) throw new OtherLog('the file ends with an event that this log does not have there');
};

const pageSize = 1_000;

/** A file that takes what is new in a log. */
export type LogFile = {
  /** Position of the newest event in the file, and how many there are. */
  readonly shipped: () => { readonly position: Position; readonly events: number };
  /** Ships up to the head; each page is on disk before the next is read. Stops early when the signal aborts. */
  readonly ship: (signal: AbortSignal) => Promise<number>;
  readonly close: () => Promise<void>;
};

type Writing = { readonly store: EventStore; readonly handle: FileHandle };

const begin = async ({ handle }: Writing, { bytes, sum }: Extent): Promise<string> => {
  // What a crash left behind the last whole line is written anew.
  await handle.truncate(bytes);
  if (sum !== '') return sum;
  const first = chainedLine('', head);
  await handle.appendFile(first.text);
  return first.sum;
};

/**
 * Opens a file to ship a log to, made if it is missing; one that has something is examined first and goes on where it
 * ends. Throws BrokenFile and OtherLog.
 */
export const openLogFile = async (file: string, store: EventStore): Promise<LogFile> => {
  const extent = await extentOf(file);
  await requireSameLog(store, extent.last);
  const handle = await open(file, 'a', 0o600);
  let sum = await begin({ store, handle }, extent);
  let { events } = extent;
  let position = extent.last?.position ?? store.start;
  const append = async (page: readonly StoredEvent[]): Promise<void> => {
    const lines = page.map((event) => {
      const line = chainedLine(sum, toLine(event));
      sum = line.sum;
      return line.text;
    });
    await handle.appendFile(lines.join(''));
    await handle.datasync();
  };
  return {
    shipped: () => ({ position, events }),
    ship: async (signal) => {
      const before = events;
      for (let atHead = false; !atHead && !signal.aborted;) {
        const page = await store.readAll(position, {}, pageSize);
        if (page.events.length > 0) await append(page.events);
        events += page.events.length;
        ({ upTo: position, atHead } = page);
      }
      return events - before;
    },
    close: () => handle.close(),
  };
};
