import { addDays, localDay, localInstant } from '@etapp/calendar';
import { withTransaction } from '@etapp/database';
import { decodeEvent, type StoredEvent, UndecodableEvent } from '@etapp/event-store';
import { Box, Id, type RecordedEvent, streamName } from '@etapp/kernel';
import type { ClientBase } from 'pg';
import { z } from 'zod';

import { deliveryKey } from './delivery.js';
import { type FollowParts, type Held, isRemoved, pageSize, requireInLog, requireSameLog } from './follow-log.js';
import { addDeliveries, gather, type NewDelivery } from './outgoing.js';
import { removalDue, removeSettled } from './remove-settled.js';

const types = ['ReminderFired', 'NotificationPreferencesChanged', 'StaffLeft'];
const checkpoint = 'mail';

/** Whom a reminder is for; a party without a user has nobody to write to. */
const Fired = z.object({ recipients: z.array(z.object({ userId: Id.optional() })) });

/** What a member of staff chose. */
export const MailPreferences = z.object({
  email: z.custom<Box<string>>((value) => value instanceof Box).optional(),
  dailyAt: z.string().optional(),
});

const prefer = async (client: ClientBase, { stream }: StoredEvent, dailyAt: string | undefined): Promise<void> => {
  await client.query(
    `INSERT INTO reminders.mail_preferences (tenant, user_id, daily_at) VALUES ($1, $2, $3)
     ON CONFLICT (tenant, user_id) DO UPDATE SET daily_at = excluded.daily_at`,
    [stream.tenant, stream.id, dailyAt ?? null],
  );
};

const forget = async (client: ClientBase, { stream }: StoredEvent): Promise<void> => {
  await client.query('DELETE FROM reminders.mail_preferences WHERE tenant = $1 AND user_id = $2', [
    stream.tenant,
    stream.id,
  ]);
};

type Preference = { readonly user_id: string; readonly daily_at: string | null };

const preferencesOf = async (client: ClientBase, tenant: string, users: readonly string[]) => {
  const { rows } = await client.query<Preference>(
    'SELECT user_id, daily_at FROM reminders.mail_preferences WHERE tenant = $1 AND user_id = ANY ($2) ORDER BY user_id',
    [tenant, users],
  );
  return rows;
};

const base = (stored: StoredEvent, recipient: string | undefined): Omit<NewDelivery, 'key'> => {
  const { id: eventId, stream, version, recordedAt: dueAt } = stored;
  return { tenant: stream.tenant, channel: 'email', recipient, eventId, stream: streamName(stream), version, dueAt };
};

/** Counts the reminder in the next daily letter that nobody has taken in hand yet. */
const addToDaily = async (client: ClientBase, stored: StoredEvent, who: { userId: string; at: string }) => {
  let day = localDay(stored.recordedAt);
  for (;;) {
    const dueAt = localInstant(day, who.at);
    const row = { ...base(stored, who.userId), key: deliveryKey('email', `daily-${day}`, who.userId), dueAt };
    if (dueAt > stored.recordedAt && (await gather(client, row))) return;
    day = addDays(day, 1);
  }
};

const announce = async (client: ClientBase, stored: StoredEvent, event: RecordedEvent): Promise<void> => {
  const { recipients } = Fired.parse(event.data);
  const users = [...new Set(recipients.flatMap(({ userId }) => userId ?? []))];
  for (const { user_id: userId, daily_at: at } of await preferencesOf(client, stored.stream.tenant, users)) {
    if (at !== null) await addToDaily(client, stored, { userId, at });
    else await addDeliveries(client, [{ ...base(stored, userId), key: deliveryKey('email', stored.id, userId) }]);
  }
};

const fold = async (client: ClientBase, stored: StoredEvent, event: RecordedEvent): Promise<void> => {
  if (event.type === 'ReminderFired') return announce(client, stored, event);
  if (event.type === 'StaffLeft') return forget(client, stored);
  const { email, dailyAt } = MailPreferences.parse(event.data);
  return email === undefined ? forget(client, stored) : prefer(client, stored, dailyAt);
};

type Applying = FollowParts & { readonly held: Held };

/** An event that cannot be read is a dead letter at once: in sight, and in nobody's way. */
const apply = async (client: ClientBase, { catalogue, held }: Applying, stored: StoredEvent): Promise<void> => {
  const removed = isRemoved(held, stored);
  let event: RecordedEvent | undefined;
  try {
    event = decodeEvent(catalogue, stored);
  } catch (thrown) {
    if (!(thrown instanceof UndecodableEvent)) throw thrown;
    const key = deliveryKey('email', stored.id, 'unknown');
    if (removed) return;
    return addDeliveries(client, [{ ...base(stored, undefined), key, error: 'undecodable-event' }]);
  }
  if (event !== undefined && !(removed && event.type === 'ReminderFired')) await fold(client, stored, event);
};

type Row = { readonly position: string; readonly removed_before: Date | null };

const hold = async (client: ClientBase, start: string): Promise<Held | undefined> => {
  const first = 'INSERT INTO reminders.delivery_checkpoints (name, position) VALUES ($1, $2) ON CONFLICT DO NOTHING';
  await client.query(first, [checkpoint, start]);
  const { rows } = await client.query<Row>(
    'SELECT position, removed_before FROM reminders.delivery_checkpoints WHERE name = $1 FOR UPDATE SKIP LOCKED',
    [checkpoint],
  );
  return rows.map(({ position, removed_before: at }) => ({ position, removedBefore: at?.toISOString() }))[0];
};

/** Removes old letters; at the log's end only, where all that was recorded by now is on the list. */
const removeOld = async (client: ClientBase, parts: FollowParts, { removedBefore }: Held): Promise<void> => {
  const before = removalDue(parts, removedBefore);
  if (before === undefined) return;
  const removed = await removeSettled(client, { channel: 'email' }, { before });
  const move = 'UPDATE reminders.delivery_checkpoints SET removed_before = $2 WHERE name = $1';
  await client.query(move, [checkpoint, removed]);
};

/**
 * Goes one page through the log for e-mail: who wants it, and what is to be announced, with the checkpoint in one
 * transaction. At the log's end it removes old letters. True if it moved on. Throws CheckpointAhead and OtherGeneration.
 */
export const followMail = (parts: FollowParts): Promise<boolean> =>
  withTransaction({ pool: parts.pool }, async (client) => {
    await requireSameLog(client, parts.store);
    const held = await hold(client, parts.store.start);
    if (held === undefined) return false;
    const { position } = held;
    await requireInLog(parts.store, position);
    const page = await parts.store.readAll(position, { types }, pageSize);
    if (page.upTo === position) {
      await removeOld(client, parts, held);
      return false;
    }
    for (const stored of page.events) await apply(client, { ...parts, held }, stored);
    const move = 'UPDATE reminders.delivery_checkpoints SET position = $2 WHERE name = $1';
    await client.query(move, [checkpoint, page.upTo]);
    return true;
  });
