import { addBusinessDays, localDay } from '@etapp/calendar';

import { toCaseworker, toCaseworkerAndLead } from '../addressees.js';
import { defineReminders } from '../define-reminders.js';
import { businessDaysAfter, calendarDaysAfter } from '../due.js';
import type { Schedule } from '../schedule-row.js';

type OfReferral = { readonly data: { readonly referralId: string } };
const its = ({ data }: OfReferral): string => data.referralId;

const feedbackRule = 'referral-feedback-due';

/** Feedback on what has come to its end starts nothing. */
const runs = ({ reminders }: Schedule, referralId: string): boolean =>
  reminders.some(
    ({ ruleId, subjectId, endedBy }) => ruleId === feedbackRule && subjectId === referralId && endedBy === undefined,
  );

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
        due: ({ on, untilOn = on }, { settings }) => addBusinessDays(untilOn, settings['referralOverdue.days']),
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
        runs(row, data.referralId) ? { subject: data.referralId, anchor: { on: data.receivedOn } } : undefined,
    },
    ends: { ReferralCompleted: its, ReferralInterrupted: its },
    rings: [{ due: calendarDaysAfter('referralFeedback.days'), at: 'morning', to: toCaseworker }],
    outlivesClosing: true,
  },
});
