import type { StreamId } from '@etapp/kernel';

import { AppendQueue } from '../append-queue.js';
import type { Generation, Generations } from '../generations.js';
import {
  type Append,
  type Appended,
  type EventStore,
  type LogPage,
  type Position,
  type ReadFilter,
  type StoredEvent,
  StoreUnavailable,
  type SubscribeOptions,
} from '../port.js';
import { AppendWriter } from './append-writer.js';
import { parseConnectionString } from './connection-string.js';
import { followFeeds } from './follow-feeds.js';
import { type PassedOver, toldOnce } from './foreign-events.js';
import { type GenerationParts, readGenerations, writeGeneration } from './generations.js';
import { clientFor, type LogClient } from './log-client.js';
import { LogReader } from './log-reader.js';
import { comparePositions, start } from './positions.js';
import { RecordedTimes } from './recorded-times.js';
import { TimeMarks } from './time-marks.js';

/** How to reach the log. Times in milliseconds. */
export type EventStoreDbOptions = {
  /** Connection string: `esdb://user:password@host:2113?tls=true`; see `parseConnectionString`. */
  readonly url: string;
  /** What the node shows of the connection. */
  readonly name: string;
  /** What the names of this log's streams begin with, so that several may share a node. Default: what the string says. */
  readonly namespace?: string;
  /** Hears once of each event that is passed over; see `toldOnce`. Default: nobody hears. */
  readonly onForeign?: ((passed: PassedOver) => void) | undefined;
  /** How long one call may take, or a reading call be silent. Default: 3,000. */
  readonly deadlineMs?: number;
  /** How long an append is sent again after its answer was lost. Default: 4,000. */
  readonly patienceMs?: number;
  /** A subscription that got nothing for so long is checked. Default: 2,000. */
  readonly silenceMs?: number;
  /** Appends under way at once. Default: 64. */
  readonly appendsInFlight?: number;
  /** Appends that may wait; more are refused with StoreUnavailable. Default: 10,000. */
  readonly queueLimit?: number;
  /** Events from one time mark to the next. Default: 1,000. */
  readonly markEvery?: number;
};

const defaults = {
  deadlineMs: 3_000,
  patienceMs: 4_000,
  silenceMs: 2_000,
  appendsInFlight: 64,
  queueLimit: 10_000,
  markEvery: 1_000,
};
type Settings = typeof defaults & EventStoreDbOptions & { readonly namespace: string };
const batchCharacters = 8_000_000;
const defaultBatchSize = 500;

/**
 * The event log in EventStoreDB or KurrentDB. One client for the process. Positions are the node's offsets; the node's own
 * events and those outside the namespace have no place among them. All reads ask the leader.
 */
export class EventStoreDbStore implements EventStore, Generations {
  readonly kind = 'eventstoredb';
  readonly start = start;
  readonly isNumbered = false;
  readonly #options: Settings;
  readonly #client: LogClient;
  readonly #own: GenerationParts;
  readonly #reader: LogReader;
  readonly #marks: TimeMarks;
  readonly #queue: AppendQueue;
  readonly #closing = new AbortController();
  #unmarked = 0;
  #atWork: Promise<unknown>;

  /** Throws InvalidConnectionString. Begins to connect. */
  constructor(options: EventStoreDbOptions) {
    const connection = parseConnectionString(options.url);
    this.#options = { namespace: connection.namespace, ...defaults, ...options };
    const { name, namespace, deadlineMs, patienceMs, queueLimit, appendsInFlight, markEvery } = this.#options;
    this.#client = clientFor(connection, name);
    const times = new RecordedTimes((count) => this.#reader.newest(count));
    const shared = { client: this.#client, namespace, deadlineMs };
    this.#own = shared;
    const { onForeign = () => undefined } = options;
    this.#reader = new LogReader({ ...shared, onRead: times.met, onForeign: toldOnce(onForeign) });
    this.#marks = new TimeMarks({ ...shared, reader: this.#reader, every: markEvery });
    const writer = new AppendWriter({ ...shared, reader: this.#reader, times, patienceMs });
    this.#queue = new AppendQueue(writer, { waiting: queueLimit, batchEvents: appendsInFlight, batchCharacters });
    this.#atWork = this.#reader.head().catch(() => undefined);
  }

  async append(append: Append): Promise<Appended> {
    if (this.#closing.signal.aborted) throw new StoreUnavailable('The event log is closed');
    const appended = await this.#queue.append(append);
    this.#countUnmarked(append.events.length);
    return appended;
  }

  async readStream(stream: StreamId, fromVersion = 1): Promise<readonly StoredEvent[]> {
    return (await this.#reader.readStream(stream, fromVersion)).map(({ stored }) => stored);
  }

  async readAll(after: Position, filter: ReadFilter, limit: number): Promise<LogPage> {
    return this.#reader.readAll(after, filter, limit);
  }

  subscribe(after: Position, filter: ReadFilter, options: SubscribeOptions): AsyncIterable<LogPage> {
    const { batchSize = defaultBatchSize } = options;
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    const { namespace, silenceMs } = this.#options;
    const parts = { client: this.#client, reader: this.#reader, namespace, silenceMs };
    return followFeeds(parts, { after, filter, batchSize, signal });
  }

  async head(): Promise<Position> {
    return this.#reader.head();
  }

  async positionAt(recordedAt: string): Promise<Position> {
    return this.#marks.positionAt(recordedAt);
  }

  async recordedAfter(position: Position): Promise<string | undefined> {
    return (await this.#reader.readAll(position, {}, 1)).events[0]?.recordedAt;
  }

  async generation(): Promise<string | undefined> {
    return (await this.generations()).at(-1)?.id;
  }

  async generations(): Promise<readonly Generation[]> {
    return readGenerations(this.#own);
  }

  async addGeneration(generation: Generation, known: number): Promise<void> {
    await writeGeneration(this.#own, generation, known);
  }

  compare(a: Position, b: Position): number {
    return comparePositions(a, b);
  }

  /** Takes no more appends, ends the subscriptions, waits for what is under way and closes the connection. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#queue.drained();
    await this.#atWork;
    await this.#client.close();
  }

  /** So that nobody who asks for a time has a long way to walk. */
  #countUnmarked(events: number): void {
    this.#unmarked += events;
    if (this.#unmarked < this.#options.markEvery) return;
    this.#unmarked = 0;
    this.#atWork = this.#marks.setMissing().catch(() => undefined);
  }
}
