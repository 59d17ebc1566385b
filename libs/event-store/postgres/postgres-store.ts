import { createPool } from '@etapp/database';
import type { StreamId } from '@etapp/kernel';
import type { ClientConfig, Pool } from 'pg';

import { AppendQueue } from '../append-queue.js';
import { follow } from '../follow.js';
import type { Generation, Generations } from '../generations.js';
import { News } from '../news.js';
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
import { type AppendBatch, toldBatches } from '../told-batches.js';
import { BatchWriter } from './batch-writer.js';
import { Connection } from './connection.js';
import { readGenerations, writeGeneration } from './generations.js';
import { Listener } from './listener.js';
import { LogReader, start } from './log-reader.js';

/** How to reach the log. Times in milliseconds. */
export type PostgresStoreOptions = {
  /** Connection URL of the role that the program acts as: `etapp_api` or `etapp_projector`. */
  readonly url: string;
  /** `application_name`, as the server's views and log show it. */
  readonly name: string;
  /** Connections for reading, at most. Default: 8. */
  readonly readers?: number;
  /** After this a statement is cancelled. Default: 10,000. */
  readonly statementTimeoutMs?: number;
  /** How long a batch waits for the append lock. Default: 5,000. */
  readonly lockTimeoutMs?: number;
  /** How long a batch is sent again after its connection was lost. Default: 3,000. */
  readonly patienceMs?: number;
  /** A subscription at the head looks for news at least this often. Default: 1,000. */
  readonly pollMs?: number;
  /** Appends that may wait; more are refused with StoreUnavailable. Default: 10,000. */
  readonly queueLimit?: number;
  /** Hears of each batch of appends, once it is over. */
  readonly onBatch?: ((batch: AppendBatch) => void) | undefined;
};

const defaults = {
  readers: 8,
  statementTimeoutMs: 10_000,
  lockTimeoutMs: 5_000,
  patienceMs: 3_000,
  pollMs: 1_000,
  queueLimit: 10_000,
};
const batch = { batchEvents: 500, batchCharacters: 1_000_000 };
const connectTimeoutMs = 5_000;
const retryMs = 250;
const defaultBatchSize = 500;
/** Client side, for a server that went silent: after the server would have cancelled. */
const silenceMs = 2_000;

/**
 * The event log in PostgreSQL. Appends of this process share batches (group commit); positions are 1, 2, 3 … without
 * gaps. Connections are opened on use: one for appending, one for listening, up to `readers` for reading.
 * With the role `etapp_api`, `readAll` and `subscribe` show events only under a tenant filter.
 */
export class PostgresStore implements EventStore, Generations {
  readonly kind = 'postgresql';
  readonly start = start;
  readonly isNumbered = true;
  readonly #options: typeof defaults & PostgresStoreOptions;
  readonly #pool: Pool;
  readonly #reader: LogReader;
  readonly #writing: Connection;
  readonly #queue: AppendQueue;
  readonly #news = new News();
  readonly #listener: Listener;
  readonly #closing = new AbortController();

  constructor(options: PostgresStoreOptions) {
    this.#options = { ...defaults, ...options };
    const { url, name, readers, statementTimeoutMs, lockTimeoutMs, patienceMs, queueLimit } = this.#options;
    this.#pool = createPool({ url, name, max: readers, statementTimeoutMs, lockTimeoutMs });
    this.#reader = new LogReader(this.#pool);
    const config = { ...toConfig(this.#options), query_timeout: statementTimeoutMs + silenceMs };
    this.#writing = new Connection(config);
    const writer = toldBatches(new BatchWriter(this.#writing, patienceMs), options.onBatch);
    this.#queue = new AppendQueue(writer, { waiting: queueLimit, ...batch });
    this.#listener = new Listener(toConfig(this.#options), this.#news);
  }

  async append(append: Append): Promise<Appended> {
    if (this.#closing.signal.aborted) throw new StoreUnavailable('The event log is closed');
    return this.#queue.append(append);
  }

  async readStream(stream: StreamId, fromVersion = 1): Promise<readonly StoredEvent[]> {
    return this.#reader.readStream(stream, fromVersion);
  }

  async readAll(after: Position, filter: ReadFilter, limit: number): Promise<LogPage> {
    return this.#reader.readAll(after, filter, limit);
  }

  subscribe(after: Position, filter: ReadFilter, options: SubscribeOptions): AsyncIterable<LogPage> {
    const { batchSize = defaultBatchSize } = options;
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    const readAll: EventStore['readAll'] = (...question) => this.#reader.readAll(...question);
    this.#listener.open();
    const source = { readAll, news: this.#news, pollMs: this.#options.pollMs, retryMs };
    return follow(source, { after, filter, batchSize, signal });
  }

  async head(): Promise<Position> {
    return this.#reader.head();
  }

  async positionAt(recordedAt: string): Promise<Position> {
    return this.#reader.positionAt(recordedAt);
  }

  async recordedAfter(position: Position): Promise<string | undefined> {
    return this.#reader.recordedAfter(position);
  }

  async generation(): Promise<string | undefined> {
    return (await this.generations()).at(-1)?.id;
  }

  async generations(): Promise<readonly Generation[]> {
    return readGenerations(this.#pool);
  }

  async addGeneration(generation: Generation, known: number): Promise<void> {
    await writeGeneration(this.#pool, generation, known);
  }

  compare(a: Position, b: Position): number {
    return Number(a) - Number(b);
  }

  /** Takes no more appends, ends the subscriptions, waits for what is under way and closes the connections. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#queue.drained();
    await Promise.all([this.#listener.close(), this.#pool.end(), this.#writing.end()]);
  }
}

const toConfig = ({
  url,
  name,
  statementTimeoutMs,
  lockTimeoutMs,
}: typeof defaults & PostgresStoreOptions): ClientConfig => ({
  connectionString: url,
  application_name: name,
  statement_timeout: statementTimeoutMs,
  lock_timeout: lockTimeoutMs,
  connectionTimeoutMillis: connectTimeoutMs,
  keepAlive: true,
});
