import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  type ReadPosition,
  StreamNotFoundError,
} from '@eventstore/db-client';
import type { StreamId } from '@etapp/kernel';

import type { LogPage, Position, ReadFilter, StoredEvent } from '../port.js';
import { type ReadEvent, toReadEvent } from './event-bytes.js';
import { toReadFailure } from './failures.js';
import type { LogClient } from './log-client.js';
import { comparePositions, start, toPosition, toReadPosition } from './positions.js';
import { isEmpty, matches, type Namespace, streamNamed, toNodeName } from './stream-names.js';
import { eachWithin } from './within.js';

/** Who reads, whose events, and how long without an answer. */
export type ReaderParts = {
  readonly client: LogClient;
  readonly namespace: Namespace;
  readonly deadlineMs: number;
  /** Hears of each event that is read. */
  readonly onRead: (event: StoredEvent) => void;
};

/** Events that one call looks through for those that fit a filter. */
const filterWindow = 4_096;
/** How many events are looked at, backwards, for the newest of our own: first, and when that was not enough. */
const headWindows = { first: 4, then: 512 };

/** An event of the log as a whole: its place, and itself if it is of a stream of our own. */
export type Passing = { readonly position: Position; readonly event: ReadEvent | undefined };

/** An event of our own that was passed, or a place at which a reader may stop. */
type Passed = { readonly position: Position; readonly stored: StoredEvent | undefined };

/** Reads the log. Every method throws StoreUnavailable in an outage, and WrongTenant. */
export class LogReader {
  constructor(private readonly parts: ReaderParts) {}

  /** Events of a stream in version order, at most so many. */
  async readStream(stream: StreamId, fromVersion: number, maxCount = Number.MAX_SAFE_INTEGER): Promise<ReadEvent[]> {
    const { client, namespace, deadlineMs } = this.parts;
    const fromRevision = BigInt(Math.max(1, fromVersion) - 1);
    const options = { fromRevision, maxCount, requiresLeader: true };
    const events: ReadEvent[] = [];
    try {
      const call = () => client.readStream(toNodeName(namespace, stream), options);
      for await (const { event } of eachWithin(deadlineMs, call))
        if (event !== undefined) events.push(this.#met(toReadEvent(stream, event)));
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw toReadFailure(error);
    }
    return events;
  }

  /** Up to `limit` events after a position that fit the filter. The node cannot filter such a read; this process does. */
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
      for await (const { position, event } of this.#all({ fromPosition: toReadPosition(reached), maxCount })) {
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
    for await (const { event } of this.#backwards()) {
      if (event !== undefined) found.push(event.stored);
      if (found.length >= count) break;
    }
    return found;
  }

  /** The newest position of our own: what the node writes for itself is no event of the log. */
  async head(): Promise<Position> {
    const [newest] = await this.newest(1);
    return newest?.position ?? start;
  }

  /** An event of the log, as the node sent it. Throws WrongTenant. */
  toPassing({ event }: AllStreamResolvedEvent): Passing | undefined {
    if (event === undefined) return undefined;
    const stream = streamNamed(this.parts.namespace, event.streamId);
    if (stream === undefined) return { position: toPosition(event.position), event: undefined };
    const read = this.#met(toReadEvent(stream, event));
    return { position: read.stored.position, event: read };
  }

  async *#backwards(): AsyncGenerator<Passing> {
    let fromPosition: ReadPosition = END;
    for (let maxCount = headWindows.first; ; maxCount = headWindows.then) {
      let looked = 0;
      for await (const passing of this.#all({ fromPosition, maxCount, direction: BACKWARDS })) {
        yield passing;
        looked += 1;
        fromPosition = toReadPosition(passing.position);
      }
      if (looked < maxCount) return;
    }
  }

  async *#all(options: Parameters<LogClient['readAll']>[0]): AsyncGenerator<Passing> {
    const { client, deadlineMs } = this.parts;
    const call = () => client.readAll({ ...options, requiresLeader: true });
    try {
      for await (const resolved of eachWithin(deadlineMs, call)) {
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
