import type { EventStore } from '@etapp/event-store';
import { readSnapshot } from '@etapp/projection-engine';
import { caseCard } from '@etapp/projections';
import type { Pool } from 'pg';

/** Counts the open cases that a member of staff is assigned to, out of the read model. */
export const openCaseCounter =
  (parts: { readonly pool: Pool; readonly store: EventStore; readonly now: () => string }) =>
  (tenant: string, userId: string): Promise<number> =>
    readSnapshot(parts.pool, { ...parts, tenant, projections: [caseCard] }, (rows) =>
      rows.count(caseCard, {
        kind: 'all',
        conditions: [
          { kind: 'eq', column: 'caseworkerUserId', value: userId },
          { kind: 'eq', column: 'caseStatus', value: 'open' },
        ],
      }),
    );
