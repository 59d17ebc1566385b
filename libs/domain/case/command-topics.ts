import { consentCommands } from './consent.js';
import { consentWithdrawalCommands } from './consent-withdrawal.js';
import { erroneousCaseCommands } from './erroneous-case.js';
import { exitCommands } from './exit.js';
import { firstContactCommands } from './first-contact.js';
import { intakeCommands } from './intake.js';
import { journalCommands } from './journal.js';
import { measureCommands } from './measure.js';
import { measureChangeCommands } from './measure-change.js';
import { placementCommands } from './placement.js';
import { placementCourseCommands } from './placement-course.js';
import { planCommands } from './plan.js';
import { planContentCommands } from './plan-content.js';
import { planRevisionCommands } from './plan-revision.js';
import { referralCommands } from './referral.js';
import { referralAnswerCommands } from './referral-answer.js';
import { referralChangeCommands } from './referral-change.js';
import { referralCourseCommands } from './referral-course.js';
import { responsibilityCommands } from './responsibility.js';
import { sharingCommands } from './sharing.js';
import { CaseTopic } from './topics.js';
import { trackCommands } from './track.js';
import { transferCommands } from './transfer.js';
import { tripartiteCommands } from './tripartite.js';
import { waitingCommands } from './waiting.js';

const commandsByTopic: Readonly<Record<CaseTopic, object>> = {
  intake: { ...intakeCommands, ...erroneousCaseCommands },
  firstContact: firstContactCommands,
  track: trackCommands,
  plan: { ...planCommands, ...planContentCommands, ...planRevisionCommands },
  consent: { ...consentCommands, ...consentWithdrawalCommands },
  sharing: sharingCommands,
  referral: { ...referralCommands, ...referralAnswerCommands, ...referralCourseCommands, ...referralChangeCommands },
  tripartiteMeeting: tripartiteCommands,
  measure: { ...measureCommands, ...measureChangeCommands },
  placement: { ...placementCommands, ...placementCourseCommands },
  exit: exitCommands,
  journal: journalCommands,
  responsibility: { ...responsibilityCommands, ...transferCommands, ...waitingCommands },
};

/** The topic of a case command. Throws for a name that no topic has. */
export const caseTopicOfCommand = (name: string): CaseTopic => {
  const topic = CaseTopic.options.find((each) => name in commandsByTopic[each]);
  if (topic === undefined) throw new Error(`no topic has ${name}`);
  return topic;
};
