import type { Pool } from 'pg';

/** A key whose fold threw: ids, types and codes, no values. */
export type ParkedKey = {
  readonly name: string;
  readonly version: number;
  readonly tenant: string;
  readonly key: string;
  /** The event that could not be applied. */
  readonly position: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly error: string;
  readonly attempts: number;
  readonly since: string;
};

/**
 * The keys that are parked in live tables, oldest first, at most 1,000. For `etapp_projector` those of all
 * municipalities; `etapp_api` sees the one that its transaction has set.
 */
export const listParkedKeys = async (pool: Pick<Pool, 'query'>): Promise<ParkedKey[]> => {
  const { rows } = await pool.query<ParkedKey>(
    `SELECT name, version, tenant, key, p.position, event_id AS "eventId", event_type AS "eventType", error, attempts,
       to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS since
     FROM engine.parked p JOIN engine.slots s USING (name, version, slot)
     WHERE s.state = 'live' ORDER BY p.since, name, version, tenant, key LIMIT 1000`,
  );
  return rows;
};
