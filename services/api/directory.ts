import type { Caller } from '@etapp/access';
import type { EventStore } from '@etapp/event-store';
import type { Principal } from '@etapp/http';
import { readSnapshot } from '@etapp/projection-engine';
import { staffDirectory as staffRows } from '@etapp/projections';
import type { Pool } from 'pg';

import type { Directory } from './hooks.js';

const cachedMs = 30_000;
const maxCached = 10_000;

type Parts = { readonly pool: Pool; readonly store: EventStore; readonly now: () => string };

const look = ({ pool, store, now }: Parts, { tenant, subject }: Principal): Promise<Caller | undefined> =>
  readSnapshot(pool, { tenant, projections: [staffRows], store, now }, async (rows) => {
    const row = await rows.get(staffRows, subject);
    if (row === undefined || row.leftOn !== undefined) return undefined;
    const { partyKind, roles, unitIds } = row;
    return { userId: subject, tenant, partyKind, roles, unitIds };
  });

/**
 * Who a principal is, out of the municipality's own staff directory, by subject: a municipality has one issuer (the
 * configuration refuses a second), so that its subject is the pair of issuer and subject. A role taken away acts within half a minute,
 * whatever the token says. `elapsed` is a monotonic clock in milliseconds.
 */
export const staffDirectory = (parts: Parts, elapsed: () => number): Directory => {
  const cache = new Map<string, { readonly caller: Caller; readonly until: number }>();
  return async (principal) => {
    const key = `${principal.tenant}/${principal.issuer}/${principal.subject}`;
    const hit = cache.get(key);
    if (hit !== undefined && hit.until > elapsed()) return hit.caller;
    const caller = await look(parts, principal);
    if (caller === undefined) return undefined;
    if (cache.size >= maxCached) cache.clear();
    cache.set(key, { caller, until: elapsed() + cachedMs });
    return caller;
  };
};
