import { addBusinessDays, addDays, localDay } from '@etapp/calendar';

import { type Course, type Ending, type Happening, inCase, next, own, type StoryTopic, type Told } from '../story.js';

const kind = 'referral';
const aWeek = 7;

const about =
  (course: Course, referralId: string) =>
  (name: string, body: object): readonly Told[] => [inCase(course, name, { referralId, ...body })];
const send: Happening = (course, at, by) => {
  const referralId = next(course, 12);
  course.matters.set(kind, { id: referralId, step: 'sent', on: '' });
  return about(course, referralId)('SendReferral', {
    ...{ toParty: own, toOrganisation: 'Aktivitetscentrum', purpose: 'activationCourse', question: 'Plats?' },
    ...{ categories: ['plan'], ground: { kind: 'sameAuthority' } },
    replyDueOn: addBusinessDays(localDay(at), 5 + by.below(10)),
  });
};
const accepted = (course: Course, referralId: string, at: string): readonly Told[] => {
  course.matters.set(kind, { id: referralId, step: 'accepted', on: '' });
  const acceptedOn = localDay(at);
  return about(course, referralId)('AcceptReferral', { acceptedOn, plannedStartOn: addDays(acceptedOn, aWeek) });
};
const begun: Ending = (course, referralId, at) => {
  course.matters.set(kind, { id: referralId, step: 'started', on: '' });
  return about(course, referralId)('StartReferral', { startedOn: localDay(at) });
};
const ended: Ending = (course, referralId, at) => {
  course.matters.delete(kind);
  const body = { completedOn: localDay(at), result: 'partly', feedback: 'Kom varje dag' };
  return about(course, referralId)('CompleteReferral', body);
};
const reported: Ending = (course, referralId, at) =>
  about(course, referralId)('RecordReferralFeedback', {
    ...{ feedbackId: next(course, 13), fromParty: own, receivedOn: localDay(at), text: 'Kommer varje dag' },
  });
const declined: Ending = (course, referralId, at) => {
  course.matters.delete(kind);
  return about(course, referralId)('DeclineReferral', { declinedOn: localDay(at), reasonCode: 'noPlace' });
};

const goesOn: Happening = (course, at, by) => {
  const known = course.matters.get(kind);
  if (known === undefined) return send(course, at, by);
  if (known.step === 'sent') return (by.oneIn(3) ? declined : accepted)(course, known.id, at);
  if (known.step === 'accepted') return begun(course, known.id, at);
  return (by.oneIn(2) ? reported : ended)(course, known.id, at);
};

/** Another party is asked, answers, begins and reports. */
export const referrals: StoryTopic = {
  happenings: [goesOn],
  endings: {
    'referral-unanswered': accepted,
    'referral-not-started': begun,
    'referral-feedback-due': reported,
  },
};
