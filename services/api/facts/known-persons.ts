import type { Caller } from '@etapp/access';
import type { EventStore } from '@etapp/event-store';
import { readSnapshot } from '@etapp/projection-engine';
import { caseCard, casePage, findKnownCase, personCard, staffDirectory } from '@etapp/projections';
import type { Pool } from 'pg';

import { readerOf } from '../queries/reader-of.js';

type Parts = { readonly pool: Pool; readonly store: EventStore; readonly now: () => string };

/**
 * Whether a caller may know of a protected person: they handle a case of theirs, or lead its unit. Somebody without any
 * case is handled by nobody yet, and open to whoever may manage persons at all.
 */
export const knownPersons =
  (parts: Parts) =>
  (caller: Caller, personId: string): Promise<boolean> =>
    readSnapshot(
      parts.pool,
      { ...parts, tenant: caller.tenant, projections: [caseCard, casePage, personCard, staffDirectory] },
      async (rows) => {
        const cases = await rows.find(caseCard, { where: { kind: 'eq', column: 'personId', value: personId } });
        const asking = { rows, reader: readerOf(caller), now: parts.now() };
        const known = await Promise.all(cases.map(({ key }) => findKnownCase(asking, key)));
        return known.length === 0 || known.some((each) => each !== undefined);
      },
    );
