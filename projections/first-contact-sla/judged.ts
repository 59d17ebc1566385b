import { businessDaysBetween, localDay } from '@etapp/calendar';
import type { UnitSettings } from '@etapp/domain';
import type { LocalDate } from '@etapp/kernel';
import { afterBusinessDays } from '@etapp/reminders';

import { medianOf, shareOf } from '../figures.js';
import type { FirstContactSlaItem, FirstContactSlaSummary, FirstContactState } from './answer.js';
import type { FirstContactSlaRow } from './first-contact-sla.js';

type Period = FirstContactSlaRow['periods'][number];

/** What a period means on a day; who it is about is added to what is shown. */
export type JudgedPeriod = Omit<FirstContactSlaItem, 'person'> & { readonly personId: string };

/** What judging takes: the day, and what units decide on any day. */
export type Judging = {
  readonly today: LocalDate;
  readonly settings: (unitId: string, on: LocalDate) => UnitSettings;
};

type Days = { readonly today: LocalDate; readonly dueOn: LocalDate; readonly contactOn: LocalDate | undefined };

const stateOf = ({ endedOn }: Period, { today, dueOn, contactOn }: Days): FirstContactState => {
  if (contactOn !== undefined) return contactOn <= dueOn ? 'met' : 'late';
  if (endedOn !== undefined) return 'ended';
  return today <= dueOn ? 'waiting' : 'overdue';
};

/** Undecided while there is time, and for good where the period ended in time. */
const isWithin = (state: FirstContactState, isLate: boolean): boolean | undefined => {
  if (state === 'met') return true;
  return isLate ? false : undefined;
};

const dayOf = (instant: string | undefined): LocalDate | undefined =>
  instant === undefined ? undefined : localDay(instant);

const daysTo = (from: LocalDate, to: LocalDate | undefined): number | undefined =>
  to === undefined ? undefined : businessDaysBetween(from, to);

const judgePeriod = (row: FirstContactSlaRow, period: Period, judging: Judging): JudgedPeriod => {
  const { setBy, endedOn, ...known } = period;
  const [receivedOn, contactOn, planOn] = [localDay(period.receivedAt), dayOf(period.contactAt), dayOf(period.planAt)];
  const dueOn = afterBusinessDays(receivedOn, judging.settings(period.unitId, receivedOn)['firstContact.days']);
  const state = stateOf(period, { today: judging.today, dueOn, contactOn });
  const until = contactOn ?? endedOn ?? judging.today;
  const { caseId, personId, caseworkerUserId } = row;
  return {
    ...{ caseId, personId, caseworkerUserId, ...known, dueOn, state, setBy },
    ...{ bdToContact: daysTo(receivedOn, contactOn), bdToPlan: daysTo(receivedOn, planOn) },
    planSameDay: contactOn === undefined ? undefined : planOn === contactOn,
    withinTarget: isWithin(state, until > dueOn),
    breachBd: businessDaysBetween(dueOn, until),
  };
};

/** What the periods of a case mean on a day. */
export const judgePeriods = (row: FirstContactSlaRow, judging: Judging): readonly JudgedPeriod[] =>
  row.periods.map((period) => judgePeriod(row, period, judging));

/** The figures of some periods. */
export const summarise = (periods: readonly JudgedPeriod[]): FirstContactSlaSummary => {
  const inState = (...states: readonly FirstContactState[]) =>
    periods.filter(({ state }) => states.includes(state)).length;
  const decided = periods.filter(({ withinTarget }) => withinTarget !== undefined).length;
  const [withinTarget, withContact] = [inState('met'), inState('met', 'late')];
  const planSameDay = periods.filter((period) => period.planSameDay === true).length;
  return {
    ...{ cases: periods.length, decided, withinTarget, sharePercent: shareOf(withinTarget, decided), withContact },
    ...{ waiting: inState('waiting'), withoutContactOverdue: inState('overdue'), ended: inState('ended') },
    medianBdToContact: medianOf(periods.flatMap(({ bdToContact }) => bdToContact ?? [])),
    medianBdToPlan: medianOf(periods.flatMap(({ bdToPlan }) => bdToPlan ?? [])),
    planSameDay,
    planSameDayPercent: shareOf(planSameDay, withContact),
  };
};
