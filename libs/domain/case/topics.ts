import { z } from 'zod';

import { consentEvents } from './consent.js';
import { erroneousCaseEvents } from './erroneous-case.js';
import { exitEvents } from './exit.js';
import { firstContactEvents } from './first-contact.js';
import { intakeEvents } from './intake.js';
import { journalEvents } from './journal.js';
import { measureEvents } from './measure.js';
import { measureChangeEvents } from './measure-change.js';
import { placementEvents } from './placement.js';
import { placementCourseEvents } from './placement-course.js';
import { planEvents } from './plan.js';
import { planContentEvents } from './plan-content.js';
import { referralEvents } from './referral.js';
import { referralAnswerEvents } from './referral-answer.js';
import { referralChangeEvents } from './referral-change.js';
import { referralCourseEvents } from './referral-course.js';
import { responsibilityEvents } from './responsibility.js';
import { sharingEvents } from './sharing.js';
import { trackEvents } from './track.js';
import { transferEvents } from './transfer.js';
import { tripartiteEvents } from './tripartite.js';
import { waitingEvents } from './waiting.js';

const eventsByTopic = {
  intake: { ...intakeEvents, ...erroneousCaseEvents },
  firstContact: firstContactEvents,
  track: trackEvents,
  plan: { ...planEvents, ...planContentEvents },
  consent: consentEvents,
  sharing: sharingEvents,
  referral: { ...referralEvents, ...referralAnswerEvents, ...referralCourseEvents, ...referralChangeEvents },
  tripartiteMeeting: tripartiteEvents,
  measure: { ...measureEvents, ...measureChangeEvents },
  placement: { ...placementEvents, ...placementCourseEvents },
  exit: exitEvents,
  journal: journalEvents,
  responsibility: { ...responsibilityEvents, ...transferEvents, ...waitingEvents },
};

/** The topics that what happens in a case is sorted under. */
export const CaseTopic = z.enum([
  'intake',
  'firstContact',
  'track',
  'plan',
  'consent',
  'sharing',
  'referral',
  'tripartiteMeeting',
  'measure',
  'placement',
  'exit',
  'journal',
  'responsibility',
]) satisfies z.ZodType<keyof typeof eventsByTopic>;
export type CaseTopic = z.output<typeof CaseTopic>;

/** The topic of a case event. Throws for a type that no topic has. */
export const caseTopicOf = (type: string): CaseTopic => {
  const topic = CaseTopic.options.find((each) => type in eventsByTopic[each]);
  if (topic === undefined) throw new Error(`no topic has ${type}`);
  return topic;
};
