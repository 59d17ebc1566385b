import { GivenReminder } from '@etapp/domain';
import { Id, impossible, Instant, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { defineProjection } from '../define.js';

/** A ring that was given. `scheduleId` is the case's id, or the person's where the ring is about no single case. */
export const ReminderInboxRow = GivenReminder.extend({
  scheduleId: Id,
  /** The unit whose lead it is for, whoever comes to lead it: nobody did when it rang. */
  awaitsLeadOfUnitId: Id.optional(),
  acknowledgedAt: Instant.optional(),
  acknowledgedByUserId: Id.optional(),
  snoozedUntilOn: LocalDate.optional(),
});
export type ReminderInboxRow = z.output<typeof ReminderInboxRow>;

const known = (row: ReminderInboxRow | undefined, event: { readonly type: string; readonly id: string }) =>
  row ?? impossible(event, 'the reminder was never given');

/** Who was reminded of what, and what did they do about it? One row per ring. */
export const reminderInbox = defineProjection({
  name: 'reminder_inbox',
  version: 2,
  row: ReminderInboxRow,
  columns: {
    reminderId: 'text',
    scheduleId: 'uuid',
    ruleId: 'text',
    awaitsLeadOfUnitId: 'uuid',
    reroutedFromUserId: 'uuid',
    firedAt: 'timestamptz',
    acknowledgedAt: 'timestamptz',
  },
  indexes: [['reminderId'], ['scheduleId'], ['reroutedFromUserId'], ['awaitsLeadOfUnitId']],
  key: {
    ReminderFired: ({ data }) => data.reminderId,
    ReminderAcknowledged: ({ data }) => data.reminderId,
    ReminderSnoozed: ({ data }) => data.reminderId,
  },
  on: {
    ReminderFired: (_row, { data, stream }) => {
      const { subjectVersion: _version, ...ring } = data;
      const awaitsLeadOfUnitId = ring.recipients.find(({ userId }) => userId === undefined)?.unitId;
      return { ...ring, scheduleId: stream.id, ...(awaitsLeadOfUnitId === undefined ? {} : { awaitsLeadOfUnitId }) };
    },
    ReminderAcknowledged: (row, event) => {
      const { snoozedUntilOn: _until, ...ring } = known(row, event);
      return { ...ring, acknowledgedAt: event.recordedAt, acknowledgedByUserId: event.actor.userId };
    },
    ReminderSnoozed: (row, event) => ({ ...known(row, event), snoozedUntilOn: event.data.ringsAgainOn }),
  },
});
