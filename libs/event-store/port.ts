import type { StreamId } from '@etapp/kernel';

/** A place in the log: strictly rising, comparable by the adapter that gave it, opaque to everyone else. */
export type Position = string;

/** An event ready for the log: the exact bytes that were hashed, and what the log needs to know of them. */
export type NewStoredEvent = {
  readonly id: string;
  readonly type: string;
  /** Canonical JSON (RFC 8785) of the envelope without position and recorded time. */
  readonly header: string;
  /** Canonical JSON of the data, personal fields sealed. */
  readonly data: string;
  /** SHA-256 link over the previous link, header and data; 64 hex digits. */
  readonly link: string;
};

/** An event as the log holds it. */
export type StoredEvent = NewStoredEvent & {
  readonly stream: StreamId;
  /** Place in the stream, from 1 without gaps. */
  readonly version: number;
  readonly position: Position;
  /**
   * UTC, what the log raised the writer's time to. It never falls within a stream, nor among what one process appends. In a
   * log that orders appends by one lock (PostgreSQL, memory) it never falls at all; in EventStoreDB two processes may
   * cross by the difference of their clocks. Whoever asks what was recorded by an instant asks `positionAt`.
   */
  readonly recordedAt: string;
};

/** One append: all its events or none, after exactly `expectedVersion` earlier ones (0: a new stream). */
export type Append = {
  readonly stream: StreamId;
  readonly expectedVersion: number;
  readonly events: readonly [NewStoredEvent, ...NewStoredEvent[]];
  /** The clock's time; the log raises it to at least the newest that it knows of. */
  readonly recordedAt: string;
};

/** What an append came to; `repeated` when the same events were there already. */
export type Appended = {
  readonly version: number;
  readonly position: Position;
  readonly repeated: boolean;
};

/** Which events a reader wants; empty means all. Categories and tenant select streams, types select events. */
export type ReadFilter = {
  readonly tenant?: string;
  readonly categories?: readonly string[];
  readonly types?: readonly string[];
};

/**
 * A page of the log: events in position order, and the position up to which the filter was applied (so that a page
 * without a hit still moves a reader on).
 */
export type LogPage = { readonly events: readonly StoredEvent[]; readonly upTo: Position; readonly atHead: boolean };

/** Another writer was first: the stream is at `actual`, not `expected`. */
export class WrongExpectedVersion extends Error {
  override readonly name = 'WrongExpectedVersion';
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${stream} is at version ${actual}, not ${expected}`);
  }
}

/** The stream belongs to another tenant: fixed by its first event. */
export class WrongTenant extends Error {
  override readonly name = 'WrongTenant';
}

/** A stream holds what this log did not write: nothing is told of that stream. */
export class ForeignEvent extends Error {
  override readonly name = 'ForeignEvent';
}

/** Events are missing from a stream: whoever folded the rest would answer wrongly, so nothing is told of that stream. */
export class StreamIncomplete extends Error {
  override readonly name = 'StreamIncomplete';
}

/** The store cannot be reached, or refused before anything happened: try again. */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable';
}

/**
 * The store refused this program: its user, password or rights. Nothing happened, and nothing will before an operator gives
 * it what it needs; until then it is like an outage.
 */
export class LogRefused extends StoreUnavailable {
  override readonly name = 'LogRefused';
}

/** The answer was lost: the append may or may not have happened; repeat it with the same event ids. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/**
 * This log was moved, and the database that it stands in belongs to the other one now: nothing was appended, and nothing
 * will be before somebody names the other log, or moves it back. Logs in PostgreSQL know of themselves that they were left.
 */
export class LogLeft extends Error {
  override readonly name = 'LogLeft';
}

/** The event log. Every adapter passes one contract suite. */
export type EventStore = {
  /**
   * Appends to one stream. The same event ids at the same expected version again find their own effect.
   * Throws WrongExpectedVersion, WrongTenant, ForeignEvent, StreamIncomplete, StoreUnavailable, OutcomeUnknown, LogLeft.
   */
  append(append: Append): Promise<Appended>;
  /**
   * A stream's events in version order, from `fromVersion` (default 1); empty if there is none. All of them or nothing:
   * throws WrongTenant, ForeignEvent, StreamIncomplete, and StoreUnavailable.
   */
  readStream(stream: StreamId, fromVersion?: number): Promise<readonly StoredEvent[]>;
  /** Up to `limit` events after a position (exclusive), in position order. */
  readAll(after: Position, filter: ReadFilter, limit: number): Promise<LogPage>;
  /** Pages from a position on, first catching up and then live, until the signal aborts. No gap, no double. */
  subscribe(after: Position, filter: ReadFilter, options: SubscribeOptions): AsyncIterable<LogPage>;
  /** The newest position, or `start` for an empty log. */
  head(): Promise<Position>;
  /**
   * Last position up to which every event was recorded at or before the instant: by the running maximum of the recorded
   * times, so that what it answers is a prefix of the log, also where times cross.
   */
  positionAt(recordedAt: string): Promise<Position>;
  /**
   * When the oldest event after a position was recorded, of whichever municipality; undefined if there is none. Costs the
   * same wherever the position is, and shows nothing of the event else, so that whoever sees one municipality at a time
   * may ask. Throws StoreUnavailable.
   */
  recordedAfter(position: Position): Promise<string | undefined>;
  /**
   * Id of the log's generation: another one each time that the log is moved, since its positions are others then.
   * Undefined for a log that stands where it began; one that is being moved has the new id already. Throws StoreUnavailable.
   */
  generation(): Promise<string | undefined>;
  /** Before every event. */
  readonly start: Position;
  /** Whether positions are the numbers 1, 2, 3 … without gaps; else they only sort, and their differences count nothing. */
  readonly isNumbered: boolean;
  /** Negative, zero or positive, as a sorts before, with or after b. */
  compare(a: Position, b: Position): number;
};

/** How a subscription reads. */
export type SubscribeOptions = { readonly signal: AbortSignal; readonly batchSize?: number };
