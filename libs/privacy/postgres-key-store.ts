import { coalesced, withTenant } from '@etapp/database';
import type { Pool } from 'pg';

import type {
  EnsuredKeys,
  KeyPurpose,
  KeyStore,
  StoredIndexKey,
  StoredPersonKey,
  StoredTextKey,
  WantedKeys,
} from './key-store.js';
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

const ENSURE = {
  name: 'ensure-keys',
  text: 'SELECT * FROM keys.ensure_keys($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
};
const FIND = { name: 'find-keys', text: 'SELECT * FROM keys.find_keys($1, $2, $3, $4)' };

const together = { most: 64, atOnce: 2 };

type Wanted = { readonly tenant: string; readonly wanted: WantedKeys };

const personsOf = ({ personKeys, textKeys }: WantedKeys): ReadonlySet<string> =>
  new Set([...personKeys, ...textKeys].map(({ personId }) => personId));

/** What one of several that asked together gets: its own persons and texts. */
const shareOf = (wanted: WantedKeys, { personKeys, textIds, erased }: EnsuredKeys): EnsuredKeys => {
  const persons = personsOf(wanted);
  return {
    personKeys: personKeys.filter(({ personId }) => persons.has(personId)),
    textIds: textIds.filter((id) => wanted.textKeys.some(({ textId }) => textId === id)),
    erased: erased.filter((personId) => persons.has(personId)),
  };
};

const ensureTogether = async (pool: Pool, tenant: string, wanted: readonly WantedKeys[]): Promise<EnsuredKeys> => {
  const all = {
    at: wanted.map(({ at }) => at).reduce((latest, at) => (at > latest ? at : latest)),
    personKeys: wanted.flatMap(({ personKeys }) => personKeys),
    textKeys: wanted.flatMap(({ textKeys }) => textKeys),
  };
  const rows = await ask(pool, ENSURE, [tenant, ...toColumns(all)]);
  return {
    personKeys: personKeysIn(rows),
    textIds: textKeysIn(rows).map(({ textId }) => textId),
    erased: erasedIn(rows),
  };
};

/** One commit for the keys that are wanted at the same time, by municipality. */
const ensureSeveral =
  (pool: Pool) =>
  async (asked: readonly Wanted[]): Promise<EnsuredKeys[]> => {
    const tenants = [...new Set(asked.map(({ tenant }) => tenant))];
    const ensured = new Map<string, EnsuredKeys>();
    for (const tenant of tenants) {
      const wanted = asked.filter((each) => each.tenant === tenant).map((each) => each.wanted);
      ensured.set(tenant, await ensureTogether(pool, tenant, wanted));
    }
    return asked.map(({ tenant, wanted }) => {
      const all = ensured.get(tenant);
      if (all === undefined) throw new Error('a municipality was not asked for');
      return shareOf(wanted, all);
    });
  };

/** Keys in the schema `keys` of PostgreSQL; the pool is that of the role `etapp_keys`. */
export const postgresKeyStore = (pool: Pool): KeyStore => {
  const ensure = coalesced(ensureSeveral(pool), together);
  return {
    ensure: (tenant, wanted) => ensure({ tenant, wanted }),
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
  };
};

type Statement = typeof ENSURE;

const ask = (pool: Pool, statement: Statement, values: readonly unknown[]): Promise<readonly KeyRow[]> =>
  orUnavailable(async () => (await pool.query<KeyRow>({ ...statement, values: [...values] })).rows);

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
