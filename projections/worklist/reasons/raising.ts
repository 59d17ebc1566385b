import { localDay } from '@etapp/calendar';
import type { EventMeta } from '@etapp/kernel';

import type { Reason, ReasonCode, WorklistRow } from '../row.js';

/** The own administration, which most reasons wait for. */
export const us: Reason['waitsFor'] = ['labourMarketAdministration'];

/** A reason as a topic states it; what is left out follows from the event. */
type Stated = Pick<Reason, 'code' | 'subjectId'> & Partial<Omit<Reason, 'code' | 'subjectId'>>;

/** The row without the reasons of these codes; of one subject only, where it is named. */
export const clear = (row: WorklistRow, codes: readonly ReasonCode[], subjectId?: string): WorklistRow => ({
  ...row,
  reasons: row.reasons.filter(
    (reason) => !codes.includes(reason.code) || (subjectId !== undefined && reason.subjectId !== subjectId),
  ),
});

/** The row with a reason that the event raises, in the place of the one of that code and subject. */
export const raise = (
  row: WorklistRow,
  event: Pick<EventMeta, 'id' | 'occurredAt'>,
  { code, subjectId, ...stated }: Stated,
): WorklistRow => {
  const { occurredAt } = event;
  const raised = { since: occurredAt, anchorOn: localDay(occurredAt), waitsFor: us, setBy: [event.id], ...stated };
  const { reasons, ...rest } = clear(row, [code], subjectId);
  return { ...rest, reasons: [...reasons, { code, subjectId, ...raised }] };
};

/** The row with the reasons of these codes and that subject changed; nothing where there is none. */
export const amend = (
  row: WorklistRow,
  { codes, subjectId }: { readonly codes: readonly ReasonCode[]; readonly subjectId: string },
  change: (reason: Reason) => Reason,
): WorklistRow => ({
  ...row,
  reasons: row.reasons.map((reason) =>
    codes.includes(reason.code) && reason.subjectId === subjectId ? change(reason) : reason,
  ),
});
