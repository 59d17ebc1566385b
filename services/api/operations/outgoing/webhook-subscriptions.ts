import { aggregates, storedNamesByType } from '@etapp/domain';
import type { ClientBase } from 'pg';
import { z } from 'zod';

const storedNames = storedNamesByType(Object.values(aggregates));
const publishedTypes = [...storedNames.keys()];

/** Somebody outside who is told of facts; no types are all. */
export const WebhookSubscription = z
  .object({
    webhookId: z.uuid(),
    url: z.string(),
    types: z.array(z.string()),
    signature: z.enum(['v1', 'v1a']),
    state: z.enum(['unconfirmed', 'active', 'ended']),
    position: z.string(),
  })
  .meta({ id: 'WebhookSubscription' });
export type WebhookSubscription = z.output<typeof WebhookSubscription>;

/** All of a municipality, those that ended too. */
export const WebhookSubscriptions = z
  .object({ items: z.array(WebhookSubscription) })
  .meta({ id: 'WebhookSubscriptions' });

/** Who is to be told, and of which facts. The id makes it safe to repeat. */
export const NewSubscription = z.strictObject({
  webhookId: z.uuid(),
  url: z.url({ protocol: /^https$/ }).max(2_000),
  types: z.array(z.enum(publishedTypes)).max(500).default([]),
});
export type NewSubscription = z.output<typeof NewSubscription>;

type Row = Omit<WebhookSubscription, 'webhookId'> & { webhook_id: string };

const shown = ({ webhook_id: webhookId, types, ...row }: Row): WebhookSubscription => ({
  ...{ ...row, webhookId },
  types: publishedTypes.filter((type) => types.includes(storedNames.get(type) ?? '')),
});
const columns = 'webhook_id, url, types, signature, state, position';

/** The webhooks of the municipality that the transaction sees, in the order in which they were added. */
export const listSubscriptions = async (client: ClientBase): Promise<z.output<typeof WebhookSubscriptions>> => {
  const { rows } = await client.query<Row>(`SELECT ${columns} FROM reminders.webhooks ORDER BY created_at, webhook_id`);
  return { items: rows.map(shown) };
};

/** One of them, or undefined. */
export const findSubscription = async (client: ClientBase, id: string): Promise<WebhookSubscription | undefined> => {
  const { rows } = await client.query<Row>(`SELECT ${columns} FROM reminders.webhooks WHERE webhook_id = $1`, [id]);
  return rows.map(shown)[0];
};

type Added = { readonly tenant: string; readonly now: string; readonly position: string };

/** Adds one that is told of what stands after a position, signed with Ed25519. Adding it again changes nothing. */
export const addSubscription = async (
  client: ClientBase,
  { webhookId, url, types }: NewSubscription,
  { tenant, now, position }: Added,
): Promise<void> => {
  const stored = types.map((type) => storedNames.get(type) ?? type);
  await client.query(
    `INSERT INTO reminders.webhooks (tenant, ${columns}, created_at)
     VALUES ($1, $2, $3, $4, 'v1a', 'unconfirmed', $5, $6) ON CONFLICT DO NOTHING`,
    [tenant, webhookId, url, stored, position, now],
  );
};

/** Ends one for good; what was on its way to it is no longer wanted. */
export const endSubscription = async (client: ClientBase, webhookId: string, now: string): Promise<void> => {
  await client.query(
    `UPDATE reminders.webhooks SET state = 'ended', ended_at = $2 WHERE webhook_id = $1 AND state <> 'ended'`,
    [webhookId, now],
  );
  await client.query(
    `UPDATE reminders.deliveries SET state = 'void', error = 'webhook-ended', settled_at = $2
     WHERE recipient = $1 AND channel = 'webhook' AND state IN ('pending', 'dead')`,
    [webhookId, now],
  );
};
