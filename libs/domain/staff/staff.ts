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
import {
  staffNotificationCommands,
  staffNotificationDecisions,
  staffNotificationEvents,
  staffNotificationFold,
} from './notifications.js';

/** Every fact that the stream of a member of staff can hold. */
export const staffEvents = { ...staffDirectoryEvents, ...staffAbsenceEvents, ...staffNotificationEvents };

/** Every intention about a member of staff. */
export const staffCommands = { ...staffDirectoryCommands, ...staffAbsenceCommands, ...staffNotificationCommands };

/** One member of staff, one stream: roles, units, absence and how reminders reach them. */
export const staffAggregate = defineAggregate({
  category: 'staff',
  events: staffEvents,
  commands: staffCommands,
  folds: { directory: staffDirectoryFold, absences: staffAbsenceFold, notifications: staffNotificationFold },
  decisions: { ...staffDirectoryDecisions, ...staffAbsenceDecisions, ...staffNotificationDecisions },
  guard: ({ directory }, name) => {
    if (name !== 'RegisterStaff') requireStaff(directory);
  },
  occurredAt,
});
