import { randomUUID } from 'node:crypto';

import { createPool, withClient } from '@etapp/database';
import { PostgresStore } from '@etapp/event-store';
import { parseStreamName, streamName } from '@etapp/kernel';
import type { Pool } from 'pg';

import type { ThrowAwayDatabase } from '../throw-away-database.js';
import {
  appendLike,
  type Bare,
  type Compared,
  compareWith,
  drawn,
  type Drawn,
  link,
  pageSize,
  type Span,
} from './scale-measures.js';

const asText = { getTypeParser: () => (text: string) => text };
const columns = 'position, recorded_at, stream, version, id, type, header, data, link';

/** The same with nothing but `pg`: one autocommit INSERT into the log's own table, and the bare SELECTs. */
const bareOperations = (pool: Pool, log: Drawn): Bare => {
  const { streams, places } = log;
  const rows = (name: string, text: string, values: unknown[]) =>
    pool.query<string[]>({ name, text, values, rowMode: 'array', types: asText });
  const stream = () =>
    rows('stream', `SELECT ${columns} FROM log.events WHERE stream = $1 ORDER BY version`, [
      streamName(drawn(streams)),
    ]);
  const append = () => {
    const { stream: of, events } = appendLike(log);
    const [{ id, type, header, data }] = events;
    return rows(
      'append',
      `INSERT INTO log.events (position, recorded_at, tenant, id, version, category, stream, type, link, header, data)
       SELECT (SELECT max(position) + 1 FROM log.events), now(), $1, $2, 1, 'case', $3, $4, decode($5, 'hex'), $6, $7`,
      [of.tenant, id, streamName(of), type, link, header, data],
    );
  };
  const page = () =>
    rows('page', `SELECT ${columns} FROM log.events WHERE position > $1 ORDER BY position LIMIT ${pageSize}`, [
      drawn(places),
    ]);
  return { append, stream, 'load and fold': stream, page };
};

/** Streams and places of a filled log, and one of its events. */
const drawFrom = (superuserUrl: string, events: number): Promise<Drawn> =>
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

/** Measures a log of so many events in PostgreSQL against bare `pg` on the same table. */
export const compareAt = async (database: ThrowAwayDatabase, events: number, span: Span): Promise<Compared[]> => {
  const log = await drawFrom(database.superuserUrl, events);
  const store = new PostgresStore({ url: database.urlOf('projector'), name: 'scale' });
  const limits = { max: 1, statementTimeoutMs: 60_000, lockTimeoutMs: 5_000 };
  const pool = createPool({ url: database.superuserUrl, name: 'bare', ...limits });
  try {
    return await compareWith(store, { log, bare: bareOperations(pool, log) }, span);
  } finally {
    await Promise.all([pool.end(), store.close()]);
  }
};
