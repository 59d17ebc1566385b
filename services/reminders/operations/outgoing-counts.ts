import type { Pool } from 'pg';

import type { Channel } from '../delivery/delivery.js';

/** Deliveries of a channel that wait for their time or another try, and those that were given up. */
export type OutgoingCounts = { readonly channel: Channel; readonly waiting: number; readonly dead: number };

const COUNTS = `
  SELECT channel, count(*) FILTER (WHERE state = 'pending')::int AS waiting, count(*) FILTER (WHERE state = 'dead')::int AS dead
  FROM reminders.deliveries WHERE state IN ('pending', 'dead') GROUP BY channel`;

/** Counts what waits to leave the house and what was given up, of all municipalities together; both channels, always. */
export const countOutgoing = async (pool: Pool): Promise<readonly OutgoingCounts[]> => {
  const { rows } = await pool.query<OutgoingCounts>(COUNTS);
  return (['email', 'webhook'] as const).map(
    (channel) => rows.find((row) => row.channel === channel) ?? { channel, waiting: 0, dead: 0 },
  );
};
