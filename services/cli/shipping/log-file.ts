import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import {
  type LogKind,
  logKinds,
  type LogPage,
  type OpenEventStore,
  type Position,
  type StoredEvent,
} from '@etapp/event-store';
import { parseStreamName, streamName } from '@etapp/kernel';
import { z } from 'zod';

import { stop } from '../exit-codes.js';
import { BrokenFile, chainedLine, readChained } from './chained-lines.js';

const head = { kind: 'etapp-log', format: 1 } as const;
/**
 * First line of the file. Positions mean nothing without the kind of the log and its generation; files of releases that
 * shipped PostgreSQL's log only say neither. Storage format.
 */
const Head = z.object({
  kind: z.literal(head.kind),
  format: z.literal(head.format),
  log: z.enum(logKinds).default('postgresql'),
  generation: z.uuid().nullable().optional(),
});
/** Which log a file was shipped from: the kind of its server, and its generation if the file says so. */
export type Shipped = { readonly log: LogKind; readonly generation?: string | null | undefined };
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

const shippedOf = (file: string, firstLine: unknown): Shipped => {
  const { data } = Head.safeParse(firstLine);
  if (data === undefined) throw new BrokenFile(file, 1);
  return { log: data.log, generation: data.generation };
};

/** What the first line of a file says of the log. Throws BrokenFile. */
export const readShipped = async (file: string): Promise<Shipped> => {
  for await (const { value } of readChained(file)) return shippedOf(file, value);
  throw new BrokenFile(file, 1);
};

/** What is shipped: a log that is open. */
type Source = Pick<OpenEventStore, 'kind' | 'generation' | 'start' | 'readAll' | 'readStream'>;

/** How far a file has got: whole lines only. */
type Extent = {
  readonly bytes: number;
  readonly sum: string;
  readonly events: number;
  readonly head?: Shipped;
  readonly last?: StoredEvent;
};

const extentOf = async (file: string): Promise<Extent> => {
  let extent: Extent = { bytes: 0, sum: '', events: 0 };
  if (!existsSync(file)) return extent;
  for await (const { value, sum, bytes, line } of readChained(file)) {
    if (line === 1) extent = { ...extent, head: shippedOf(file, value) };
    const parsed = Line.safeParse(value);
    const last = parsed.success ? { last: { ...parsed.data, stream: parseStreamName(parsed.data.stream) } } : {};
    extent = { ...extent, bytes, sum, events: line - 1, ...last };
  }
  return extent;
};

/** The file was shipped from another log, or from one that was put back to an earlier state since. */
export class OtherLog extends Error {
  override readonly name = 'OtherLog';
}

/** Where a log is kept, and of which generation it is: what its positions are good for. */
const requireSamePositions = (shipped: Shipped, now: Shipped): void => {
  const saysGeneration = shipped.generation !== undefined;
  if (shipped.log === now.log && (!saysGeneration || shipped.generation === now.generation)) return;
  throw new OtherLog('the file was shipped from another server, or before the log was moved here');
};

const requireSameEvent = async (store: Source, last: StoredEvent): Promise<void> => {
  const [there] = await store.readStream(last.stream, last.version);
  const same = there?.id === last.id && there.link === last.link && there.position === last.position;
  if (!same) throw new OtherLog('the file ends with an event that this log does not have there');
};

const requireSameLog = async (store: Source, { head: shipped, last }: Extent, now: Shipped): Promise<void> => {
  if (shipped !== undefined) requireSamePositions(shipped, now);
  if (last !== undefined) await requireSameEvent(store, last);
};

const pageSize = 1_000;

/** Positions in PostgreSQL have no gaps: a login that is given fewer events is kept from some by row-level security. */
const requireWhole = ({ kind }: Source, after: Position, { events, upTo }: LogPage): void => {
  if (kind !== 'postgresql' || events.length === Number(upTo) - Number(after)) return;
  stop('notPermitted', {
    sv: `Inloggningen ser inte alla händelser mellan @${after} och @${upTo}: den måste vara etapp_projector.`,
    en: `The login does not see every event between @${after} and @${upTo}: it must be etapp_projector.`,
  });
};

/** A file that takes what is new in a log. */
export type LogFile = {
  /** Position of the newest event in the file, and how many there are. */
  readonly shipped: () => { readonly position: Position; readonly events: number };
  /** Ships up to the head; each page is on disk before the next is read. Stops early when the signal aborts. */
  readonly ship: (signal: AbortSignal) => Promise<number>;
  readonly close: () => Promise<void>;
};

const begin = async (handle: FileHandle, { bytes, sum }: Extent, from: Shipped): Promise<string> => {
  // What a crash left behind the last whole line is written anew.
  await handle.truncate(bytes);
  if (sum !== '') return sum;
  const first = chainedLine('', { ...head, ...from });
  await handle.appendFile(first.text);
  return first.sum;
};

/**
 * Opens a file to ship a log to, made if it is missing; one that has something is examined first and goes on where it
 * ends. Throws BrokenFile and OtherLog.
 */
export const openLogFile = async (file: string, store: Source): Promise<LogFile> => {
  const extent = await extentOf(file);
  const from = { log: store.kind, generation: (await store.generation()) ?? null };
  await requireSameLog(store, extent, from);
  const handle = await open(file, 'a', 0o600);
  let sum = await begin(handle, extent, from);
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
        requireWhole(store, position, page);
        if (page.events.length > 0) await append(page.events);
        events += page.events.length;
        ({ upTo: position, atHead } = page);
      }
      return events - before;
    },
    close: () => handle.close(),
  };
};
