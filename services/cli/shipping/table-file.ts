import { type FileHandle, open, rename } from 'node:fs/promises';

import type { Client } from 'pg';
import { z } from 'zod';

import { withAllRows } from '../all-rows.js';
import { BrokenFile, chainedLine, readChained } from './chained-lines.js';

/**
 * Tables that no log gives back, in the order in which they refer to each other. `keys` opens what is personal and is kept
 * apart; `beside` holds where the log came from, claims,
 * and what is on its way out of the house.
 */
export const keptTables = {
  keys: [
    'keys.person_keys',
    'keys.text_keys',
    'keys.index_keys',
    'keys.blind_index',
    'keys.erasures',
    'keys.redactions',
  ],
  beside: [
    'log.generations',
    'app.log_generation',
    'app.claims',
    'app.operator_acts',
    'reminders.mail_preferences',
    'reminders.webhooks',
    'reminders.deliveries',
    'reminders.delivery_checkpoints',
  ],
} as const;

/** Which of the kept tables. */
export type Kept = keyof typeof keptTables;

const Head = z.object({ kind: z.literal('etapp-tables'), format: z.literal(1), of: z.string(), at: z.string() });
const Row = z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) });
const End = z.object({ kind: z.literal('end'), rows: z.int() });

const tablesIn = async (client: Client, of: Kept): Promise<readonly string[]> => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) WITH ORDINALITY AS t (name, place)
     WHERE to_regclass(name) IS NOT NULL ORDER BY place`,
    [keptTables[of]],
  );
  return rows.map(({ name }) => name);
};

/** Rows in pages, so that a large table does not have to fit into memory. */
async function* rowsOf(client: Client, table: string): AsyncGenerator<unknown> {
  await client.query(`DECLARE kept NO SCROLL CURSOR FOR SELECT row_to_json(t) AS row FROM ${table} t`);
  for (;;) {
    const { rows } = await client.query<{ row: unknown }>('FETCH 2000 FROM kept');
    if (rows.length === 0) break;
    for (const { row } of rows) yield row;
  }
  await client.query('CLOSE kept');
}

/** The values of a file of tables, in order: where it came from, one value per row, and that it is whole. */
async function* contentsOf(client: Client, of: Kept, at: string): AsyncGenerator<object> {
  yield { kind: 'etapp-tables', format: 1, of, at };
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  let count = 0;
  for (const table of await tablesIn(client, of)) {
    for await (const row of rowsOf(client, table)) {
      count += 1;
      yield { table, row };
    }
  }
  await client.query('COMMIT');
  yield { kind: 'end', rows: count };
}

/** What to write, from where and when (UTC). */
export type TableCopy = { readonly of: Kept; readonly url: string; readonly file: string; readonly at: string };

const flushAt = 1 << 20;

/** Writes the values, each line chained to the one before it, and has them on disk. Answers the number of lines. */
const writeLines = async (handle: FileHandle, values: AsyncIterable<object>): Promise<number> => {
  let [sum, lines, pending] = ['', 0, ''];
  for await (const value of values) {
    const line = chainedLine(sum, value);
    ({ sum } = line);
    lines += 1;
    pending += line.text;
    if (pending.length <= flushAt) continue;
    await handle.appendFile(pending);
    pending = '';
  }
  await handle.appendFile(pending);
  await handle.sync();
  return lines;
};

/**
 * Writes the tables as they are at one moment, in place of what the file held, whole or not at all. Needs a login that
 * sees every municipality, and stops with `notPermitted` for another. Answers the number of rows.
 */
export const writeTables = ({ of, url, file, at }: TableCopy): Promise<number> =>
  withAllRows(url, async (client) => {
    const fresh = `${file}.new`;
    const handle = await open(fresh, 'w', 0o600);
    const lines = await writeLines(handle, contentsOf(client, of, at)).finally(() => handle.close());
    await rename(fresh, file);
    return lines - 2;
  });

const insert = async (client: Client, table: string, rows: readonly Record<string, unknown>[]): Promise<void> => {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first)
    .map((name) => client.escapeIdentifier(name))
    .join(', ');
  await client.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1) ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
};

type Copied = z.output<typeof Row>;

/** A row of one of the tables; undefined for anything else. */
const copiedOf = (value: unknown, of: Kept): Copied | undefined => {
  const known: readonly string[] = keptTables[of];
  const { data } = Row.safeParse(value);
  return data !== undefined && known.includes(data.table) ? data : undefined;
};

async function* copiedIn(file: string, of: Kept): AsyncGenerator<Copied> {
  let rows = 0;
  let last: unknown;
  for await (const { value, line } of readChained(file)) {
    last = value;
    const isFrame = line === 1 ? Head.safeParse(value).data?.of === of : End.safeParse(value).success;
    if (isFrame) continue;
    const copied = copiedOf(value, of);
    if (copied === undefined) throw new BrokenFile(file, line);
    rows += 1;
    yield copied;
  }
  // A file that lost its end is not put back: what it lacks would be missed by nobody until it is needed.
  if (End.safeParse(last).data?.rows !== rows) throw new BrokenFile(file, rows + 2);
}

/**
 * Puts rows back that are not there, all or none, and answers how many were read. Repeating it changes nothing. Needs a login
 * that may write to every municipality. Throws BrokenFile.
 */
export const readTables = ({ of, url, file }: Omit<TableCopy, 'at'>): Promise<number> =>
  withAllRows(url, async (client) => {
    await client.query('BEGIN');
    let batch: { table: string; rows: Record<string, unknown>[] } = { table: '', rows: [] };
    let count = 0;
    for await (const { table, row } of copiedIn(file, of)) {
      if (table !== batch.table || batch.rows.length === 1_000) {
        await insert(client, batch.table, batch.rows);
        batch = { table, rows: [] };
      }
      batch.rows.push(row);
      count += 1;
    }
    await insert(client, batch.table, batch.rows);
    await client.query('COMMIT');
    return count;
  });
