import { withTenant } from '@etapp/database';
import type { EventStore } from '@etapp/event-store';
import type { BlindIndex, IndexedValue } from '@etapp/privacy';
import type { Pool } from 'pg';

import { type Claim, type Claimant, type Claimed, claimOf, type ClaimRow, type Claims } from './claims.js';

const lookUp = (pool: Pool, { tenant, kind, key }: Claimed): Promise<Claim | undefined> =>
  withTenant({ pool, tenant, readOnly: true }, async (client) => {
    const text = 'SELECT claimant, claimed_at, at_version FROM app.claims WHERE kind = $1 AND key = $2';
    const [row] = (await client.query<ClaimRow>(text, [kind, key])).rows;
    return row === undefined ? undefined : claimOf(row);
  });

/** Claims that read like the real ones and are made in memory only. */
export const rehearsalClaims = (pool: Pool, now: () => string): Claims => {
  const made = new Map<string, Claim>();
  const make = (claimed: Claimed, { id, version }: Claimant): Claim => {
    const claim = { claimant: id, claimedAt: now(), atVersion: version };
    made.set(JSON.stringify(claimed), claim);
    return claim;
  };
  return {
    claim: async ({ tenant, kind, key }, by) => {
      const claimed = { tenant, kind, key };
      const standing = made.get(JSON.stringify(claimed)) ?? (await lookUp(pool, claimed));
      return standing === undefined || standing.claimant === by.id ? make(claimed, by) : standing;
    },
    replace: async ({ tenant, kind, key }, _seen, by) => make({ tenant, kind, key }, by),
  };
};

const long = new Date(0).toISOString();

/**
 * A blind index that finds what the real one finds, and reserves in memory only. A municipality without persons and
 * employers has nothing to be found, and is not asked: asking would make its index key.
 */
export const rehearsalIndex = (beneath: BlindIndex, store: EventStore): BlindIndex => {
  const owners = new Map<string, readonly string[]>();
  const peopled = new Map<string, boolean>();
  const nameOf = ({ tenant, kind, value }: IndexedValue): string => JSON.stringify([tenant, kind, value]);
  const hasPeople = async (tenant: string): Promise<boolean> => {
    const known = peopled.get(tenant);
    if (known !== undefined) return known;
    const found = await anyOf(store, { tenant, categories: ['person', 'employer'] });
    peopled.set(tenant, found);
    return found;
  };
  const find: BlindIndex['find'] = async (sought) => {
    const own = owners.get(nameOf(sought));
    if (own !== undefined) return own;
    return (await hasPeople(sought.tenant)) ? beneath.find(sought) : [];
  };
  return {
    find,
    reserve: async ({ ownerId, ...value }) => {
      const standing = await find(value);
      const [first] = standing;
      const taken = first !== undefined && value.kind !== 'birthDateInitials';
      if (!taken) owners.set(nameOf(value), [...new Set([...standing, ownerId])]);
      // Long ago: whether the owner's stream was begun decides, not how young the claim is.
      return { owner: taken ? first : ownerId, reservedAt: long };
    },
    replace: async ({ ownerId, seen: _seen, ...value }) => {
      owners.set(nameOf(value), [ownerId]);
      return true;
    },
    release: async ({ ownerId, ...value }) => {
      owners.set(
        nameOf(value),
        (await find(value)).filter((owner) => owner !== ownerId),
      );
    },
  };
};

/** Whether the log holds any event that fits; pages without a hit are passed over. */
const anyOf = async (store: EventStore, filter: Parameters<EventStore['readAll']>[1]): Promise<boolean> => {
  let after = store.start;
  for (;;) {
    const page = await store.readAll(after, filter, 1);
    if (page.events.length > 0) return true;
    if (page.atHead) return false;
    after = page.upTo;
  }
};
