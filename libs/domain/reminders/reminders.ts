import { defineAggregate } from '@etapp/kernel';

import { occurredAt } from '../occurrence.js';
import { ringCommands, ringDecisions, ringEvents, ringFold } from './ring.js';

/** Every fact about what the machine reminded of. */
export const reminderEvents = ringEvents;

/** Every intention about reminders. */
export const reminderCommands = ringCommands;

/**
 * The rings of one case (or, without a case, of one person), a stream of its own with the id of the case: the machine must
 * never collide with a caseworker's edit.
 */
export const remindersAggregate = defineAggregate({
  category: 'reminders',
  events: reminderEvents,
  commands: reminderCommands,
  folds: { rings: ringFold },
  decisions: ringDecisions,
  occurredAt,
});
