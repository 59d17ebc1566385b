import { GivenReminder, type Recipient } from '@etapp/domain';
import { Id, impossible, Instant, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { defineProjection } from '../define.js';

/**
 * A ring that was given. `scheduleId` is the case's id, or the person's where the ring is about no single case. Whom it is for
 * stands in columns of their own as well, since what lists hold cannot be found by an index: the first and the second whom it
 * reached, and the first unit whose lead it is for. `toMany`: there are more of them, and they stand in the lists alone.
 */
export const ReminderInboxRow = GivenReminder.extend({
  scheduleId: Id,
  userIds: z.array(Id),
  firstUserId: Id.optional(),
  secondUserId: Id.optional(),
  /** The units whose leads it is for, whoever comes to lead them: nobody did when it rang. */
  awaitsLeadOfUnitIds: z.array(Id),
  awaitsLeadOfUnitId: Id.optional(),
  toMany: z.boolean(),
  acknowledgedAt: Instant.optional(),
  acknowledgedByUserId: Id.optional(),
  snoozedUntilOn: LocalDate.optional(),
});
export type ReminderInboxRow = z.output<typeof ReminderInboxRow>;

const [usersWithColumns, unitsWithColumns] = [2, 1];

/** Whom a ring is for, each once: whom it reached, and whose lead it awaits. */
const whomFor = (recipients: readonly Recipient[]) => {
  const userIds = [...new Set(recipients.flatMap(({ userId }) => userId ?? []))];
  const awaiting = recipients.flatMap(({ userId, unitId }) => (userId === undefined ? (unitId ?? []) : []));
  const awaitsLeadOfUnitIds = [...new Set(awaiting)];
  const [firstUserId, secondUserId] = userIds;
  const [awaitsLeadOfUnitId] = awaitsLeadOfUnitIds;
  const toMany = userIds.length > usersWithColumns || awaitsLeadOfUnitIds.length > unitsWithColumns;
  return { userIds, firstUserId, secondUserId, awaitsLeadOfUnitIds, awaitsLeadOfUnitId, toMany };
};

const known = (row: ReminderInboxRow | undefined, event: { readonly type: string; readonly id: string }) =>
  row ?? impossible(event, 'the reminder was never given');

/** Who was reminded of what, and what did they do about it? One row per ring. */
export const reminderInbox = defineProjection({
  name: 'reminder_inbox',
  version: 3,
  row: ReminderInboxRow,
  columns: {
    scheduleId: 'uuid',
    ruleId: 'text',
    userIds: 'uuid[]',
    firstUserId: 'uuid',
    secondUserId: 'uuid',
    awaitsLeadOfUnitIds: 'uuid[]',
    awaitsLeadOfUnitId: 'uuid',
    toMany: 'boolean',
    reroutedFromUserId: 'uuid',
    firedAt: 'timestamptz',
    acknowledgedAt: 'timestamptz',
  },
  indexes: [
    ['scheduleId'],
    ['firstUserId', 'acknowledgedAt'],
    ['secondUserId', 'acknowledgedAt'],
    ['awaitsLeadOfUnitId', 'acknowledgedAt'],
    ['toMany', 'acknowledgedAt'],
    ['reroutedFromUserId', 'acknowledgedAt'],
  ],
  key: {
    ReminderFired: ({ data }) => data.reminderId,
    ReminderAcknowledged: ({ data }) => data.reminderId,
    ReminderSnoozed: ({ data }) => data.reminderId,
  },
  on: {
    ReminderFired: (_row, { data, stream }) => {
      const { subjectVersion: _version, ...ring } = data;
      return { ...ring, ...whomFor(ring.recipients), scheduleId: stream.id };
    },
    ReminderAcknowledged: (row, event) => {
      const { snoozedUntilOn: _until, ...ring } = known(row, event);
      return { ...ring, acknowledgedAt: event.recordedAt, acknowledgedByUserId: event.actor.userId };
    },
    ReminderSnoozed: (row, event) => ({ ...known(row, event), snoozedUntilOn: event.data.ringsAgainOn }),
  },
});
