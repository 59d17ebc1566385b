import type { ClientBase, Pool, PoolClient } from 'pg';

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

type Asked = Pick<Pool | PoolClient, 'query'>;

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
  next_at: Date;
  lease: string;
};

// Leases run by the database's clock, which all senders share; what is due runs by the sender's.
const READY = `d.state = 'pending' AND d.next_at <= $1 AND (d.leased_until IS NULL OR d.leased_until < clock_timestamp())`;
const FIRST = `SELECT d.ctid AS place, d.next_at, d.version FROM reminders.deliveries d WHERE ${READY}`;

// Whoever has enough in hand is passed over with all that waits for them: a webhook by not looking at its list, a member
// of staff, for whom a few letters wait at most, letter by letter. Another process may be taking the very first one,
// hence several of each. The list fills and empties faster than statistics follow: the query leaves the planner no choice
// that costs a walk through it.
const CLAIM = {
  name: 'claim-delivery',
  text: `
    WITH busy AS MATERIALIZED (
      SELECT tenant, recipient FROM reminders.deliveries
      WHERE state = 'pending' AND leased_until IS NOT NULL AND leased_until > clock_timestamp()
      GROUP BY tenant, recipient HAVING count(*) >= $2
    ), free AS MATERIALIZED (
      SELECT w.tenant, w.webhook_id FROM reminders.webhooks w
      WHERE 'webhook' = ANY ($4)
        AND NOT EXISTS (SELECT FROM busy WHERE busy.tenant = w.tenant AND busy.recipient = w.webhook_id)
    ), heads AS MATERIALIZED (
      SELECT head.* FROM free CROSS JOIN LATERAL (
        ${FIRST} AND d.channel = 'webhook' AND d.tenant = free.tenant AND d.recipient = free.webhook_id
          AND d.version = (
            SELECT e.version FROM reminders.deliveries e
            WHERE e.state = 'pending' AND e.tenant = d.tenant AND e.recipient = d.recipient AND e.stream = d.stream
            ORDER BY e.version LIMIT 1)
        ORDER BY d.next_at, d.version LIMIT $2
      ) head
      UNION ALL (
        ${FIRST} AND d.channel = 'email' AND 'email' = ANY ($4)
          AND NOT EXISTS (SELECT FROM busy WHERE busy.tenant = d.tenant AND busy.recipient = d.recipient)
        ORDER BY d.next_at, d.version LIMIT 8
      )
    ), ready AS (
      SELECT mine.* FROM (SELECT * FROM heads ORDER BY next_at, version) head CROSS JOIN LATERAL (
        SELECT d.tenant, d.key FROM reminders.deliveries d
        WHERE d.ctid = head.place AND ${READY}
        FOR UPDATE SKIP LOCKED
      ) mine LIMIT 1
    )
    UPDATE reminders.deliveries d
    SET lease = gen_random_uuid(), leased_until = clock_timestamp() + $3 * interval '1 millisecond',
        attempts = d.attempts + 1, first_at = coalesce(d.first_at, $1)
    FROM ready WHERE d.tenant = ready.tenant AND d.key = ready.key
    RETURNING d.tenant, d.key, d.channel, d.recipient, d.event_id, d.stream, d.version, d.items, d.attempts,
              d.first_at, d.next_at, d.lease`,
};

/** How many of one recipient's deliveries may be under way at once: one that hangs must not take every sender. */
const atOncePerRecipient = 2;

/** When it is, for how long (milliseconds) something is taken in hand, and what this sender can send. */
export type Claim = { readonly now: string; readonly leaseMs: number; readonly channels: readonly Channel[] };

/**
 * Takes the delivery that is due first in hand, or undefined. Of one stream, a webhook's later events wait for the earlier
 * ones.
 */
export const claimDelivery = async (pool: Asked, { now, leaseMs, channels }: Claim): Promise<Delivery | undefined> => {
  const { rows } = await pool.query<Row>({ ...CLAIM, values: [now, atOncePerRecipient, leaseMs, channels] });
  const [row] = rows;
  if (row === undefined) return undefined;
  const { event_id: eventId, first_at: first, next_at: due, recipient, ...rest } = row;
  const times = { firstAt: first.toISOString(), dueAt: due.toISOString() };
  return { ...rest, recipient: recipient ?? undefined, eventId, ...times };
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
