import type { ProblemEntry } from '@etapp/http';

import { anyCommandProblems } from './any-command.js';
import { attemptProblems } from './attempts.js';
import { consentAndSharingProblems } from './consent-and-sharing.js';
import { directoryProblems } from './directory.js';
import { exitAndResponsibilityProblems } from './exit-and-responsibility.js';
import { intakeProblems } from './intake.js';
import { measureAndReferralProblems } from './measure-and-referral.js';
import { placementProblems } from './placement.js';
import { planAndJournalProblems } from './plan-and-journal.js';
import type { RejectionCode } from './rejection-code.js';
import { reminderProblems } from './reminders.js';
import { requestProblems } from './requests.js';
import { tripartiteProblems } from './tripartite.js';

/** Every code that an answer may carry: those of the service itself, and those of the rules. */
export type ProblemCode = keyof typeof requestProblems | keyof typeof attemptProblems | RejectionCode;

/**
 * What each code means to HTTP (status) and to people (cause and cure). A rule's code is 409 if another state of the case,
 * or of what it competes with or depends on, would accept the same command, 422 if the command itself must change, and
 * 403 if it takes somebody else's right. A code without an entry does not compile.
 */
export const problems: Readonly<Record<ProblemCode, ProblemEntry>> = {
  ...requestProblems,
  ...attemptProblems,
  ...anyCommandProblems,
  ...intakeProblems,
  ...planAndJournalProblems,
  ...consentAndSharingProblems,
  ...tripartiteProblems,
  ...measureAndReferralProblems,
  ...placementProblems,
  ...exitAndResponsibilityProblems,
  ...directoryProblems,
  ...reminderProblems,
};

/** Whether a code is in the table. */
export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code);
