import { GivenReminder } from '@etapp/domain';
import { Code, Id } from '@etapp/kernel';
import { z } from 'zod';

import { PersonInList } from '../person-card/person-in-list.js';
import { ReminderInboxRow } from './reminder-inbox.js';

/**
 * Which of the reader's reminders: `open` are those that nobody acknowledged, `awayOnly` those that went to somebody else
 * because the reader was away. `rule` is the name of a rule or its number.
 */
export const ReminderInboxInput = z.strictObject({
  state: z.enum(['open', 'acknowledged', 'all']).default('open'),
  awayOnly: z.enum(['true', 'false']).default('false'),
  rule: Code.optional(),
  caseId: Id.optional(),
});
export type ReminderInboxInput = z.output<typeof ReminderInboxInput>;

/** One reminder. `settled`: what it reminded of is done or over, so that it is information alone. */
export const ReminderInboxItem = GivenReminder.extend({
  ...ReminderInboxRow.pick({ acknowledgedAt: true, acknowledgedByUserId: true, snoozedUntilOn: true }).shape,
  ruleNo: Code,
  caseId: Id,
  person: PersonInList,
  unitId: Id,
  caseworkerUserId: Id.optional(),
  settled: z.boolean(),
});
export type ReminderInboxItem = z.output<typeof ReminderInboxItem>;

/** The reader's reminders that nobody acknowledged, and those of them that went to somebody else while they were away. */
export const ReminderInboxCounts = z.object({ open: z.int(), whileYouWereAway: z.int() });
export type ReminderInboxCounts = z.output<typeof ReminderInboxCounts>;
