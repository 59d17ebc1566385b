import type { ClientBase, Pool } from 'pg';

import type { Channel, Delivery, Outcome } from './delivery.js';

/** A delivery as the fold adds it. */
export type NewDelivery = {
  readonly tenant: string;
  readonly key: string;
  readonly channel: Channel;
  readonly recipient: string | undefined;
  readonly eventId: string;
  readonly stream: string;
  readonly version: number;
  /** Not sent before. */
  readonly dueAt: string;
  /** Stated for what cannot be sent: it is a dead letter from the start. */
  readonly error?: string;
};

const ADD = `
  INSERT INTO reminders.deliveries
    (tenant, key, channel, recipient, event_id, stream, version, next_at, error, state)
  SELECT given.*, CASE WHEN given.error IS NULL THEN 'pending' ELSE 'dead' END
  FROM unnest(
    $1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::integer[], $8::timestamptz[], $9::text[]
  ) AS given (tenant, key, channel, recipient, event_id, stream, version, next_at, error)
  ON CONFLICT DO NOTHING`;

/** Puts deliveries on the list. One that is there already stays as it is. */
export const addDeliveries = async (client: ClientBase, rows: readonly NewDelivery[]): Promise<void> => {
  if (rows.length === 0) return;
  await client.query(ADD, [
    rows.map(({ tenant }) => tenant),
    rows.map(({ key }) => key),
    rows.map(({ channel }) => channel),
    rows.map(({ recipient }) => recipient ?? null),
    rows.map(({ eventId }) => eventId),
    rows.map(({ stream }) => stream),
    rows.map(({ version }) => version),
    rows.map(({ dueAt }) => dueAt),
    rows.map(({ error }) => error ?? null),
  ]);
};

const GATHER = `
  INSERT INTO reminders.deliveries AS d (tenant, key, channel, recipient, event_id, stream, version, next_at, state)
  VALUES ($1, $2, 'email', $3, $4, $5, $6, $7, 'pending')
  ON CONFLICT (tenant, key) DO UPDATE SET items = d.items + 1 WHERE d.state = 'pending' AND d.attempts = 0`;

/** Counts one more reminder in a daily letter, which is made if missing. False if that letter was taken in hand already. */
export const gather = async (client: ClientBase, row: NewDelivery): Promise<boolean> => {
  const { tenant, key, recipient, eventId, stream, version, dueAt } = row;
  const { rowCount } = await client.query(GATHER, [tenant, key, recipient, eventId, stream, version, dueAt]);
  return rowCount === 1;
};

type Row = {
  tenant: string;
  key: string;
  channel: Channel;
  recipient: string | null;
  event_id: string;
  stream: string;
  version: number;
  items: number;
  attempts: number;
  first_at: Date;
  lease: string;
};

// Leases run by the database's clock, which all senders share; what is due runs by the sender's.
const CLAIM = {
  name: 'claim-delivery',
  text: `
    WITH ready AS (
      SELECT d.tenant, d.key FROM reminders.deliveries d
      WHERE d.state = 'pending' AND d.next_at <= $1 AND d.channel = ANY ($4)
        AND (d.leased_until IS NULL OR d.leased_until < clock_timestamp())
        AND (d.channel <> 'webhook' OR NOT EXISTS (
          SELECT FROM reminders.deliveries e
          WHERE e.state = 'pending' AND e.tenant = d.tenant AND e.recipient = d.recipient
            AND e.stream = d.stream AND e.version < d.version))
        AND (SELECT count(*) FROM reminders.deliveries b
          WHERE b.state = 'pending' AND b.tenant = d.tenant AND b.recipient = d.recipient
            AND b.leased_until > clock_timestamp()) < $2
      ORDER BY d.next_at, d.version LIMIT 1
      FOR UPDATE SKIP LOCKED
    )
    UPDATE reminders.deliveries d
    SET lease = gen_random_uuid(), leased_until = clock_timestamp() + $3 * interval '1 millisecond',
        attempts = d.attempts + 1, first_at = coalesce(d.first_at, $1)
    FROM ready WHERE d.tenant = ready.tenant AND d.key = ready.key
    RETURNING d.tenant, d.key, d.channel, d.recipient, d.event_id, d.stream, d.version, d.items, d.attempts,
              d.first_at, d.lease`,
};

/** How many of one recipient's deliveries may be under way at once: one that hangs must not take every sender. */
const atOncePerRecipient = 2;

/** When it is, for how long (milliseconds) something is taken in hand, and what this sender can send. */
export type Claim = { readonly now: string; readonly leaseMs: number; readonly channels: readonly Channel[] };

/**
 * Takes the delivery that is due first in hand, or undefined. Of one stream, a webhook's later events wait for the earlier
 * ones.
 */
export const claimDelivery = async (pool: Pool, { now, leaseMs, channels }: Claim): Promise<Delivery | undefined> => {
  const { rows } = await pool.query<Row>({ ...CLAIM, values: [now, atOncePerRecipient, leaseMs, channels] });
  const [row] = rows;
  if (row === undefined) return undefined;
  const { event_id: eventId, first_at: first, recipient, ...rest } = row;
  return { ...rest, recipient: recipient ?? undefined, eventId, firstAt: first.toISOString() };
};

/** What a delivery becomes after an attempt, and when; `next` is when to try again. */
export type Settlement = { readonly outcome: Outcome; readonly next: string | undefined; readonly now: string };

const stateAfter = ({ outcome, next }: Settlement): string => {
  if (outcome.kind !== 'failed') return outcome.kind;
  return next === undefined ? 'dead' : 'pending';
};

/** Writes down what became of an attempt. False if the lease ran out and somebody else took it in hand. */
export const settleDelivery = async (
  pool: Pool,
  { tenant, key, lease }: Delivery,
  settlement: Settlement,
): Promise<boolean> => {
  const { outcome, next, now } = settlement;
  const { rowCount } = await pool.query(
    `UPDATE reminders.deliveries
     SET state = $4, next_at = coalesce($5, next_at), error = $6, lease = NULL, leased_until = NULL, settled_at = $7
     WHERE tenant = $1 AND key = $2 AND lease = $3`,
    [tenant, key, lease, stateAfter(settlement), next ?? null, outcome.kind === 'sent' ? null : outcome.error, now],
  );
  return rowCount === 1;
};
