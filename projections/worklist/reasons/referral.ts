import type { CaseFolds } from '../../case-fold.js';
import type { ReasonCode, WorklistRow } from '../row.js';
import { clear, raise, us } from './raising.js';

const codes: readonly ReasonCode[] = [
  'referral-unanswered',
  'referral-declined',
  'referral-not-started',
  'referral-feedback-due',
  'referral-change-proposed',
];

type Referral = WorklistRow['referrals'][number];

const referralOf = (row: WorklistRow, referralId: string): Referral => {
  const known = row.referrals.find((referral) => referral.referralId === referralId);
  if (known === undefined) throw new Error(`no open referral ${referralId}`);
  return known;
};

const without = (row: WorklistRow, referralId: string): WorklistRow => ({
  ...row,
  referrals: row.referrals.filter((referral) => referral.referralId !== referralId),
});

const over = (row: WorklistRow, { referralId }: { readonly referralId: string }): WorklistRow => {
  referralOf(row, referralId);
  return clear(without(row, referralId), codes, referralId);
};

/** What a referral waits for until it is answered. */
export const referralReasons: CaseFolds<WorklistRow> = {
  ReferralSent: (row, event) => {
    const { referralId, toParty, replyDueOn, ground } = event.data;
    const consent = ground.kind === 'consent' ? { consentId: ground.consentId } : {};
    const referral = { referralId, toParty, started: false, ...consent };
    const sent = { ...clear(row, ['referral-declined']), referrals: [...row.referrals, referral] };
    return raise(sent, event, {
      code: 'referral-unanswered',
      subjectId: referralId,
      anchorOn: replyDueOn,
      waitsFor: [toParty],
      subStatus: { code: toParty },
    });
  },
  ReferralAccepted: (row, event) => {
    const { referralId, acceptedOn, plannedStartOn = acceptedOn } = event.data;
    const { toParty } = referralOf(row, referralId);
    return raise(clear(row, ['referral-unanswered'], referralId), event, {
      code: 'referral-not-started',
      subjectId: referralId,
      anchorOn: plannedStartOn,
      waitsFor: [toParty],
      subStatus: { code: toParty },
    });
  },
  ReferralWaitlisted: (row, { data: { referralId } }) => clear(row, ['referral-unanswered'], referralId),
  ReferralDeclined: (row, event) => {
    const { referralId, declinedOn, reasonCode } = event.data;
    return raise(over(row, event.data), event, {
      code: 'referral-declined',
      subjectId: referralId,
      anchorOn: declinedOn,
      subStatus: { code: reasonCode },
    });
  },
  ReferralWithdrawn: (row, { data }) => over(row, data),
  PlanRevised: (row) => clear(row, ['referral-declined']),
};

type News = { readonly id: string; readonly occurredAt: string; readonly data: { readonly referralId: string } };

const feedbackDue = (row: WorklistRow, event: News, anchorOn: string): WorklistRow => {
  const { referralId } = event.data;
  const { toParty } = referralOf(row, referralId);
  const stated = { subjectId: referralId, anchorOn, waitsFor: [toParty], subStatus: { code: toParty } };
  return raise(row, event, { code: 'referral-feedback-due', ...stated });
};

/** What a referral that led to something waits for until it ends. */
export const referralCourseReasons: CaseFolds<WorklistRow> = {
  ReferralStarted: (row, event) => {
    const { referralId, startedOn } = event.data;
    const started = { ...referralOf(row, referralId), started: true };
    const going = { ...without(row, referralId), referrals: [...without(row, referralId).referrals, started] };
    const cleared = clear(going, ['referral-unanswered', 'referral-not-started'], referralId);
    return feedbackDue(cleared, event, startedOn);
  },
  ReferralFeedbackReceived: (row, event) => {
    const { referralId, receivedOn } = event.data;
    const known = row.referrals.find((referral) => referral.referralId === referralId);
    return known?.started === true ? feedbackDue(row, event, receivedOn) : row;
  },
  ReferralChangeProposed: (row, event) => {
    const { referralId, change } = event.data;
    const { toParty } = referralOf(row, referralId);
    // Who proposes does not decide: the other side does.
    const waitsFor = event.actor.partyKind === toParty ? us : [toParty];
    const stated = { subjectId: referralId, waitsFor, subStatus: { code: change } };
    return raise(row, event, { code: 'referral-change-proposed', ...stated });
  },
  ReferralChangeDecided: (row, { data: { referralId } }) => clear(row, ['referral-change-proposed'], referralId),
  ReferralInterrupted: (row, { data }) => over(row, data),
  ReferralCompleted: (row, { data }) => over(row, data),
};
