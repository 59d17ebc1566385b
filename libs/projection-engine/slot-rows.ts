import { parseJson, parseRow, type Projection, rowFromJson } from '@etapp/kernel';
import type { ClientBase } from 'pg';

import { arrayLiteral, columnsOf, toSqlText } from './columns.js';
import type { Folded, Kept, Row } from './fold-key.js';
import { type Slot, tableOf } from './tables.js';
import { textArray } from './text-array.js';
import { addressOf, type RowKey } from './touched-keys.js';

/** One table of a projection, and the connection whose transaction reads and writes it. */
export type SlotTable = { readonly client: ClientBase; readonly projection: Projection; readonly slot: Slot };

type StoredRow = RowKey & { streams: string[]; doc: string | null; parked: boolean };

/** Reads a stored document back, boxes closed. Throws when it does not fit the row's schema. */
const rowOfDoc = (projection: Projection, doc: string): Row => parseRow(projection, rowFromJson(parseJson(doc)));

const toKept = (projection: Projection, { tenant, key, streams, doc, parked }: StoredRow): Kept => ({
  ...{ tenant, key, streams, parked },
  row: doc === null ? undefined : rowOfDoc(projection, doc),
});

/** The keys among these that the table has, by address. */
export const loadRows = async ({ client, projection, slot }: SlotTable, keys: readonly RowKey[]) => {
  if (keys.length === 0) return new Map<string, Kept>();
  // One index probe per key, whatever the planner believes of a table that has just been filled: LIMIT keeps it from
  // choosing another join. Planned each time: a plan of an empty table would stay while it is filled.
  const { rows } = await client.query<StoredRow>(
    `SELECT s.* FROM (SELECT a::uuid AS tenant, b AS key FROM unnest($1::text[], $2::text[]) u(a, b)) k
     CROSS JOIN LATERAL (
       SELECT tenant, key, streams, doc, parked FROM ${tableOf(projection, slot)} t
       WHERE t.tenant = k.tenant AND t.key = k.key LIMIT 1
     ) s`,
    [textArray(keys.map(({ tenant }) => tenant)), textArray(keys.map(({ key }) => key))],
  );
  return new Map(rows.map((row) => [addressOf(row), toKept(projection, row)]));
};

const tracked = ['streams', 'parked'];
const own = ['tenant', 'key', 'streams', 'parked', 'doc'];

const input = (projection: Projection): { names: string; source: string } => {
  const columns = columnsOf(projection);
  const types = ['uuid', 'text', 'text[]', 'boolean', 'text', ...columns.map(({ type }) => type)];
  const letters = types.map((_type, index) => `c${index}`);
  const arrays = types.map((_type, index) => `$${index + 1}::text[]`);
  return {
    names: [...own, ...columns.map(({ name }) => name)].join(', '),
    source: `SELECT ${letters.map((letter, index) => `${letter}::${types[index]}`).join(', ')}
      FROM unnest(${arrays.join(', ')}) u(${letters.join(', ')})`,
  };
};

const parameters = (projection: Projection, rows: readonly Folded[]): Buffer[] => [
  textArray(rows.map(({ tenant }) => tenant)),
  textArray(rows.map(({ key }) => key)),
  textArray(rows.map(({ streams }) => arrayLiteral(streams))),
  textArray(rows.map(({ parked }) => String(parked))),
  textArray(rows.map(({ written }) => written?.doc ?? null)),
  ...columnsOf(projection).map((_column, index) =>
    textArray(rows.map(({ written }) => toSqlText(written?.columns[index] ?? null))),
  ),
];

/** Writes rows whether they exist or not, in one statement. Rows without new content keep what they have. */
export const saveRows = async ({ client, projection, slot }: SlotTable, rows: readonly Folded[]): Promise<void> => {
  const { names, source } = input(projection);
  const content = ['doc', ...columnsOf(projection).map(({ name }) => name)];
  const groups = [
    { name: 'save', rows: rows.filter(({ written }) => written !== undefined), changed: [...content, ...tracked] },
    { name: 'keep', rows: rows.filter(({ written }) => written === undefined), changed: tracked },
  ];
  const table = tableOf(projection, slot);
  for (const group of groups) {
    if (group.rows.length === 0) continue;
    // Named, so that it is planned once a connection: it writes the same way into a table of any size.
    await client.query({
      name: `${group.name} ${table}`,
      text: `INSERT INTO ${table} (${names}) ${source} ON CONFLICT (tenant, key)
       DO UPDATE SET ${group.changed.map((name) => `${name} = EXCLUDED.${name}`).join(', ')}`,
      values: parameters(projection, group.rows),
    });
  }
};

/**
 * Writes rows of keys that are expected to be new. False, and nothing is written, when one of them exists: then they
 * must be loaded first.
 */
export const insertNew = async ({ client, projection, slot }: SlotTable, rows: readonly Folded[]): Promise<boolean> => {
  const { names, source } = input(projection);
  await client.query('SAVEPOINT expecting_new_keys');
  const { rowCount } = await client.query(
    `INSERT INTO ${tableOf(projection, slot)} (${names}) ${source} ON CONFLICT (tenant, key) DO NOTHING`,
    parameters(projection, rows),
  );
  if (rowCount === rows.length) return true;
  await client.query('ROLLBACK TO SAVEPOINT expecting_new_keys');
  return false;
};
