import { ReminderId } from '@etapp/domain';
import { Id } from '@etapp/kernel';
import { z } from 'zod';

import { defineProjection } from '../define.js';

/** A ring that reached somebody. */
const ReminderRecipientRow = z.object({ reminderId: ReminderId, userId: Id });

const keyOf = (userId: string, reminderId: string): string => `${userId}.${reminderId}`;

/** Which rings reached whom? One row per ring and user, since what lists hold cannot be found by an index. */
export const reminderRecipient = defineProjection({
  name: 'reminder_recipient',
  version: 1,
  row: ReminderRecipientRow,
  columns: { userId: 'uuid' },
  indexes: [['userId']],
  key: {
    ReminderFired: ({ data: { reminderId, recipients } }) => [
      ...new Set(recipients.flatMap(({ userId }) => (userId === undefined ? [] : [keyOf(userId, reminderId)]))),
    ],
  },
  on: {
    ReminderFired: (_row, { data: { reminderId } }, key) => ({ reminderId, userId: key.slice(0, key.indexOf('.')) }),
  },
});
