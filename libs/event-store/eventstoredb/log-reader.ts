import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  type ReadPosition,
  type RecordedEvent,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { streamName, type StreamId } from '@etapp/kernel';

import {
  ForeignEvent,
  type LogPage,
  type Position,
  type ReadFilter,
  type StoredEvent,
  StreamIncomplete,
  WrongTenant,
} from '../port.js';
import { type ReadEvent, toReadEvent } from './event-bytes.js';
import { isTombstone, toReadFailure } from './failures.js';
import type { PassedOver } from './foreign-events.js';
import type { LogClient } from './log-client.js';
import { OwnHead } from './own-head.js';
import { comparePositions, toPosition, toReadPosition } from './positions.js';
import { isEmpty, matches, type Namespace, streamNamed, toNameFilter, toNodeName } from './stream-names.js';
import type { ReadOfNamed } from './read-named.js';
import { eachWithin } from './within.js';

/** Who reads, whose events, and how long without an answer. */
export type ReaderParts = {
  readonly client: LogClient;
  readonly namespace: Namespace;
  readonly deadlineMs: number;
  /** Hears of each event that is read. */
  readonly onRead: (event: StoredEvent) => void;
  /** Hears of what is passed over, since it stands in a stream of our own and is no event of this log. */
  readonly onForeign: (passed: PassedOver) => void;
};

/** Events that one call looks through for those that fit a filter. */
const filterWindow = 4_096;
/** The node's newest events, of whatever log, among which our own newest is looked for first. */
const headWindow = 4;
/** The node is silent while it looks through what others wrote: so many deadlines it may take. */
const searchPatience = 10;

/** An event of the log as a whole: its place, and itself if it is of a stream of our own. */
export type Passing = { readonly position: Position; readonly event: ReadEvent | undefined };

/** An event of our own that was passed, or a place at which a reader may stop. */
type Passed = { readonly position: Position; readonly stored: StoredEvent | undefined };

/** Reads the log. Every method throws StoreUnavailable in an outage, and LogRefused. */
export class LogReader {
  readonly #head = new OwnHead({
    newestOfAll: () => this.#newestOfAll(),
    anyOfOursAfter: (position) => this.#anyAfter(position),
    newestOfOurs: async () => (await this.newest(1))[0]?.position,
  });

  constructor(private readonly parts: ReaderParts) {}

  /**
   * Events of a stream in version order, at most so many. Throws WrongTenant, ForeignEvent, and StreamIncomplete where one
   * is missing that was appended.
   */
  async readStream(stream: StreamId, fromVersion: number, maxCount = Number.MAX_SAFE_INTEGER): Promise<ReadEvent[]> {
    const { client, namespace, deadlineMs } = this.parts;
    const first = Math.max(1, fromVersion);
    const options = { fromRevision: BigInt(first - 1), maxCount, requiresLeader: true };
    const events: ReadEvent[] = [];
    try {
      const call = () => client.readStream(toNodeName(namespace, stream), options);
      for await (const { event } of eachWithin(deadlineMs, call))
        if (event !== undefined) events.push(this.#met(nextIn(stream, first + events.length, event)));
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw isTombstone(error) ? incomplete(stream, 1) : toReadFailure(error);
    }
    return first > 1 ? events : notEmpty(stream, events);
  }

  /** Up to `limit` events after a position that fit the filter. The node sends all of our own; this process filters them. */
  async readAll(after: Position, filter: ReadFilter, limit: number): Promise<LogPage> {
    const window = isEmpty(filter) ? limit : Math.max(limit, filterWindow);
    const events: StoredEvent[] = [];
    let upTo = after;
    for await (const { position, stored } of this.own(after, window)) {
      if (stored === undefined && isEmpty(filter)) continue;
      if (stored === undefined || events.length >= limit) return { events, upTo, atHead: false };
      if (matches(filter, stored)) events.push(stored);
      upTo = position;
    }
    return { events, upTo, atHead: true };
  }

  /**
   * The events of our own after a position, to the head. After each so many events of the node's that held one of ours,
   * a place without an event, so that a reader may stop there.
   */
  async *own(after: Position, window: number): AsyncGenerator<Passed> {
    // The event at the position comes first, and one more tells whether the window ends at the head.
    const maxCount = window + 2;
    for (let [looked, reached] = [maxCount, after]; looked === maxCount;) {
      let met = false;
      looked = 0;
      for await (const { position, event } of this.#ours({ fromPosition: toReadPosition(reached), maxCount })) {
        looked += 1;
        const seen = comparePositions(position, reached) <= 0;
        reached = position;
        if (event === undefined || seen) continue;
        met = true;
        yield { position, stored: event.stored };
      }
      if (met && looked === maxCount) yield { position: reached, stored: undefined };
    }
  }

  /** The newest events of our own, at most so many, newest first. */
  async newest(count: number): Promise<StoredEvent[]> {
    const found: StoredEvent[] = [];
    // What is in streams of our own without being an event of the log may come, too.
    for (let [maxCount, fromPosition]: [number, ReadPosition] = [count, END]; found.length < count;) {
      let looked = 0;
      for await (const { position, event } of this.#ours({ fromPosition, maxCount, direction: BACKWARDS })) {
        looked += 1;
        fromPosition = toReadPosition(position);
        if (event !== undefined && found.length < count) found.push(event.stored);
      }
      if (looked < maxCount) break;
    }
    return found;
  }

  /** The newest position of our own: what the node writes for itself, or for others, is no event of the log. */
  async head(): Promise<Position> {
    return this.#head.find();
  }

  /** An event of the log, as the node sent it. What others wrote, to whichever stream, is none. */
  toPassing({ event }: AllStreamResolvedEvent): Passing | undefined {
    if (event === undefined) return undefined;
    const position = toPosition(event.position);
    const stream = streamNamed(this.parts.namespace, event.streamId);
    if (stream === undefined) return { position, event: undefined };
    try {
      return { position, event: this.#met(toReadEvent(stream, event)) };
    } catch (error) {
      if (!(error instanceof ForeignEvent || error instanceof WrongTenant)) throw error;
    }
    this.parts.onForeign({ stream: event.streamId, position });
    return { position, event: undefined };
  }

  /** Events of streams of our own; before and after each, however many of others. */
  #ours(read: Omit<ReadOfNamed, 'filter'>): AsyncGenerator<Passing> {
    const { client, namespace, deadlineMs } = this.parts;
    const filter = toNameFilter(namespace, {});
    return this.#passing(searchPatience * deadlineMs, () => client.readNamed({ ...read, filter }));
  }

  async *#newestOfAll(): AsyncGenerator<{ position: Position; ours: boolean }> {
    const { client, deadlineMs } = this.parts;
    const newest = { fromPosition: END, direction: BACKWARDS, maxCount: headWindow } as const;
    const call = () => client.readAll({ ...newest, requiresLeader: true });
    for await (const { position, event } of this.#passing(deadlineMs, call))
      yield { position, ours: event !== undefined };
  }

  async #anyAfter(position: Position): Promise<boolean> {
    for await (const { stored } of this.own(position, 1)) if (stored !== undefined) return true;
    return false;
  }

  async *#passing(patienceMs: number, call: () => ReturnType<LogClient['readAll']>): AsyncGenerator<Passing> {
    try {
      for await (const resolved of eachWithin(patienceMs, call)) {
        const passing = this.toPassing(resolved);
        if (passing !== undefined) yield passing;
      }
    } catch (error) {
      throw toReadFailure(error);
    }
  }

  #met(event: ReadEvent): ReadEvent {
    this.parts.onRead(event.stored);
    return event;
  }
}

/** An administrator's $maxCount, $maxAge or $tb hides events from those who read their stream, and says nothing of it. */
const incomplete = (stream: StreamId, version: number): Error =>
  new StreamIncomplete(`${streamName(stream)} does not give its version ${version}: it was truncated or deleted`);

const nextIn = (stream: StreamId, version: number, event: RecordedEvent): ReadEvent => {
  if (Number(event.revision) + 1 !== version) throw incomplete(stream, version);
  return toReadEvent(stream, event);
};

/** A stream that is there has a first event. */
const notEmpty = (stream: StreamId, events: ReadEvent[]): ReadEvent[] => {
  if (events.length === 0) throw incomplete(stream, 1);
  return events;
};
