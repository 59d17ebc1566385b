import { defineAggregate } from '@etapp/kernel';

import { occurredAt } from '../occurrence.js';
import { staffAbsenceCommands, staffAbsenceDecisions, staffAbsenceEvents, staffAbsenceFold } from './absence.js';
import {
  requireStaff,
  staffDirectoryCommands,
  staffDirectoryDecisions,
  staffDirectoryEvents,
  staffDirectoryFold,
} from './directory.js';

/** Every fact that the stream of a member of staff can hold. */
export const staffEvents = { ...staffDirectoryEvents, ...staffAbsenceEvents };

/** Every intention about a member of staff. */
export const staffCommands = { ...staffDirectoryCommands, ...staffAbsenceCommands };

/** One member of staff, one stream: roles, units and absence. */
export const staffAggregate = defineAggregate({
  category: 'staff',
  events: staffEvents,
  commands: staffCommands,
  folds: { directory: staffDirectoryFold, absences: staffAbsenceFold },
  decisions: { ...staffDirectoryDecisions, ...staffAbsenceDecisions },
  guard: ({ directory }, name) => {
    if (name !== 'RegisterStaff') requireStaff(directory);
  },
  occurredAt,
});
