import type { Pool } from 'pg';

import { type Channel, outdated } from '../delivery/delivery.js';

/**
 * Deliveries of a channel that wait for their time or another try, those that were given up, and those that were not sent
 * since they had waited for too long, as far as they are still on the list.
 */
export type OutgoingCounts = {
  readonly channel: Channel;
  readonly waiting: number;
  readonly dead: number;
  readonly outdated: number;
};

const COUNTS = `
  SELECT channel, count(*) FILTER (WHERE state = 'pending')::int AS waiting,
    count(*) FILTER (WHERE state = 'dead')::int AS dead, count(*) FILTER (WHERE state = 'void')::int AS outdated
  FROM reminders.deliveries WHERE state IN ('pending', 'dead') OR (state = 'void' AND error = '${outdated}') GROUP BY channel`;

/** Counts what waits to leave the house, and what never did, of all municipalities together; both channels, always. */
export const countOutgoing = async (pool: Pool): Promise<readonly OutgoingCounts[]> => {
  const { rows } = await pool.query<OutgoingCounts>(COUNTS);
  return (['email', 'webhook'] as const).map(
    (channel) => rows.find((row) => row.channel === channel) ?? { channel, waiting: 0, dead: 0, outdated: 0 },
  );
};
