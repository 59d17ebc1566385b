import type { CaseFolds } from '../../case-fold.js';
import type { ReasonCode, WorklistRow } from '../row.js';
import { amend, clear, raise } from './raising.js';

const codes: readonly ReasonCode[] = ['measure-due', 'measure-overdue'];

/** Agreed measures: soon due, overdue; they wait for their owner. */
export const measureReasons: CaseFolds<WorklistRow> = {
  MeasureAgreed: (row, event) => {
    const { measureId, ownerParty, dueOn, supersedesMeasureId } = event.data;
    const left = supersedesMeasureId === undefined ? row : clear(row, codes, supersedesMeasureId);
    const stated = { subjectId: measureId, anchorOn: dueOn, waitsFor: [ownerParty], subStatus: { code: ownerParty } };
    return codes.reduce((known, code) => raise(known, event, { code, ...stated }), left);
  },
  MeasureDueDateChanged: (row, event) => {
    const { measureId, toOn } = event.data;
    return amend(row, { codes, subjectId: measureId }, ({ setBy, ...reason }) => ({
      ...reason,
      anchorOn: toOn,
      setBy: [...setBy, event.id],
    }));
  },
  MeasureOwnerChanged: (row, event) => {
    const { measureId, toParty } = event.data;
    return amend(row, { codes, subjectId: measureId }, ({ setBy, ...reason }) => ({
      ...reason,
      waitsFor: [toParty],
      subStatus: { code: toParty },
      setBy: [...setBy, event.id],
    }));
  },
  MeasureCompleted: (row, { data: { measureId } }) => clear(row, codes, measureId),
  MeasureCancelled: (row, { data: { measureId } }) => clear(row, codes, measureId),
};
