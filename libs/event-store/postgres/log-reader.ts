import { coalesced, withTenant } from '@etapp/database';
import { parseStreamName, streamName, type StreamId } from '@etapp/kernel';
import type { Pool, QueryArrayConfig } from 'pg';

import type { LogPage, Position, ReadFilter, StoredEvent } from '../port.js';
import { asText } from './batch.js';
import { toReadFailure } from './failure.js';

/** Before every event. */
export const start: Position = '0';

/** Positions that one read looks through for events that fit a filter; bounds the work of a read without a hit. */
const filterWindow = 10_000;

const columns = `position, recorded_at AT TIME ZONE 'UTC', stream, version, id, type, header, data, encode(link, 'hex')`;

/** Which events of which stream are asked for. */
type StreamQuestion = { readonly stream: StreamId; readonly fromVersion: number };

/** Streams are short: what is asked for at the same time goes out in one statement, several of which may be under way. */
const together = { most: 32, atOnce: 3 };

type Row = readonly (string | null)[];

/** Reads the log with the rights of a pool's role. Every method throws StoreUnavailable in an outage. */
export class LogReader {
  readonly #readStreams = coalesced<StreamQuestion, StoredEvent[]>(
    (questions) => this.#readSeveral(questions),
    together,
  );

  constructor(private readonly pool: Pool) {}

  /** A stream's events in version order. */
  async readStream(stream: StreamId, fromVersion: number): Promise<StoredEvent[]> {
    return this.#readStreams({ stream, fromVersion });
  }

  /** Up to `limit` events after a position that fit the filter. */
  async readAll(after: Position, filter: ReadFilter, limit: number): Promise<LogPage> {
    const { name, conditions, values } = toConditions(filter);
    const last = Number(after) + (conditions === '' ? limit : Math.max(limit, filterWindow));
    const rows = await this.#rows(
      {
        name,
        text: `
          SELECT h.head, e.* FROM (SELECT position AS head FROM log.head()) h
          LEFT JOIN LATERAL (
            SELECT ${columns} FROM log.events
            WHERE position > $1 AND position <= least($2, h.head) ${conditions}
            ORDER BY position LIMIT $3
          ) e ON true`,
        values: [after, last, limit, ...values],
      },
      filter.tenant,
    );
    const events = toEvents(rows.map(([, ...row]) => row));
    const head = Number(rows[0]?.[0] ?? start);
    const full = events.length >= limit ? events.at(-1) : undefined;
    const upTo = full === undefined ? Math.max(Number(after), Math.min(last, head)) : Number(full.position);
    return { events, upTo: String(upTo), atHead: upTo >= head };
  }

  /** The newest position. */
  async head(): Promise<Position> {
    const [row] = await this.#rows({ name: 'head', text: 'SELECT position FROM log.head()' });
    return row?.[0] ?? start;
  }

  /** The last position recorded at or before an instant. */
  async positionAt(recordedAt: string): Promise<Position> {
    const [row] = await this.#rows({ name: 'at', text: 'SELECT log.position_at($1)', values: [recordedAt] });
    return row?.[0] ?? start;
  }

  /** When the oldest event after a position was recorded, of whichever municipality; undefined if there is none. */
  async recordedAfter(position: Position): Promise<string | undefined> {
    const text = `SELECT log.recorded_after($1) AT TIME ZONE 'UTC'`;
    const [row] = await this.#rows({ name: 'after', text, values: [position] });
    const recordedAt = row?.[0];
    return typeof recordedAt === 'string' ? toInstant(recordedAt) : undefined;
  }

  async #readSeveral(questions: readonly StreamQuestion[]): Promise<StoredEvent[][]> {
    const rows = await this.#rows({
      name: 'read-streams',
      text: `SELECT ${columns}, q.n FROM unnest($1::uuid[], $2::text[], $3::integer[])
          WITH ORDINALITY AS q (of_tenant, of_stream, from_version, n)
        CROSS JOIN LATERAL log.read_stream(q.of_tenant, q.of_stream, q.from_version) ORDER BY q.n, version`,
      values: [
        questions.map(({ stream }) => stream.tenant),
        questions.map(({ stream }) => streamName(stream)),
        questions.map(({ fromVersion }) => fromVersion),
      ],
    });
    const answers = questions.map((): StoredEvent[] => []);
    for (const row of rows) {
      const index = Number(row[9]) - 1;
      const question = questions[index];
      if (question !== undefined) answers[index]?.push(toStoredEvent(row, question.stream));
    }
    return answers;
  }

  async #rows(query: Omit<QueryArrayConfig, 'rowMode' | 'types'>, tenant?: string): Promise<Row[]> {
    const asked: QueryArrayConfig = { ...query, rowMode: 'array', types: asText };
    try {
      const { rows } =
        tenant === undefined
          ? await this.pool.query<(string | null)[]>(asked)
          : await withTenant({ pool: this.pool, tenant, readOnly: true }, (client) =>
              client.query<(string | null)[]>(asked),
            );
      return rows;
    } catch (error) {
      throw toReadFailure(error);
    }
  }
}

type Conditions = { readonly name: string; readonly conditions: string; readonly values: readonly unknown[] };

/** SQL for the filters that are set, one prepared statement per combination. */
const toConditions = ({ tenant, categories = [], types = [] }: ReadFilter): Conditions => {
  const wanted = [
    { label: 'tenant', value: tenant, sql: 'tenant =' },
    { label: 'categories', value: categories.length > 0 ? categories : undefined, sql: 'category = ANY' },
    { label: 'types', value: types.length > 0 ? types : undefined, sql: 'type = ANY' },
  ].filter(({ value }) => value !== undefined);
  return {
    name: ['read-all', ...wanted.map(({ label }) => label)].join('-'),
    conditions: wanted.map(({ sql }, index) => `AND ${sql} ($${index + 4})`).join(' '),
    values: wanted.map(({ value }) => value),
  };
};

/** Events of a page; one without a hit has a row of nulls. Streams repeat within a page, so names are read once. */
const toEvents = (rows: readonly Row[]): StoredEvent[] => {
  const streams = new Map<string, StreamId>();
  const streamOf = (name: string): StreamId => {
    const known = streams.get(name) ?? parseStreamName(name);
    streams.set(name, known);
    return known;
  };
  return rows.filter(([position]) => position !== null).map((row) => toStoredEvent(row, streamOf(row[2] ?? '')));
};

const toStoredEvent = (row: Row, stream: StreamId): StoredEvent => ({
  position: textAt(row, 0),
  recordedAt: toInstant(textAt(row, 1)),
  stream,
  version: Number(row[3]),
  id: textAt(row, 4),
  type: textAt(row, 5),
  header: textAt(row, 6),
  data: textAt(row, 7),
  link: textAt(row, 8),
});

const textAt = (row: Row, column: number): string => {
  const text = row[column];
  if (typeof text !== 'string') throw new Error(`column ${column} of an event is missing`);
  return text;
};

/** `2026-03-02 09:00:00.25`, as PostgreSQL prints it, to `2026-03-02T09:00:00.250Z`. */
const toInstant = (text: string): string =>
  `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, 23).padEnd(3, '0')}Z`;
