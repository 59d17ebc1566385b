import { localDay } from '@etapp/calendar';

import type { CaseFolds } from '../../case-fold.js';
import type { ReasonCode, WorklistRow } from '../row.js';
import { clear, raise } from './raising.js';

const contactCodes: readonly ReasonCode[] = ['first-contact-due', 'contact-result-missing'];

/** What outlives the closing of a case: what other parties still owe an answer or a measure. */
const outlivesClosing = (code: ReasonCode): boolean => code.startsWith('measure-') || code.startsWith('referral-');

/** A case comes in, ends, and comes back. */
export const intakeReasons: CaseFolds<WorklistRow> = {
  CaseOpened: (row, event) => firstContactDue(row, event),
  CaseRejected: (row) => ({ ...row, caseStatus: 'rejected' }),
  CaseMarkedErroneous: (row) => ({ ...row, caseStatus: 'erroneous' }),
  CaseClosed: (row) => {
    const { wait: _wait, nextStepOn: _step, ...rest } = row;
    return { ...rest, caseStatus: 'closed', reasons: row.reasons.filter(({ code }) => outlivesClosing(code)) };
  },
  CaseReopened: (row, event) => {
    const { periodNo } = event.data;
    const fresh = { caseStatus: 'open', contactHeld: false, contactsMissed: 0, planState: 'none' } as const;
    return firstContactDue({ ...row, ...fresh, periodNo }, event);
  },
};

const firstContactDue = (
  row: WorklistRow,
  event: { readonly id: string; readonly occurredAt: string; readonly data: { readonly receivedAt: string } },
): WorklistRow =>
  raise(row, event, {
    code: 'first-contact-due',
    subjectId: row.caseId,
    anchorOn: localDay(event.data.receivedAt),
    subStatus: { code: 'notBooked' },
  });

/** The first contact: booked, missed, held. */
export const firstContactReasons: CaseFolds<WorklistRow> = {
  FirstContactBooked: (row, event) => {
    const { startsAt } = event.data;
    const due = { ...firstContactOf(row), subStatus: { code: 'booked', at: startsAt, count: row.contactsMissed } };
    const known = raise(row, event, { ...due, setBy: [...due.setBy, event.id] });
    return raise(known, event, {
      code: 'contact-result-missing',
      subjectId: row.caseId,
      anchorOn: localDay(startsAt),
      subStatus: { at: startsAt },
    });
  },
  FirstContactMissed: (row, event) => {
    const contactsMissed = row.contactsMissed + 1;
    const due = { ...firstContactOf(row), subStatus: { code: 'missed', count: contactsMissed } };
    const known = raise({ ...row, contactsMissed }, event, { ...due, setBy: [...due.setBy, event.id] });
    return clear(known, ['contact-result-missing']);
  },
  FirstContactHeld: (row, event) => {
    const anchorOn = localDay(event.data.heldAt);
    const held = clear({ ...row, contactHeld: true }, contactCodes);
    const assessed =
      row.track === undefined
        ? raise(held, event, { code: 'track-not-assessed', subjectId: row.caseId, anchorOn })
        : held;
    if (row.track === 'specialSupport') return assessed;
    return raise(assessed, event, {
      code: 'plan-missing',
      subjectId: row.caseId,
      anchorOn,
      subStatus: { code: 'none' },
    });
  },
};

/** The reason that the first contact is due, with the opening that set it, for a new sub-status. */
const firstContactOf = (row: WorklistRow): WorklistRow['reasons'][number] => {
  const due = row.reasons.find(({ code }) => code === 'first-contact-due');
  if (due === undefined) throw new Error(`no first contact is due in ${row.caseId}`);
  return { ...due, setBy: due.setBy.slice(0, 1) };
};
