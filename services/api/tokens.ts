/** Places in the module, one per thing that is built outside it. */
export const COMMAND_ENGINE = Symbol('command engine');
export const COMMANDS = Symbol('command service');
export const READS = Symbol('read service');
export const OPERATIONS = Symbol('operations');
export const PERSON_SEARCH = Symbol('person search');
export const OUTGOING = Symbol('outgoing');
export const PROJECTION_HEALTH = Symbol('projection health');
export const REMINDER_HEALTH = Symbol('reminder health');
