import { localDay } from '@etapp/calendar';
import { caseEvents, caseTopicOf } from '@etapp/domain';
import type { Instant } from '@etapp/kernel';

import { toCaseworker } from '../addressees.js';
import { defineReminders, everySubject, type Start } from '../define-reminders.js';
import { calendarDaysAfter, onTheDay } from '../due.js';
import type { Schedule } from '../schedule-row.js';

type Planned = {
  readonly data: { readonly planId: string; readonly nextStepOn: string };
  readonly occurredAt: Instant;
};

const review = ({ data, occurredAt }: Planned, stage: 'first' | 'next'): Start => ({
  subject: data.planId,
  anchor: { on: localDay(occurredAt), stage },
});
const nextStep = ({ data }: Planned): Start => ({ subject: data.planId, anchor: { on: data.nextStepOn } });

const corrections: readonly string[] = [
  'JournalEntryCorrected',
  'JournalEntryStruck',
] satisfies (keyof typeof caseEvents)[];

/** Whether an event of that type is activity with the person: who is responsible and what was corrected is none (R06). */
export const isActivity = (type: string): boolean =>
  type in caseEvents && caseTopicOf(type) !== 'responsibility' && !corrections.includes(type);

type Done = { readonly occurredAt: Instant; readonly stream: { readonly id: string } };

/** What was registered late does not make the case more active than it was. */
const silence = ({ occurredAt, stream }: Done, { lastActivityAt }: Schedule): Start | undefined =>
  occurredAt < lastActivityAt ? undefined : { subject: stream.id, anchor: { on: localDay(occurredAt) } };

const everyActivity = Object.fromEntries(
  Object.keys(caseEvents)
    .filter(isActivity)
    .map((type) => [type, silence]),
);

/** A plan is kept alive, and nobody is forgotten. Sources: Trelleborg; SIN, know the next step; own. */
export const planRules = defineReminders({
  'plan-review-due': {
    no: 'R05',
    starts: {
      PlanActivated: (event) => review(event, 'first'),
      PlanReviewed: (event) => review(event, 'next'),
      PlanRevised: (event) => review(event, 'next'),
    },
    ends: { PlanClosed: ({ data }) => data.planId },
    rings: [
      {
        due: (anchor, counting) =>
          calendarDaysAfter(anchor.stage === 'first' ? 'planReview.firstDays' : 'planReview.nextDays')(
            anchor,
            counting,
          ),
        at: 'morning',
        to: toCaseworker,
      },
    ],
    heldByWaiting: true,
  },
  'silent-case': {
    no: 'R06',
    starts: everyActivity,
    ends: { CaseClosed: () => everySubject },
    rings: [{ due: calendarDaysAfter('silent.days'), at: 'morning', to: toCaseworker }],
    again: (settings) => settings['silent.days'],
    heldByWaiting: true,
  },
  'next-step-due': {
    no: 'R39',
    starts: { PlanActivated: nextStep, PlanRevised: nextStep, PlanReviewed: nextStep },
    ends: { PlanClosed: ({ data }) => data.planId },
    rings: [{ due: onTheDay, at: 'morning', to: toCaseworker }],
    heldByWaiting: true,
  },
});
