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

type OfKind = Pick<IndexedValue, 'tenant' | 'kind'>;
type Made = OfKind & { readonly owners: readonly string[] };
const ofOwner = ({ tenant, kind }: OfKind, ownerId: string): string => JSON.stringify([tenant, kind, ownerId]);

/**
 * A blind index that finds what the real one finds, and reserves in memory only. A municipality without persons and
 * employers has nothing to be found, and is not asked: asking would make its index key.
 */
export const rehearsalIndex = (beneath: BlindIndex, store: EventStore): BlindIndex => {
  const made = new Map<string, Made>();
  const letGo = new Set<string>();
  const hasPeople = peopleIn(store);
  const nameOf = ({ tenant, kind, value }: IndexedValue): string => JSON.stringify([tenant, kind, value]);
  const set = (value: IndexedValue, owners: readonly string[]): void =>
    void made.set(nameOf(value), { tenant: value.tenant, kind: value.kind, owners });
  const find: BlindIndex['find'] = async (sought) => {
    const { tenant, kind } = sought;
    const own = made.get(nameOf(sought));
    if (own !== undefined) return own.owners;
    const standing = (await hasPeople(tenant)) ? await beneath.find(sought) : [];
    return standing.filter((owner) => !letGo.has(ofOwner({ tenant, kind }, owner)));
  };
  return {
    find,
    reserve: async ({ ownerId, ...value }) => {
      const standing = await find(value);
      const [first] = standing;
      const taken = first !== undefined && value.kind !== 'birthDateInitials';
      if (!taken) set(value, [...new Set([...standing, ownerId])]);
      // Long ago: whether the owner's stream was begun decides, not how young the claim is.
      return { owner: taken ? first : ownerId, reservedAt: long };
    },
    replace: async ({ ownerId, seen: _seen, ...value }) => {
      set(value, [ownerId]);
      return true;
    },
    release: async ({ ownerId, ...value }) => set(value, without(await find(value), ownerId)),
    releaseOthers: async ({ ownerId, ...kept }) => {
      const here = await find(kept);
      letGo.add(ofOwner(kept, ownerId));
      for (const [name, { owners, ...of }] of made) {
        if (ofOwner(of, ownerId) === ofOwner(kept, ownerId))
          made.set(name, { ...of, owners: without(owners, ownerId) });
      }
      set(kept, here);
    },
  };
};

const without = (owners: readonly string[], gone: string): readonly string[] =>
  owners.filter((owner) => owner !== gone);

const peopleIn = (store: EventStore) => {
  const peopled = new Map<string, boolean>();
  return async (tenant: string): Promise<boolean> => {
    const known = peopled.get(tenant);
    if (known !== undefined) return known;
    const found = await anyOf(store, { tenant, categories: ['person', 'employer'] });
    peopled.set(tenant, found);
    return found;
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
