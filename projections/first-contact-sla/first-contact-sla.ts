import { CaseSource, ServedAs } from '@etapp/domain';
import { Id, impossible, Instant, LocalDate } from '@etapp/kernel';
import { localDay } from '@etapp/calendar';
import { z } from 'zod';

import {
  caseColumns,
  CaseFacts,
  caseIndexes,
  caseKeys,
  followCase,
  knownCase,
  ofCase,
  openedCase,
} from '../case-facts.js';
import { defineProjection } from '../define.js';

/**
 * One period of a case from its opening: `unitId` is the unit that held the first contact, or should. `endedOn` is set
 * when the period ended without a first contact.
 */
const Period = z.object({
  periodNo: z.int(),
  unitId: Id,
  source: CaseSource,
  servedAs: ServedAs,
  receivedAt: Instant,
  contactAt: Instant.optional(),
  planAt: Instant.optional(),
  endedOn: LocalDate.optional(),
  setBy: z.array(Id),
});
type Period = z.output<typeof Period>;

/** The periods of a case; `lastReceivedAt` is when the newest began. */
export const FirstContactSlaRow = CaseFacts.extend({
  firstReceivedAt: Instant,
  lastReceivedAt: Instant,
  periods: z.array(Period),
});
export type FirstContactSlaRow = z.output<typeof FirstContactSlaRow>;

type Step = { readonly type: string; readonly id: string; readonly occurredAt: string };

const begun = (
  event: { readonly id: string; readonly data: Pick<Period, 'receivedAt' | 'source' | 'servedAs'> },
  { periodNo, unitId }: Pick<Period, 'periodNo' | 'unitId'>,
): Period => {
  const { receivedAt, source, servedAs } = event.data;
  return { periodNo, unitId, source, servedAs, receivedAt, setBy: [event.id] };
};

/** The row with its newest period changed. */
const current = (
  row: FirstContactSlaRow | undefined,
  event: Step,
  change: (period: Period) => Partial<Period>,
): FirstContactSlaRow => {
  const known = knownCase(row, event);
  const period = known.periods.at(-1) ?? impossible(event, 'no period has begun');
  const changed = change(period);
  const setBy = Object.keys(changed).length === 0 ? period.setBy : [...period.setBy, event.id];
  return { ...known, periods: [...known.periods.slice(0, -1), { ...period, ...changed, setBy }] };
};

const ended = (row: FirstContactSlaRow, event: Step): FirstContactSlaRow =>
  current(row, event, ({ contactAt }) => (contactAt === undefined ? { endedOn: localDay(event.occurredAt) } : {}));

/** How soon did a first contact and a plan follow, each time a case was opened? Source: Trelleborg, contact at once. */
export const firstContactSla = defineProjection({
  name: 'first_contact_sla',
  version: 1,
  row: FirstContactSlaRow,
  columns: { ...caseColumns, firstReceivedAt: 'timestamptz', lastReceivedAt: 'timestamptz' },
  indexes: [...caseIndexes, ['lastReceivedAt']],
  key: { ...caseKeys, FirstContactHeld: ofCase, PlanActivated: ofCase },
  on: {
    ...followCase,
    CaseOpened: (_row, event) => {
      const { receivedAt, unitId } = event.data;
      const received = { firstReceivedAt: receivedAt, lastReceivedAt: receivedAt };
      return { ...openedCase(event), ...received, periods: [begun(event, { periodNo: 1, unitId })] };
    },
    CaseReopened: (row, event) => {
      const reopened = followCase.CaseReopened(row, event);
      const { periodNo, unitId, receivedAt } = reopened;
      const periods = [...reopened.periods, begun(event, { periodNo, unitId })];
      return { ...reopened, lastReceivedAt: receivedAt, periods };
    },
    CaseRejected: (row, event) => ended(followCase.CaseRejected(row, event), event),
    CaseClosed: (row, event) => ended(followCase.CaseClosed(row, event), event),
    CaseTransferred: (row, event) =>
      current(followCase.CaseTransferred(row, event), event, ({ contactAt }) =>
        contactAt === undefined ? { unitId: event.data.toUnitId } : {},
      ),
    FirstContactHeld: (row, event) => current(row, event, () => ({ contactAt: event.data.heldAt })),
    PlanActivated: (row, event) =>
      current(row, event, ({ planAt }) => (planAt === undefined ? { planAt: event.data.agreedByParticipantAt } : {})),
  },
});
