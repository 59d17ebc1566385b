import { caseAggregate, caseCommands, caseEvents } from './case/case.js';
import { employerAggregate, employerCommands, employerEvents } from './employer/employer.js';
import { personAggregate, personCommands, personEvents } from './person/person.js';
import { reminderCommands, reminderEvents, remindersAggregate } from './reminders/reminders.js';
import { staffAggregate, staffCommands, staffEvents } from './staff/staff.js';
import { unitAggregate, unitCommands, unitEvents } from './unit/unit.js';

/** Every kind of stream, by its category: what a service registers routes, folds and schemas from. */
export const aggregates = {
  case: caseAggregate,
  person: personAggregate,
  unit: unitAggregate,
  staff: staffAggregate,
  employer: employerAggregate,
  reminders: remindersAggregate,
};

/** Every fact of every stream. A name is used once, so that a projection may key on it alone. */
export const events = {
  ...caseEvents,
  ...personEvents,
  ...unitEvents,
  ...staffEvents,
  ...employerEvents,
  ...reminderEvents,
};
/** The catalogue of all facts, as a type: what a projection is written over. */
export type EtappEvents = typeof events;

/** Every intention of every stream. A name is used once. */
export const commands = {
  ...caseCommands,
  ...personCommands,
  ...unitCommands,
  ...staffCommands,
  ...employerCommands,
  ...reminderCommands,
};
/** The catalogue of all intentions, as a type. */
export type EtappCommands = typeof commands;
