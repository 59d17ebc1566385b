import type { EventStore } from '@etapp/event-store';
import { readSnapshot } from '@etapp/projection-engine';
import { caseCard } from '@etapp/projections';
import type { Pool } from 'pg';

import type { FactParts } from './fact-question.js';

type Parts = { readonly pool: Pool; readonly store: EventStore; readonly now: () => string };
/** What the read model of cases knows of open cases; it may be a moment old. */
export const openCases = (parts: Parts): Pick<FactParts, 'countOpenCases' | 'findOpenCases'> => ({
  countOpenCases: (tenant, userId) =>
    readSnapshot(parts.pool, { ...parts, tenant, projections: [caseCard] }, (rows) =>
      rows.count(caseCard, {
        kind: 'all',
        conditions: [
          { kind: 'eq', column: 'caseworkerUserId', value: userId },
          { kind: 'eq', column: 'caseStatus', value: 'open' },
        ],
      }),
    ),
  findOpenCases: (tenant, { personId, unitId }) =>
    readSnapshot(parts.pool, { ...parts, tenant, projections: [caseCard] }, async (rows) => {
      const found = await rows.find(caseCard, {
        where: {
          kind: 'all',
          conditions: [
            { kind: 'eq', column: 'personId', value: personId },
            { kind: 'eq', column: 'unitId', value: unitId },
            { kind: 'eq', column: 'caseStatus', value: 'open' },
          ],
        },
      });
      return found.map(({ key }) => key);
    }),
});
