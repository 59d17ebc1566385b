import { randomUUID } from 'node:crypto';

import { streamStates } from '@etapp/command-engine';
import { createPool, withClient } from '@etapp/database';
import { caseAggregate } from '@etapp/domain';
import { type Append, type EventStore, type NewStoredEvent, PostgresStore } from '@etapp/event-store';
import { parseStreamName, streamName, type StreamId } from '@etapp/kernel';
import type { Pool } from 'pg';

import type { ThrowAwayDatabase } from '../throw-away-database.js';
import { median, rateOf } from './figures.js';

/** A log whose growth is measured, and streams of it, drawn evenly from its length. */
type Grown = {
  readonly store: EventStore;
  readonly streams: readonly StreamId[];
  readonly sample: NewStoredEvent;
};

/** How long one figure is taken, milliseconds. */
type Span = { readonly milliseconds: number };

const drawn = <T>(items: readonly T[]): T => {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('nothing to draw from');
  return item;
};

const link = '0'.repeat(64);

/** An append that begins a stream with an event as long as those of the log. */
const appendOf = ({ stream: { tenant } }: { stream: StreamId }, sample: NewStoredEvent): Append => {
  const event = { ...sample, id: randomUUID(), link };
  const stream = { category: 'case', tenant, id: randomUUID() };
  return { stream, expectedVersion: 0, recordedAt: new Date().toISOString(), events: [event] };
};

/** What a log does for the programs, by name; each once per call. `page` reads a thousand events. */
const operationsOf = ({ store, streams, sample }: Grown, places: readonly string[]) => {
  const first = drawn(streams);
  return {
    append: () => store.append(appendOf({ stream: first }, sample)),
    stream: () => store.readStream(drawn(streams)),
    // Without a cache: every load reads and folds the case from its first event.
    'load and fold': () => streamStates(store, 0).load(caseAggregate, drawn(streams)),
    page: () => store.readAll(drawn(places), {}, 1_000),
  };
};

/** What is measured. */
type Operation = keyof ReturnType<typeof operationsOf>;

const asText = { getTypeParser: () => (text: string) => text };
const columns = 'position, recorded_at, stream, version, id, type, header, data, link';

/** The same with nothing but `pg`: one autocommit INSERT into the log's own table, and the bare SELECTs. */
const bareOperations = (pool: Pool, { streams, sample }: Grown, places: readonly string[]) => {
  const rows = (name: string, text: string, values: unknown[]) =>
    pool.query<string[]>({ name, text, values, rowMode: 'array', types: asText });
  const stream = () =>
    rows('stream', `SELECT ${columns} FROM log.events WHERE stream = $1 ORDER BY version`, [
      streamName(drawn(streams)),
    ]);
  const first = drawn(streams);
  const append = () => {
    const { stream: of, events } = appendOf({ stream: first }, sample);
    const [{ id, type, header, data }] = events;
    return rows(
      'append',
      `INSERT INTO log.events (position, recorded_at, tenant, id, version, category, stream, type, link, header, data)
       SELECT (SELECT max(position) + 1 FROM log.events), now(), $1, $2, 1, 'case', $3, $4, decode($5, 'hex'), $6, $7`,
      [of.tenant, id, streamName(of), type, link, header, data],
    );
  };
  const page = () =>
    rows('page', `SELECT ${columns} FROM log.events WHERE position > $1 ORDER BY position LIMIT 1000`, [drawn(places)]);
  return { append, stream, 'load and fold': stream, page } satisfies Record<Operation, () => Promise<unknown>>;
};

/** Streams and places of a filled log, and one of its events. */
const drawFrom = (superuserUrl: string, events: number) =>
  withClient(superuserUrl, async (client) => {
    const places = Array.from({ length: 2_000 }, () => String(Math.floor(Math.random() * Math.max(1, events - 1_000))));
    const { rows } = await client.query<{ stream: string; type: string; header: string; data: string }>(
      'SELECT stream, type, header, data FROM log.events WHERE position = ANY ($1::bigint[] )',
      [places],
    );
    const [first] = rows;
    if (first === undefined) throw new Error('the log is empty');
    const sample = { id: randomUUID(), type: first.type, header: first.header, data: first.data, link };
    return { places, streams: rows.map(({ stream }) => parseStreamName(stream)), sample };
  });

/** How often a second, through the store and bare, and their ratio. */
export type Compared = {
  readonly operation: string;
  readonly store: number;
  readonly bare: number;
  readonly ratio: number;
};

const turns = 7;

type Run = () => Promise<unknown>;

/** The medians of two ways that take short turns, so that what else the machine does meets both. */
const takingTurns = async ([one, other]: readonly [Run, Run], milliseconds: number): Promise<[number, number]> => {
  const [ones, others]: [number[], number[]] = [[], []];
  for (const run of [one, other]) await rateOf(1, milliseconds / turns, run);
  for (let turn = 0; turn < turns; turn += 1) {
    ones.push(await rateOf(1, milliseconds / turns, one));
    others.push(await rateOf(1, milliseconds / turns, other));
  }
  return [median(ones), median(others)];
};

/** Measures every operation on a log of so many events, one caller, the two ways taking turns. */
export const compareAt = async (
  database: ThrowAwayDatabase,
  events: number,
  { milliseconds }: Span,
): Promise<Compared[]> => {
  const { places, ...drawnFrom } = await drawFrom(database.superuserUrl, events);
  const store = new PostgresStore({ url: database.urlOf('projector'), name: 'scale' });
  const limits = { max: 1, statementTimeoutMs: 60_000, lockTimeoutMs: 5_000 };
  const pool = createPool({ url: database.superuserUrl, name: 'bare', ...limits });
  const grown = { store, ...drawnFrom };
  const [through, bare] = [operationsOf(grown, places), bareOperations(pool, grown, places)];
  const results: Compared[] = [];
  try {
    for (const [operation, run] of Object.entries(bare)) {
      const own = Object.entries(through).find(([name]) => name === operation)?.[1];
      if (own === undefined) throw new Error(`no operation ${operation}`);
      const [bareRate, storeRate] = await takingTurns([run, own], milliseconds);
      results.push({ operation, store: storeRate, bare: bareRate, ratio: storeRate / bareRate });
    }
    return results;
  } finally {
    await Promise.all([pool.end(), store.close()]);
  }
};
