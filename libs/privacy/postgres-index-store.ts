import { withTenant } from '@etapp/database';
import type { Pool, PoolClient } from 'pg';

import { type Claim, type IndexEntry, type IndexStore, isUnique } from './index-store.js';
import { orUnavailable } from './postgres-outage.js';

/** The blind index in the schema `keys` of PostgreSQL; the pool is that of the role `etapp_keys`. */
export const postgresIndexStore = (pool: Pool): IndexStore => {
  const inTenant = <T>(tenant: string, work: (client: PoolClient) => Promise<T>): Promise<T> =>
    orUnavailable(() => withTenant({ pool, tenant }, work));
  return {
    reserve: (tenant, entry) => reserve((work) => inTenant(tenant, work), tenant, entry),
    replace: (tenant, { kind, hmac, owner, reservedAt }, by) =>
      inTenant(tenant, async (client) => {
        const { rowCount } = await client.query(REPLACE, [kind, hmac, owner, reservedAt, by.owner, by.reservedAt]);
        return rowCount === 1;
      }),
    release: async (tenant, { kind, hmac }, owner) => {
      await inTenant(tenant, (client) => client.query(RELEASE, [kind, hmac, owner]));
    },
    releaseOthers: async (tenant, { kind, hmac }, owner) => {
      await inTenant(tenant, (client) => client.query(RELEASE_OTHERS, [kind, hmac, owner]));
    },
    find: (tenant, { kind, hmac }) =>
      inTenant(tenant, async (client) => {
        const { rows } = await client.query<{ owner: string }>(FIND, [kind, hmac]);
        return rows.map(({ owner }) => owner);
      }),
  };
};

const RESERVE = `
  INSERT INTO keys.blind_index (tenant, kind, hmac, owner_id, reserved_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT DO NOTHING`;
const CLAIM = `
  SELECT owner_id AS owner, reserved_at AS "reservedAt" FROM keys.blind_index
  WHERE kind = $1 AND hmac = $2 AND ($3 OR owner_id = $4)`;
const REPLACE = `
  UPDATE keys.blind_index SET owner_id = $5, reserved_at = $6
  WHERE kind = $1 AND hmac = $2 AND owner_id = $3 AND reserved_at = $4`;
const RELEASE = 'DELETE FROM keys.blind_index WHERE kind = $1 AND hmac = $2 AND owner_id = $3';
const RELEASE_OTHERS = 'DELETE FROM keys.blind_index WHERE kind = $1 AND hmac <> $2 AND owner_id = $3';
const FIND =
  'SELECT owner_id AS owner FROM keys.blind_index WHERE kind = $1 AND hmac = $2 ORDER BY owner_id::text COLLATE "C"';

type InTenant = <T>(work: (client: PoolClient) => Promise<T>) => Promise<T>;

const reserve = async (inTenant: InTenant, tenant: string, entry: IndexEntry): Promise<Claim> => {
  const { kind, hmac, owner, reservedAt } = entry;
  const claim = await inTenant(async (client) => {
    await client.query(RESERVE, [tenant, kind, hmac, owner, reservedAt]);
    const { rows } = await client.query<{ owner: string; reservedAt: Date }>(CLAIM, [
      ...[kind, hmac, isUnique(kind), owner],
    ]);
    return rows[0];
  });
  // The winner let go between the two statements: the place is free again.
  if (claim === undefined) return reserve(inTenant, tenant, entry);
  return { owner: claim.owner, reservedAt: claim.reservedAt.toISOString() };
};
