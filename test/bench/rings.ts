import { setTimeout as delay } from 'node:timers/promises';

import { withClient } from '@etapp/database';

const everyMs = 200;

type Bound = { readonly reminders: number; readonly longestMs: number };

/** When (milliseconds of this process) so many rings stood in the log, looked for five times a second. Throws if they do not come. */
export const watchRings = (superuserUrl: string, { reminders, longestMs }: Bound): Promise<number> =>
  withClient(superuserUrl, async (client) => {
    const giveUpAt = performance.now() + longestMs;
    for (let [found, position] = [0, '0']; ;) {
      // From where the last look ended: each event is counted once, and looking costs the same at the end as at the start.
      const { rows } = await client.query<{ rung: number; head: string }>(
        `SELECT (count(*) FILTER (WHERE type = 'ReminderFired'))::int AS rung, coalesce(max(position), $1)::text AS head
         FROM log.events WHERE position > $1::bigint`,
        [position],
      );
      const at = performance.now();
      found += rows[0]?.rung ?? 0;
      position = rows[0]?.head ?? position;
      if (found >= reminders) return at;
      if (at > giveUpAt) throw new Error(`${found} of ${reminders} rang within ${longestMs} ms`);
      await delay(everyMs);
    }
  });

/** Rings in the log, and how many different reminders they are of. */
export const rungIn = (superuserUrl: string): Promise<{ readonly fired: number; readonly different: number }> =>
  withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ fired: number; different: number }>(
      `SELECT count(*)::int AS fired, count(DISTINCT data::json ->> 'reminderId')::int AS different
       FROM log.events WHERE type = 'ReminderFired'`,
    );
    return rows[0] ?? { fired: 0, different: 0 };
  });
