import { withTenant } from '@etapp/database';
import type { Pool } from 'pg';

import type { KeyPurpose, KeyStore, StoredIndexKey, StoredPersonKey, StoredTextKey, WantedKeys } from './key-store.js';
import { orUnavailable } from './postgres-outage.js';

/** A row of `keys.ensure_keys` and `keys.find_keys`, by what it is. */
type KeyRow =
  | {
      what: 'person';
      person_id: string;
      purpose: KeyPurpose;
      version: number;
      key_id: string;
      wrapped: Buffer;
      wrapping: string;
    }
  | { what: 'text'; person_id: string; text_id: string; key_id: string; wrapped: Buffer }
  | { what: 'erased'; person_id: string }
  | { what: 'redacted'; person_id: string; text_id: string };

const ENSURE = `SELECT * FROM keys.ensure_keys($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const FIND = `SELECT * FROM keys.find_keys($1, $2, $3, $4)`;

/** Keys in the schema `keys` of PostgreSQL; the pool is that of the role `etapp_keys`. */
export const postgresKeyStore = (pool: Pool): KeyStore => ({
  ensure: async (tenant, wanted) => {
    const rows = await ask(pool, ENSURE, [tenant, ...toColumns(wanted)]);
    return {
      personKeys: personKeysIn(rows),
      textIds: textKeysIn(rows).map(({ textId }) => textId),
      erased: erasedIn(rows),
    };
  },
  find: async (tenant, { persons, texts }) => {
    const columns = [persons, texts.map(({ personId }) => personId), texts.map(({ textId }) => textId)];
    const rows = await ask(pool, FIND, [tenant, ...columns]);
    return {
      personKeys: personKeysIn(rows),
      textKeys: textKeysIn(rows),
      erased: erasedIn(rows),
      redacted: rows.flatMap((row) => (row.what === 'redacted' ? [row.text_id] : [])),
    };
  },
  ensureIndexKey: (tenant, candidate) => orUnavailable(() => ensureIndexKey(pool, tenant, candidate)),
});

const ask = (pool: Pool, text: string, values: readonly unknown[]): Promise<readonly KeyRow[]> =>
  orUnavailable(async () => (await pool.query<KeyRow>(text, [...values])).rows);

const toColumns = ({ at, personKeys, textKeys }: WantedKeys): readonly unknown[] => [
  at,
  personKeys.map(({ personId }) => personId),
  personKeys.map(({ purpose }) => purpose),
  personKeys.map(({ keyId }) => keyId),
  personKeys.map(({ wrapped }) => wrapped),
  personKeys.map(({ wrapping }) => wrapping),
  textKeys.map(({ personId }) => personId),
  textKeys.map(({ textId }) => textId),
  textKeys.map(({ wrapped }) => wrapped),
  textKeys.map(({ wrappedBy }) => wrappedBy),
];

const personKeysIn = (rows: readonly KeyRow[]): readonly StoredPersonKey[] =>
  rows.flatMap((row) => {
    if (row.what !== 'person') return [];
    const { person_id: personId, key_id: keyId, purpose, version, wrapped, wrapping } = row;
    return [{ personId, keyId, purpose, version, wrapped, wrapping }];
  });

const textKeysIn = (rows: readonly KeyRow[]): readonly StoredTextKey[] =>
  rows.flatMap((row) => {
    if (row.what !== 'text') return [];
    return [{ personId: row.person_id, textId: row.text_id, wrapped: row.wrapped, wrappedBy: row.key_id }];
  });

const erasedIn = (rows: readonly KeyRow[]): readonly string[] =>
  rows.flatMap((row) => (row.what === 'erased' ? [row.person_id] : []));

const INSERT_INDEX_KEY = `
  INSERT INTO keys.index_keys (tenant, version, wrapped, wrapping, created_at)
  SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT FROM keys.index_keys)
  ON CONFLICT DO NOTHING`;
const SELECT_INDEX_KEY = `SELECT version, wrapped, wrapping FROM keys.index_keys ORDER BY version DESC LIMIT 1`;

const ensureIndexKey = (
  pool: Pool,
  tenant: string,
  candidate: StoredIndexKey & { readonly at: string },
): Promise<StoredIndexKey> =>
  withTenant({ pool, tenant }, async (client) => {
    const { version, wrapped, wrapping, at } = candidate;
    await client.query(INSERT_INDEX_KEY, [tenant, version, wrapped, wrapping, at]);
    const { rows } = await client.query<StoredIndexKey>(SELECT_INDEX_KEY);
    const [held] = rows;
    if (held === undefined) throw new Error('the index key that was just stored does not show');
    return held;
  });
