import { localDay } from '@etapp/calendar';
import { defineAggregate, reject } from '@etapp/kernel';

import { occurredAt } from '../occurrence.js';
import { consentCommands, consentDecisions, consentEvents, consentFold } from './consent.js';
import { consentWithdrawalCommands, consentWithdrawalDecisions } from './consent-withdrawal.js';
import {
  erroneousCaseCommands,
  erroneousCaseDecisions,
  erroneousCaseEvents,
  erroneousCaseFold,
} from './erroneous-case.js';
import { exitCommands, exitDecisions, exitEvents, exitFold } from './exit.js';
import { firstContactCommands, firstContactDecisions, firstContactEvents, firstContactFold } from './first-contact.js';
import { intakeCommands, intakeDecisions, intakeEvents, intakeFold } from './intake.js';
import { journalCommands, journalDecisions, journalEvents, journalFold } from './journal.js';
import { measureCommands, measureDecisions, measureEvents, measureFold } from './measure.js';
import { measureChangeCommands, measureChangeDecisions, measureChangeEvents } from './measure-change.js';
import { placementCommands, placementDecisions, placementEvents, placementFold } from './placement.js';
import { placementCourseCommands, placementCourseDecisions, placementCourseEvents } from './placement-course.js';
import { planCommands, planDecisions, planEvents, planFold } from './plan.js';
import { planContentCommands, planContentDecisions, planContentEvents, planContentFold } from './plan-content.js';
import { planRevisionCommands, planRevisionDecisions } from './plan-revision.js';
import { referralCommands, referralDecisions, referralEvents, referralFold } from './referral.js';
import { referralAnswerCommands, referralAnswerDecisions, referralAnswerEvents } from './referral-answer.js';
import { referralChangeCommands, referralChangeDecisions, referralChangeEvents } from './referral-change.js';
import { referralCourseCommands, referralCourseDecisions, referralCourseEvents } from './referral-course.js';
import {
  responsibilityCommands,
  responsibilityDecisions,
  responsibilityEvents,
  responsibilityFold,
} from './responsibility.js';
import { sharingCommands, sharingDecisions, sharingEvents, sharingFold } from './sharing.js';
import { trackCommands, trackDecisions, trackEvents, trackFold } from './track.js';
import { transferCommands, transferDecisions, transferEvents, transferFold } from './transfer.js';
import { tripartiteCommands, tripartiteDecisions, tripartiteEvents, tripartiteFolds } from './tripartite.js';
import { waitingCommands, waitingDecisions, waitingEvents, waitingFold } from './waiting.js';

/** Every fact that a case stream can hold. */
export const caseEvents = {
  ...intakeEvents,
  ...firstContactEvents,
  ...planEvents,
  ...planContentEvents,
  ...consentEvents,
  ...sharingEvents,
  ...referralEvents,
  ...referralAnswerEvents,
  ...referralCourseEvents,
  ...referralChangeEvents,
  ...journalEvents,
  ...responsibilityEvents,
  ...trackEvents,
  ...transferEvents,
  ...waitingEvents,
  ...tripartiteEvents,
  ...measureEvents,
  ...measureChangeEvents,
  ...placementEvents,
  ...placementCourseEvents,
  ...exitEvents,
  ...erroneousCaseEvents,
};

/** Every intention that a case understands. */
export const caseCommands = {
  ...intakeCommands,
  ...firstContactCommands,
  ...planCommands,
  ...planContentCommands,
  ...planRevisionCommands,
  ...consentCommands,
  ...consentWithdrawalCommands,
  ...sharingCommands,
  ...referralCommands,
  ...referralAnswerCommands,
  ...referralCourseCommands,
  ...referralChangeCommands,
  ...journalCommands,
  ...responsibilityCommands,
  ...trackCommands,
  ...transferCommands,
  ...waitingCommands,
  ...tripartiteCommands,
  ...measureCommands,
  ...measureChangeCommands,
  ...placementCommands,
  ...placementCourseCommands,
  ...exitCommands,
  ...erroneousCaseCommands,
};

/** What may still be done when a case is closed, rejected or erroneous. */
const afterClosing: readonly string[] = [
  'OpenCase',
  'ReopenCase',
  'MarkCaseErroneous',
  'WithdrawConsent',
  'AddJournalEntry',
  'CorrectJournalEntry',
  'StrikeJournalEntry',
  'NoteObjection',
  'LinkDocument',
  'AmendMinutes',
];

/** Whether a command of a case is taken at all while the case has that status; its own rules come after. */
export const worksInStatus = (name: string, status: string): boolean =>
  status === 'none' ? name === 'OpenCase' : status === 'open' || afterClosing.includes(name);

/** One case, one stream: all rules that must hold together are checked together. */
export const caseAggregate = defineAggregate({
  category: 'case',
  events: caseEvents,
  commands: caseCommands,
  folds: {
    intake: intakeFold,
    firstContact: firstContactFold,
    plan: planFold,
    planContent: planContentFold,
    consent: consentFold,
    sharing: sharingFold,
    referrals: referralFold,
    journal: journalFold,
    responsibility: responsibilityFold,
    track: trackFold,
    transfer: transferFold,
    waiting: waitingFold,
    ...tripartiteFolds,
    measures: measureFold,
    placements: placementFold,
    exit: exitFold,
    erroneousCase: erroneousCaseFold,
  },
  decisions: {
    ...intakeDecisions,
    ...firstContactDecisions,
    ...planDecisions,
    ...planContentDecisions,
    ...planRevisionDecisions,
    ...consentDecisions,
    ...consentWithdrawalDecisions,
    ...sharingDecisions,
    ...referralDecisions,
    ...referralAnswerDecisions,
    ...referralCourseDecisions,
    ...referralChangeDecisions,
    ...journalDecisions,
    ...responsibilityDecisions,
    ...trackDecisions,
    ...transferDecisions,
    ...waitingDecisions,
    ...tripartiteDecisions,
    ...measureDecisions,
    ...measureChangeDecisions,
    ...placementDecisions,
    ...placementCourseDecisions,
    ...exitDecisions,
    ...erroneousCaseDecisions,
  },
  guard: ({ intake }, name) => {
    if (!worksInStatus(name, intake.status)) reject('case-not-open', { status: intake.status });
  },
  occurredAt: (fact, context) => {
    const at = occurredAt(fact, context);
    const { intake } = fact.state;
    // A fact known by its day may fall on the day the case was received.
    const early = intake.status !== 'none' && localDay(at) < localDay(intake.firstReceivedAt);
    return early ? reject('occurred-before-case', { occurredAt: at }) : at;
  },
});
