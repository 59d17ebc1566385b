import { dayOf, type Fact, type Judged, start, stop, text } from '../judged-case.js';
import { afterBusiness, afterCalendar, afterLast, both, caseworker, type Topic } from './row.js';

const its = (event: Fact): string => text(event, 'referralId');
const ends =
  (...rules: readonly string[]) =>
  (judged: Judged, event: Fact): void =>
    stop(judged, rules, its(event));
const [unanswered, notStarted, feedback] = ['referral-unanswered', 'referral-not-started', 'referral-feedback-due'];

/** R34, R35 and R38. */
export const referral: Topic = {
  rules: {
    'referral-unanswered': {
      rings: [
        { due: afterBusiness('referralUnanswered.days', 5), time: 'A', to: caseworker },
        { due: afterLast('referralOverdue.days', 1), time: 'A', to: both },
      ],
      rests: true,
    },
    'referral-not-started': {
      rings: [{ due: afterBusiness('referralNotStarted.days', 5), time: 'A', to: caseworker }],
      rests: true,
    },
    'referral-feedback-due': {
      rings: [{ due: afterCalendar('referralFeedback.days', 28), time: 'A', to: caseworker }],
      rests: true,
    },
  },
  meanings: {
    ReferralSent: (judged, event) =>
      start(judged, event, {
        ...{ rule: unanswered, subject: its(event), on: dayOf(event), until: text(event, 'replyDueOn') },
      }),
    ReferralAccepted: (judged, event) => {
      stop(judged, [unanswered], its(event));
      start(judged, event, { rule: notStarted, subject: its(event), on: text(event, 'plannedStartOn') });
    },
    ReferralDeclined: ends(unanswered),
    ReferralWaitlisted: ends(unanswered),
    // Not in the table, which thinks of feedback on what has started only.
    ReferralWithdrawn: ends(unanswered, notStarted, feedback),
    ReferralStarted: (judged, event) => {
      stop(judged, [notStarted], its(event));
      start(judged, event, { rule: feedback, subject: its(event), on: text(event, 'startedOn') });
    },
    ReferralFeedbackReceived: (judged, event) =>
      start(judged, event, { rule: feedback, subject: its(event), on: text(event, 'receivedOn') }),
    ReferralCompleted: ends(feedback),
    ReferralInterrupted: ends(feedback),
  },
};
