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
const STILL_READY = `SELECT d.tenant, d.key FROM reminders.deliveries d WHERE d.ctid = seen.place AND ${READY}
        FOR UPDATE SKIP LOCKED`;

// Whoever has enough in hand is passed over with all that waits for them: a webhook by not looking at its list, a member
// of staff, for whom a few letters wait at most, letter by letter. Another process may be taking the very first one,
// hence several of each. Of a webhook's list so many are seen that are due first. What is due among them while the first of
// its stream is not is put off until that is: it would be seen again and again, and in front of what can be sent. What
// waits for one in hand is not: that one may be done at any moment. The list fills and empties faster than statistics
// follow: the query leaves the planner no choice that costs a walk through it.
const CLAIM = {
  name: 'claim-delivery',
  text: `
    WITH in_hand AS MATERIALIZED (
      SELECT tenant, recipient, stream FROM reminders.deliveries
      WHERE state = 'pending' AND leased_until IS NOT NULL AND leased_until > clock_timestamp()
    ), busy AS MATERIALIZED (
      SELECT tenant, recipient FROM in_hand GROUP BY tenant, recipient HAVING count(*) >= $2
    ), free AS MATERIALIZED (
      SELECT w.tenant, w.webhook_id, ARRAY(
        SELECT i.stream FROM in_hand i WHERE i.tenant = w.tenant AND i.recipient = w.webhook_id) AS under_way
      FROM reminders.webhooks w
      WHERE 'webhook' = ANY ($4)
        AND NOT EXISTS (SELECT FROM busy WHERE busy.tenant = w.tenant AND busy.recipient = w.webhook_id)
    ), seen AS MATERIALIZED (
      SELECT due.*, first.version AS first_version, first.next_at AS first_at FROM free CROSS JOIN LATERAL (
        SELECT d.ctid AS place, d.tenant, d.recipient, d.stream, d.next_at, d.version FROM reminders.deliveries d
        WHERE ${READY} AND d.channel = 'webhook' AND d.tenant = free.tenant AND d.recipient = free.webhook_id
          AND d.stream <> ALL (free.under_way)
        ORDER BY d.next_at, d.version LIMIT $5
      ) due CROSS JOIN LATERAL (
        SELECT e.version, e.next_at FROM reminders.deliveries e
        WHERE e.state = 'pending' AND e.tenant = due.tenant AND e.recipient = due.recipient AND e.stream = due.stream
        ORDER BY e.version LIMIT 1
      ) first
    ), put_off AS (
      UPDATE reminders.deliveries d SET next_at = later.first_at
      FROM (
        SELECT mine.*, seen.first_at FROM seen CROSS JOIN LATERAL (${STILL_READY}) mine
        WHERE seen.version > seen.first_version AND seen.next_at < seen.first_at
      ) later WHERE d.tenant = later.tenant AND d.key = later.key
      RETURNING d.key
    ), heads AS MATERIALIZED (
      SELECT place, next_at, version FROM (
        SELECT seen.*, row_number() OVER (PARTITION BY tenant, recipient ORDER BY next_at, version) AS nth
        FROM seen WHERE version = first_version
      ) first WHERE nth <= $2
      UNION ALL (
        SELECT d.ctid, d.next_at, d.version FROM reminders.deliveries d
        WHERE ${READY} AND d.channel = 'email' AND 'email' = ANY ($4)
          AND NOT EXISTS (SELECT FROM busy WHERE busy.tenant = d.tenant AND busy.recipient = d.recipient)
        ORDER BY d.next_at, d.version LIMIT 8
      )
    ), ready AS (
      SELECT mine.* FROM (SELECT * FROM heads ORDER BY next_at, version) seen CROSS JOIN LATERAL (${STILL_READY}) mine
      LIMIT 1
    ), claimed AS (
      UPDATE reminders.deliveries d
      SET lease = gen_random_uuid(), leased_until = clock_timestamp() + $3 * interval '1 millisecond',
          attempts = d.attempts + 1, first_at = coalesce(d.first_at, $1)
      FROM ready WHERE d.tenant = ready.tenant AND d.key = ready.key
      RETURNING d.tenant, d.key, d.channel, d.recipient, d.event_id, d.stream, d.version, d.items, d.attempts,
                d.first_at, d.next_at, d.lease
    )
    SELECT claimed.*, (SELECT count(*)::integer FROM put_off) AS put_off FROM (SELECT) one LEFT JOIN claimed ON true`,
};

/** How many of one recipient's deliveries may be under way at once: one that hangs must not take every sender. */
const atOncePerRecipient = 2;

/** When it is, for how long (milliseconds) something is taken in hand, and what this sender can send. */
export type Claim = { readonly now: string; readonly leaseMs: number; readonly channels: readonly Channel[] };

/** How many of a webhook's list are seen at a time; more where none of the first can be sent. */
const [seenAtFirst, seenThen] = [16, 1_000];

type Found = (Row & { put_off: number }) | { key: null; put_off: number };

const toDelivery = (row: Row): Delivery => {
  const { event_id: eventId, first_at: first, next_at: due, recipient, ...rest } = row;
  const times = { firstAt: first.toISOString(), dueAt: due.toISOString() };
  return { ...rest, recipient: recipient ?? undefined, eventId, ...times };
};

/**
 * Takes the delivery that is due first in hand, or undefined. Of one stream, a webhook's later events wait for the earlier
 * ones, and are not due before these are.
 */
export const claimDelivery = async (pool: Asked, { now, leaseMs, channels }: Claim): Promise<Delivery | undefined> => {
  for (let most = seenAtFirst; ; most = seenThen) {
    const { rows } = await pool.query<Found>({ ...CLAIM, values: [now, atOncePerRecipient, leaseMs, channels, most] });
    const [{ put_off: putOff, ...found } = { key: null, put_off: 0 }] = rows;
    if (found.key !== null) return toDelivery(found);
    // Nothing of what was seen could be sent; what stands behind it may be.
    if (putOff === 0) return undefined;
  }
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
