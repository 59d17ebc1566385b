import type { Grouping } from './adding.js';
import { showDue, showSimulation, type SimulateOptions } from './commands/reminders.js';

/** The commands on reminders. */
export const addReminderCommands = ({ group, add, t }: Grouping): void => {
  const reminders = group('reminders', 'reminders');
  add(reminders, { usage: 'due', described: 'remindersDue', work: (run) => showDue(run) });
  add<SimulateOptions>(reminders, {
    usage: 'simulate',
    described: 'remindersSimulate',
    work: (run, _args, options) => showSimulation(run, options),
  })
    .option('--from <day>', t('remindersFrom'))
    .option('--to <day>', t('remindersTo'))
    .option('--rule <rule>', t('remindersRule'));
};
