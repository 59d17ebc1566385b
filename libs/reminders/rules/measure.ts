import { caseworker, toParty, unitLead } from '../addressees.js';
import { defineReminders, type ReminderRule, type Start } from '../define-reminders.js';
import { businessDaysAfter, businessDaysBefore } from '../due.js';
import type { Schedule } from '../schedule-row.js';

/** From what the case knows of the measure: its owner and the day it is due, as they are now. */
const asAgreed = ({ data }: { readonly data: { readonly measureId: string } }, { measures }: Schedule): Start => {
  const { measureId } = data;
  const measure = measures.find((known) => known.measureId === measureId);
  if (measure === undefined) throw new Error(`the measure ${measureId} was never agreed`);
  const { dueOn, ownerParty, ownerUserId } = measure;
  return { subject: measureId, anchor: { on: dueOn, party: ownerParty, userId: ownerUserId } };
};

/** A new owner is reminded in their turn. */
const course: Pick<ReminderRule, 'starts' | 'ends' | 'outlivesClosing'> = {
  starts: { MeasureAgreed: asAgreed, MeasureDueDateChanged: asAgreed, MeasureOwnerChanged: asAgreed },
  ends: {
    MeasureCompleted: ({ data }) => data.measureId,
    MeasureCancelled: ({ data }) => data.measureId,
    MeasureAgreed: ({ data }) => data.supersedesMeasureId,
  },
  outlivesClosing: true,
};
const toOwner = toParty('owner');

/** What was agreed is done, by its owner. Sources: SIN; own. */
export const measureRules = defineReminders({
  'measure-due': {
    no: 'R13',
    ...course,
    rings: [{ due: businessDaysBefore('measure.remindDays'), at: 'morning', to: toOwner }],
  },
  'measure-overdue': {
    no: 'R14',
    ...course,
    rings: [
      {
        due: businessDaysAfter('measureOverdue.days'),
        at: 'morning',
        to: (anchor) => [...toOwner(anchor), caseworker],
      },
    ],
  },
  'measure-long-overdue': {
    no: 'R15',
    ...course,
    rings: [
      {
        due: businessDaysAfter('measureLongOverdue.days'),
        at: 'morning',
        to: ({ party }) => [unitLead, ...(party === undefined ? [] : [{ kind: 'coordinator', party } as const])],
      },
    ],
  },
});
