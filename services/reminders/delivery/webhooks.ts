import type { ClientBase, Pool } from 'pg';

import { withTransaction } from '@etapp/database';

/** `v1a`: Ed25519, checked with our public key. `v1`: HMAC-SHA-256 with a secret of the webhook's own. */
export type SignatureKind = 'v1' | 'v1a';

/** Somebody outside who is told of facts. `types` are stored names of facts; none means all. */
export type Webhook = {
  readonly tenant: string;
  readonly webhookId: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly signature: SignatureKind;
  /** `unconfirmed` until the receiver has agreed to be told. */
  readonly state: 'unconfirmed' | 'active' | 'ended';
  /** Up to where the log was gone through for it. */
  readonly position: string;
};

type Row = {
  tenant: string;
  webhook_id: string;
  url: string;
  types: string[];
  signature: SignatureKind;
  state: Webhook['state'];
  position: string;
};

const toWebhook = ({ webhook_id: webhookId, ...row }: Row): Webhook => ({ ...row, webhookId });
const columns = 'tenant, webhook_id, url, types, signature, state, position';

/** Adds a webhook that is told of what stands after `position`. Adding it again changes nothing. */
export const addWebhook = async (
  pool: Pool,
  webhook: Omit<Webhook, 'state'>,
  { now }: { readonly now: string },
): Promise<void> => {
  const { tenant, webhookId, url, types, signature, position } = webhook;
  await pool.query(
    `INSERT INTO reminders.webhooks (${columns}, created_at)
     VALUES ($1, $2, $3, $4, $5, 'unconfirmed', $6, $7) ON CONFLICT DO NOTHING`,
    [tenant, webhookId, url, types, signature, position, now],
  );
};

/** The webhooks of a municipality, those that ended too, in the order in which they were added. */
export const listWebhooks = async (pool: Pool, tenant: string): Promise<readonly Webhook[]> => {
  const { rows } = await pool.query<Row>(
    `SELECT ${columns} FROM reminders.webhooks WHERE tenant = $1 ORDER BY created_at, webhook_id`,
    [tenant],
  );
  return rows.map(toWebhook);
};

/** A webhook, or undefined. */
export const findWebhook = async (pool: Pool, tenant: string, webhookId: string): Promise<Webhook | undefined> => {
  const { rows } = await pool.query<Row>(
    `SELECT ${columns} FROM reminders.webhooks WHERE tenant = $1 AND webhook_id = $2`,
    [tenant, webhookId],
  );
  return rows.map(toWebhook)[0];
};

/** The receiver agreed to be told. */
export const confirmWebhook = async (pool: Pool, { tenant, webhookId }: Webhook): Promise<void> => {
  await pool.query(
    `UPDATE reminders.webhooks SET state = 'active' WHERE tenant = $1 AND webhook_id = $2 AND state = 'unconfirmed'`,
    [tenant, webhookId],
  );
};

/** Ends a webhook for good; what was on its way to it is no longer wanted. False if it had ended, or never was. */
export const endWebhook = (
  pool: Pool,
  { tenant, webhookId }: Pick<Webhook, 'tenant' | 'webhookId'>,
  { now }: { readonly now: string },
): Promise<boolean> =>
  withTransaction({ pool }, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE reminders.webhooks SET state = 'ended', ended_at = $3
       WHERE tenant = $1 AND webhook_id = $2 AND state <> 'ended'`,
      [tenant, webhookId, now],
    );
    await client.query(
      `UPDATE reminders.deliveries SET state = 'void', error = 'webhook-ended', settled_at = $3
       WHERE tenant = $1 AND recipient = $2 AND channel = 'webhook' AND state IN ('pending', 'dead')`,
      [tenant, webhookId, now],
    );
    return rowCount === 1;
  });

/** The webhooks of all municipalities that are to be told of new facts. */
export const webhooksToFollow = async (pool: Pool): Promise<readonly Webhook[]> => {
  const { rows } = await pool.query<Row>(`SELECT ${columns} FROM reminders.webhooks WHERE state <> 'ended'`);
  return rows.map(toWebhook);
};

/** A webhook that is held, and how far its old messages were removed. */
export type HeldWebhook = Webhook & { readonly removedBefore: string | undefined };

/** The webhook, held until the transaction ends; undefined if it ended or somebody else holds it. */
export const holdWebhook = async (
  client: ClientBase,
  { tenant, webhookId }: Webhook,
): Promise<HeldWebhook | undefined> => {
  const { rows } = await client.query<Row & { removed_before: Date | null }>(
    `SELECT ${columns}, removed_before FROM reminders.webhooks
     WHERE tenant = $1 AND webhook_id = $2 AND state <> 'ended' FOR UPDATE SKIP LOCKED`,
    [tenant, webhookId],
  );
  return rows.map(({ removed_before: at, ...row }) => ({ ...toWebhook(row), removedBefore: at?.toISOString() }))[0];
};

/** The log was gone through up to a position. */
export const moveWebhook = async (client: ClientBase, webhook: Webhook, position: string): Promise<void> => {
  const { tenant, webhookId } = webhook;
  await client.query(`UPDATE reminders.webhooks SET position = $3 WHERE tenant = $1 AND webhook_id = $2`, [
    tenant,
    webhookId,
    position,
  ]);
};
