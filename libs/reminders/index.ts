export {
  defineReminders,
  everySubject,
  scheduleEvents,
  type Addressee,
  type ReminderRule,
  type ScheduleEvent,
} from './define-reminders.js';
export { afterBusinessDays, beforeBusinessDays } from './due.js';
export { comingRings, isSettled, planOf, type Planned } from './plan.js';
export {
  directoryOf,
  recipientsOf,
  type Addressing,
  type Directory,
  type Handling,
  type Member,
  type Reached,
} from './recipients.js';
export { findRule, namesOfRule, ruleNames, rules, type RuleName } from './rules.js';
export { isActivity } from './rules/plan.js';
export { foldSchedule } from './schedule.js';
export { Schedule, type Rung, type Started } from './schedule-row.js';
