import type { Pool, PoolClient } from 'pg';

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

type Counted = { channel: Channel; what: 'waiting' | 'dead' | 'outdated'; count: number };

// Each is counted by an index of its own, so that what was sent, which is most of the list, is not looked at.
const COUNTS = `
  SELECT channel, 'waiting' AS what, count(*)::int AS count FROM reminders.deliveries
  WHERE state = 'pending' GROUP BY channel
  UNION ALL SELECT channel, 'dead', count(*)::int FROM reminders.deliveries WHERE state = 'dead' GROUP BY channel
  UNION ALL SELECT channel, 'outdated', count(*)::int FROM reminders.deliveries
  WHERE state = 'void' AND error = '${outdated}' GROUP BY channel`;

/** Counts what waits to leave the house, and what never did, of all municipalities together; both channels, always. */
export const countOutgoing = async (pool: Pick<Pool | PoolClient, 'query'>): Promise<readonly OutgoingCounts[]> => {
  const { rows } = await pool.query<Counted>(COUNTS);
  return (['email', 'webhook'] as const).map((channel) => {
    const countOf = (asked: Counted['what']): number =>
      rows.find((row) => row.channel === channel && row.what === asked)?.count ?? 0;
    return { channel, waiting: countOf('waiting'), dead: countOf('dead'), outdated: countOf('outdated') };
  });
};
