import { withTransaction } from '@etapp/database';
import type { StoredEvent } from '@etapp/event-store';
import { streamName } from '@etapp/kernel';

import { deliveryKey } from './delivery.js';
import { type FollowParts, pageSize, requireInLog } from './follow-log.js';
import { addDeliveries, type NewDelivery } from './outgoing.js';
import { withheldTypes } from './protected-persons.js';
import { holdWebhook, moveWebhook, type Webhook, webhooksToFollow } from './webhooks.js';

const deliveryOf = ({ webhookId }: Webhook, { id, stream, version, recordedAt }: StoredEvent): NewDelivery => ({
  ...{ tenant: stream.tenant, key: deliveryKey('webhook', id, webhookId), channel: 'webhook', recipient: webhookId },
  ...{ eventId: id, stream: streamName(stream), version, dueAt: recordedAt },
});

const followOne = ({ store, pool, catalogue }: FollowParts, known: Webhook): Promise<boolean> =>
  withTransaction({ pool }, async (client) => {
    const webhook = await holdWebhook(client, known);
    if (webhook === undefined) return false;
    await requireInLog(store, webhook.position);
    const types = (webhook.types.length > 0 ? webhook.types : Object.keys(catalogue)).filter(
      (type) => !withheldTypes.has(type),
    );
    const page = await store.readAll(webhook.position, { tenant: webhook.tenant, types }, pageSize);
    if (page.upTo === webhook.position) return false;
    await addDeliveries(
      client,
      page.events.map((event) => deliveryOf(webhook, event)),
    );
    await moveWebhook(client, webhook, page.upTo);
    return true;
  });

/**
 * Goes one page through the log for each webhook: what it is to be told of, and how far it got, in one transaction. True
 * if any moved on. Throws CheckpointAhead.
 */
export const followWebhooks = async (parts: FollowParts): Promise<boolean> => {
  let moved = false;
  for (const webhook of await webhooksToFollow(parts.pool)) moved = (await followOne(parts, webhook)) || moved;
  return moved;
};
