import { withTenant } from '@etapp/database';
import type { Pool } from 'pg';

import type { OpenedCases } from './read-service.js';

type Row = { readonly case_id: string; readonly opened_at: Date };

/** When users last opened cases, in a table of its own: no event comes from reading. */
export const openedCases = (pool: Pool, now: () => string): OpenedCases => ({
  of: ({ tenant, userId }) =>
    withTenant({ pool, tenant, readOnly: true }, async (client) => {
      const { rows } = await client.query<Row>('SELECT case_id, opened_at FROM app.last_opened WHERE user_id = $1', [
        userId,
      ]);
      return new Map(rows.map((row) => [row.case_id, row.opened_at.toISOString()]));
    }),
  record: ({ tenant, userId }, caseId) =>
    withTenant({ pool, tenant }, async (client) => {
      await client.query(
        `INSERT INTO app.last_opened (tenant, user_id, case_id, opened_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant, user_id, case_id) DO UPDATE SET opened_at = excluded.opened_at`,
        [tenant, userId, caseId, now()],
      );
    }),
});
