import { withTransaction } from '@etapp/database';
import { withheldTypes } from '@etapp/domain';
import type { StoredEvent } from '@etapp/event-store';
import { streamName } from '@etapp/kernel';
import type { ClientBase } from 'pg';

import { deliveryKey } from './delivery.js';
import { type FollowParts, isRemoved, pageSize, requireInLog, requireSameLog } from './follow-log.js';
import { addDeliveries, type NewDelivery } from './outgoing.js';
import { removalDue, removeSettled } from './remove-settled.js';
import { type HeldWebhook, holdWebhook, moveWebhook, type Webhook, webhooksToFollow } from './webhooks.js';

const deliveryOf = ({ webhookId }: Webhook, { id, stream, version, recordedAt }: StoredEvent): NewDelivery => ({
  ...{ tenant: stream.tenant, key: deliveryKey('webhook', id, webhookId), channel: 'webhook', recipient: webhookId },
  ...{ eventId: id, stream: streamName(stream), version, dueAt: recordedAt },
});

/** Removes old messages; at the log's end only, where all that was recorded by now is on the list. */
const removeOld = async (client: ClientBase, parts: FollowParts, webhook: HeldWebhook): Promise<void> => {
  const before = removalDue(parts, webhook.removedBefore);
  if (before === undefined) return;
  const { tenant, webhookId: recipient } = webhook;
  const removed = await removeSettled(client, { channel: 'webhook', tenant, recipient }, { before });
  const move = 'UPDATE reminders.webhooks SET removed_before = $3 WHERE tenant = $1 AND webhook_id = $2';
  await client.query(move, [tenant, recipient, removed]);
};

const typesOf = ({ types }: Webhook, { catalogue }: FollowParts): readonly string[] =>
  (types.length > 0 ? types : Object.keys(catalogue)).filter((type) => !withheldTypes.has(type));

const followOne = (parts: FollowParts, known: Webhook): Promise<boolean> =>
  withTransaction({ pool: parts.pool }, async (client) => {
    const { store } = parts;
    await requireSameLog(client, store);
    const webhook = await holdWebhook(client, known);
    if (webhook === undefined) return false;
    const { tenant, position } = webhook;
    await requireInLog(store, position);
    const page = await store.readAll(position, { tenant, types: typesOf(webhook, parts) }, pageSize);
    if (page.upTo === position) {
      await removeOld(client, parts, webhook);
      return false;
    }
    const added = page.events.filter((event) => !isRemoved(webhook, event));
    await addDeliveries(
      client,
      added.map((event) => deliveryOf(webhook, event)),
    );
    await moveWebhook(client, webhook, page.upTo);
    return true;
  });

/**
 * Goes one page through the log for each webhook: what it is to be told of, and how far it got, in one transaction. At the
 * log's end it removes old messages. True if any moved on. Throws CheckpointAhead and OtherGeneration.
 */
export const followWebhooks = async (parts: FollowParts): Promise<boolean> => {
  let moved = false;
  for (const webhook of await webhooksToFollow(parts.pool)) moved = (await followOne(parts, webhook)) || moved;
  return moved;
};
