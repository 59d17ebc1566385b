import type { Query } from './define-query.js';
import { caseQueries } from './resources/cases.js';
import { cooperationQueries } from './resources/cooperation.js';
import { directoryQueries } from './resources/directories.js';
import { figureQueries } from './resources/figures.js';
import { meQueries } from './resources/me.js';
import { meetingQueries } from './resources/meetings.js';
import { reminderQueries } from './resources/reminders.js';
import { worklistQueries } from './resources/worklist.js';

/** Every question, by resource. Routes, documentation and past views are made from this list. */
export const queries: readonly Query[] = [
  ...meQueries,
  ...worklistQueries,
  ...reminderQueries,
  ...caseQueries,
  ...meetingQueries,
  ...cooperationQueries,
  ...figureQueries,
  ...directoryQueries,
];
