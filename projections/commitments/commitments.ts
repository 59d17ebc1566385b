import { MeasureKind, PartyKind } from '@etapp/domain';
import { boxed, Code, Id, impossible, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { defineProjection } from '../define.js';

/** An agreed measure. `dueOn` is the day last agreed, `firstDueOn` the day first agreed. */
export const CommitmentsRow = z.object({
  measureId: Id,
  caseId: Id,
  meetingId: Id.optional(),
  kind: MeasureKind,
  ownerParty: PartyKind,
  ownerUserId: Id.optional(),
  description: boxed(),
  conditionForReturn: z.boolean(),
  promisedToEmployerId: Id.optional(),
  agreedOn: LocalDate,
  firstDueOn: LocalDate,
  dueOn: LocalDate,
  dueDateChanges: z.int(),
  status: z.enum(['agreed', 'started', 'completed', 'cancelled', 'superseded']),
  startedOn: LocalDate.optional(),
  completedOn: LocalDate.optional(),
  evidence: boxed().optional(),
  cancelledBy: PartyKind.optional(),
  reasonCode: Code.optional(),
  supersedesMeasureId: Id.optional(),
  supersededByMeasureId: Id.optional(),
  /** The events that made it what it is. */
  setBy: z.array(Id),
});
export type CommitmentsRow = z.output<typeof CommitmentsRow>;
type Row = CommitmentsRow;

type Step = { readonly type: string; readonly id: string };

const changed = (row: Row | undefined, event: Step, change: (measure: Row) => Partial<Row>): Row => {
  const known = row ?? impossible(event, 'the measure was never agreed');
  return { ...known, ...change(known), setBy: [...known.setBy, event.id] };
};

/** What has been promised across authorities, by whom and until when, and was it kept? */
export const commitments = defineProjection({
  name: 'commitments',
  version: 1,
  row: CommitmentsRow,
  columns: {
    caseId: 'uuid',
    meetingId: 'uuid',
    kind: 'text',
    ownerParty: 'text',
    status: 'text',
    agreedOn: 'date',
    dueOn: 'date',
    promisedToEmployerId: 'uuid',
  },
  indexes: [['caseId'], ['meetingId'], ['status', 'dueOn'], ['agreedOn'], ['promisedToEmployerId']],
  key: {
    MeasureAgreed: ({ data: { measureId, supersedesMeasureId } }) =>
      supersedesMeasureId === undefined ? measureId : [measureId, supersedesMeasureId],
    MeasureStarted: ({ data }) => data.measureId,
    MeasureCompleted: ({ data }) => data.measureId,
    MeasureCancelled: ({ data }) => data.measureId,
    MeasureDueDateChanged: ({ data }) => data.measureId,
    MeasureOwnerChanged: ({ data }) => data.measureId,
  },
  on: {
    MeasureAgreed: (row, event, key) => {
      const { measureId, dueOn } = event.data;
      if (key !== measureId) {
        return changed(row, event, () => ({ status: 'superseded', supersededByMeasureId: measureId }));
      }
      if (row !== undefined) return impossible(event, 'the measure was agreed before');
      const fresh = { caseId: event.stream.id, firstDueOn: dueOn, dueDateChanges: 0, setBy: [event.id] };
      return { ...event.data, ...fresh, status: 'agreed' as const };
    },
    MeasureStarted: (row, event) => changed(row, event, () => ({ status: 'started', startedOn: event.data.startedOn })),
    MeasureCompleted: (row, event) => {
      const { completedOn, evidence } = event.data;
      return changed(row, event, () => ({ status: 'completed', completedOn, evidence }));
    },
    MeasureCancelled: (row, event) => {
      const { byParty: cancelledBy, reasonCode } = event.data;
      return changed(row, event, () => ({ status: 'cancelled', cancelledBy, reasonCode }));
    },
    MeasureDueDateChanged: (row, event) =>
      changed(row, event, ({ dueDateChanges }) => ({ dueOn: event.data.toOn, dueDateChanges: dueDateChanges + 1 })),
    MeasureOwnerChanged: (row, event) => {
      const { toParty: ownerParty, toUserId: ownerUserId } = event.data;
      return changed(row, event, () => ({ ownerParty, ownerUserId }));
    },
  },
});
