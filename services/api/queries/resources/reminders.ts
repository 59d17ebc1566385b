import {
  caseCard,
  countReminderInbox,
  findReminderInbox,
  findReminders,
  personCard,
  reminderInbox,
  ReminderInboxCounts,
  ReminderInboxInput,
  ReminderInboxItem,
  reminderSchedule,
  ReminderScheduleInput,
  ReminderScheduleItem,
  staffDirectory,
  unitDirectory,
} from '@etapp/projections';
import { z } from 'zod';

import { defineQuery, type Query } from '../define-query.js';

const cases = [caseCard, personCard, staffDirectory];

/** What the machine reminds of: the schedule of the cases, and the reader's own inbox. */
export const reminderQueries: readonly Query[] = [
  defineQuery({
    name: 'reminder_schedule',
    path: '/reminders',
    policy: 'lists.read',
    reads: [reminderSchedule, ...cases, unitDirectory],
    kind: 'list',
    input: ReminderScheduleInput,
    item: ReminderScheduleItem,
    text: { sv: 'Påminnelserna i ärendena', en: 'The reminders of the cases' },
    ask: findReminders,
  }),
  defineQuery({
    name: 'reminder_inbox',
    path: '/reminders/inbox',
    policy: 'lists.read',
    reads: [reminderInbox, reminderSchedule, ...cases],
    kind: 'list',
    input: ReminderInboxInput,
    item: ReminderInboxItem,
    text: { sv: 'Mina påminnelser', en: 'My reminders' },
    ask: findReminderInbox,
  }),
  defineQuery({
    name: 'reminder_inbox_counts',
    path: '/reminders/inbox/counts',
    policy: 'lists.read',
    reads: [reminderInbox, ...cases],
    kind: 'one',
    input: z.strictObject({}),
    item: ReminderInboxCounts,
    text: { sv: 'Antal påminnelser till mig', en: 'How many reminders I have' },
    ask: countReminderInbox,
  }),
];
