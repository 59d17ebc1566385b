import { Instant } from '@etapp/kernel';
import type { ClientBase } from 'pg';
import { z } from 'zod';

/** A delivery that was given up: no word of what it said, nor of where it went. */
const DeadLetter = z.object({
  key: z.string(),
  channel: z.enum(['email', 'webhook']),
  recipientId: z.uuid().optional(),
  eventId: z.uuid(),
  attempts: z.int(),
  firstAt: Instant.optional(),
  error: z.string().optional(),
});

/** Those that were given up longest ago, a hundred at most. */
export const DeadLetters = z.object({ items: z.array(DeadLetter) }).meta({ id: 'DeadLetters' });

/** Why a delivery is given up for good. */
export const Discarding = z.strictObject({ reasonCode: z.enum(['recipientGone', 'toldOtherwise', 'outdated']) });

/** What became of a dead letter. */
export const SettledLetter = z
  .object({ key: z.string(), state: z.enum(['pending', 'void']) })
  .meta({ id: 'SettledLetter' });

type Row = {
  key: string;
  channel: string;
  recipient: string | null;
  event_id: string;
  attempts: number;
  first_at: Date | null;
  error: string | null;
};

/** The dead letters of the municipality that the transaction sees. */
export const listDead = async (client: ClientBase): Promise<z.output<typeof DeadLetters>> => {
  const { rows } = await client.query<Row>(
    `SELECT key, channel, recipient, event_id, attempts, first_at, error
     FROM reminders.deliveries WHERE state = 'dead' ORDER BY next_at, key LIMIT 100`,
  );
  const items = rows.map(({ recipient, event_id: eventId, first_at: at, error, ...row }) => ({
    ...{ ...row, eventId, recipientId: recipient ?? undefined },
    ...{ firstAt: at?.toISOString(), error: error ?? undefined },
  }));
  return DeadLetters.parse({ items });
};

/** Sends one again, with the same key and 72 new hours. False if there is no such dead letter. */
export const retryDead = async (client: ClientBase, key: string, now: string): Promise<boolean> => {
  const { rowCount } = await client.query(
    `UPDATE reminders.deliveries SET state = 'pending', attempts = 0, first_at = NULL, next_at = $2
     WHERE key = $1 AND state = 'dead'`,
    [key, now],
  );
  return rowCount === 1;
};

/** Gives one up for good. False if there is no such dead letter. */
export const discardDead = async (client: ClientBase, key: string, now: string): Promise<boolean> => {
  const { rowCount } = await client.query(
    `UPDATE reminders.deliveries SET state = 'void', error = 'discarded', settled_at = $2 WHERE key = $1 AND state = 'dead'`,
    [key, now],
  );
  return rowCount === 1;
};
