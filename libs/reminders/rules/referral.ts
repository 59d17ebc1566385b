import { localDay } from '@etapp/calendar';

import { toCaseworker, toCaseworkerAndLead } from '../addressees.js';
import { defineReminders } from '../define-reminders.js';
import { afterBusinessDays, businessDaysAfter, calendarDaysAfter } from '../due.js';
import type { Schedule } from '../schedule-row.js';

type OfReferral = { readonly data: { readonly referralId: string } };
const its = ({ data }: OfReferral): string => data.referralId;

const feedbackRule = 'referral-feedback-due';

/**
 * Whether a referral was interrupted, completed or withdrawn: feedback on it starts nothing more. Feedback before a start was
 * recorded does, since nobody would be reminded of that referral again.
 */
const hasEnded = ({ reminders }: Schedule, referralId: string): boolean => {
  const known = reminders.filter(({ ruleId, subjectId }) => ruleId === feedbackRule && subjectId === referralId);
  return known.length > 0 && known.every(({ endedBy }) => endedBy !== undefined);
};

/** A referral is answered, begun and reported on. Sources: SIN; own. */
export const referralRules = defineReminders({
  'referral-unanswered': {
    no: 'R34',
    starts: {
      ReferralSent: ({ data, occurredAt }) => ({
        subject: data.referralId,
        anchor: { on: localDay(occurredAt), untilOn: data.replyDueOn },
      }),
    },
    ends: { ReferralAccepted: its, ReferralDeclined: its, ReferralWaitlisted: its, ReferralWithdrawn: its },
    rings: [
      { due: businessDaysAfter('referralUnanswered.days'), at: 'morning', to: toCaseworker },
      {
        due: ({ on, untilOn = on }, { settings }) => afterBusinessDays(untilOn, settings['referralOverdue.days']),
        at: 'morning',
        to: toCaseworkerAndLead,
      },
    ],
    outlivesClosing: true,
  },
  'referral-not-started': {
    no: 'R35',
    starts: {
      ReferralAccepted: ({ data: { referralId, plannedStartOn } }) =>
        plannedStartOn === undefined ? undefined : { subject: referralId, anchor: { on: plannedStartOn } },
    },
    ends: { ReferralStarted: its, ReferralWithdrawn: its },
    rings: [{ due: businessDaysAfter('referralNotStarted.days'), at: 'morning', to: toCaseworker }],
    outlivesClosing: true,
  },
  [feedbackRule]: {
    no: 'R38',
    starts: {
      ReferralStarted: ({ data }) => ({ subject: data.referralId, anchor: { on: data.startedOn } }),
      ReferralFeedbackReceived: ({ data }, row) =>
        hasEnded(row, data.referralId) ? undefined : { subject: data.referralId, anchor: { on: data.receivedOn } },
    },
    ends: { ReferralCompleted: its, ReferralInterrupted: its, ReferralWithdrawn: its },
    rings: [{ due: calendarDaysAfter('referralFeedback.days'), at: 'morning', to: toCaseworker }],
    outlivesClosing: true,
  },
});
