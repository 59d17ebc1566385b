import { dayOf, type Fact, type Judged, start, text } from '../judged-case.js';
import { afterCalendar, caseworker, numberOf, onTheDay, type Topic } from './row.js';

const planned = (judged: Judged, event: Fact): void => {
  const subject = text(event, 'planId');
  start(judged, event, { rule: 'plan-review-due', subject, on: dayOf(event) });
  start(judged, event, { rule: 'next-step-due', subject, on: text(event, 'nextStepOn') });
};
const first = afterCalendar('planReview.firstDays', 14);
const next = afterCalendar('planReview.nextDays', 28);
const silence = ['silent.days', 21] as const;

/** R05, R06 and R39. What begins silence is in the judge itself: every event of a case may. */
export const plan: Topic = {
  rules: {
    'plan-review-due': {
      rings: [
        {
          due: (going, settings) => (going.after === 'PlanActivated' ? first : next)(going, settings),
          ...{ time: 'A', to: caseworker },
        },
      ],
      held: true,
    },
    'silent-case': {
      rings: [{ due: afterCalendar(...silence), time: 'A', to: caseworker }],
      held: true,
      again: (settings) => Math.max(1, numberOf(settings, silence)),
    },
    'next-step-due': { rings: [{ due: onTheDay, time: 'A', to: caseworker }], held: true },
  },
  meanings: { PlanActivated: planned, PlanReviewed: planned },
};
