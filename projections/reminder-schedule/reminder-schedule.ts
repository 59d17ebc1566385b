import { Id, totalProjectionOver } from '@etapp/kernel';
import { foldSchedule, Schedule, scheduleEvents } from '@etapp/reminders';
import type { z } from 'zod';

/** What reminds in one case or about one person; `caseId` where it is a case. */
const ReminderScheduleRow = Schedule.extend({ caseId: Id.optional() });
export type ReminderScheduleRow = z.output<typeof ReminderScheduleRow>;

/**
 * What reminds of what, since when, and what rang? One row per case, or per person whose identity is protected. Days follow
 * from the settings in force and are computed by the query.
 */
export const reminderSchedule = totalProjectionOver(scheduleEvents)({
  name: 'reminder_schedule',
  version: 3,
  row: ReminderScheduleRow,
  columns: { caseId: 'uuid', kind: 'text', personId: 'uuid' },
  indexes: [['caseId'], ['kind']],
  key: ({ stream }) => stream.id,
  every: (row, event) => {
    const schedule = foldSchedule(row, event);
    return schedule.kind === 'case' ? { ...schedule, caseId: schedule.id } : schedule;
  },
});
