import type { Pool } from 'pg';

import type { Channel } from './delivery.js';

/** A delivery that was given up. No word of what it said, nor of where it went. */
export type DeadLetter = {
  readonly key: string;
  readonly channel: Channel;
  readonly recipient: string | undefined;
  readonly eventId: string;
  readonly attempts: number;
  readonly error: string | undefined;
  readonly firstAt: string | undefined;
};

type Row = {
  key: string;
  channel: Channel;
  recipient: string | null;
  event_id: string;
  attempts: number;
  error: string | null;
  first_at: Date | null;
};

/** The dead letters of a municipality, oldest first. */
export const listDeadLetters = async (pool: Pool, tenant: string): Promise<readonly DeadLetter[]> => {
  const { rows } = await pool.query<Row>(
    `SELECT key, channel, recipient, event_id, attempts, error, first_at
     FROM reminders.deliveries WHERE tenant = $1 AND state = 'dead' ORDER BY next_at, key`,
    [tenant],
  );
  return rows.map(({ event_id: eventId, recipient, error, first_at: firstAt, ...row }) => ({
    ...row,
    ...{ eventId, recipient: recipient ?? undefined, error: error ?? undefined, firstAt: firstAt?.toISOString() },
  }));
};

/** Which dead letters are tried again: those of the keys, or all. */
export type Retried = { readonly tenant: string; readonly keys?: readonly string[]; readonly now: string };

/**
 * Sends dead letters again, with the same keys and 72 new hours; returns the keys of those that were dead. Later events of
 * the same stream may have gone out before them.
 */
export const retryDeadLetters = async (pool: Pool, { tenant, keys, now }: Retried): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ key: string }>(
    `UPDATE reminders.deliveries SET state = 'pending', attempts = 0, first_at = NULL, next_at = $3
     WHERE tenant = $1 AND state = 'dead' AND ($2::text[] IS NULL OR key = ANY ($2)) RETURNING key`,
    [tenant, keys ?? null, now],
  );
  return rows.map(({ key }) => key);
};
