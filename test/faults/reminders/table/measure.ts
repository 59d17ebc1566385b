import { type Fact, type Judged, start, stop, text } from '../judged-case.js';
import { afterBusiness, beforeBusiness, caseworker, lead, type Topic } from './row.js';

const names = ['measure-due', 'measure-overdue', 'measure-long-overdue'];
const promised = (judged: Judged, event: Fact, on: string): void => {
  for (const rule of names) start(judged, event, { rule, subject: text(event, 'measureId'), on });
};

/** R13 to R15. No party of the stories has a user of its own, so that the owner is the caseworker. */
export const measure: Topic = {
  rules: {
    'measure-due': {
      rings: [{ due: beforeBusiness('measure.remindDays', 5), time: 'A', to: caseworker }],
      rests: true,
    },
    'measure-overdue': {
      rings: [{ due: afterBusiness('measureOverdue.days', 1), time: 'A', to: caseworker }],
      rests: true,
    },
    'measure-long-overdue': {
      rings: [{ due: afterBusiness('measureLongOverdue.days', 5), time: 'A', to: lead }],
      rests: true,
    },
  },
  meanings: {
    MeasureAgreed: (judged, event) => promised(judged, event, text(event, 'dueOn')),
    MeasureDueDateChanged: (judged, event) => promised(judged, event, text(event, 'toOn')),
    MeasureCompleted: (judged, event) => stop(judged, names, text(event, 'measureId')),
  },
};
