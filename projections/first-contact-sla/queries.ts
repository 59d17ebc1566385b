import { addDays, addMonths, localDay, startOfLocalDay } from '@etapp/calendar';
import type { ColumnsOf, Condition, LocalDate } from '@etapp/kernel';

import type { Asking, AskingForPage } from '../asking.js';
import { casesFor, type KnownCases, peopleInList } from '../case-card/queries.js';
import { type Page, pageOf } from '../paging.js';
import { findSettingsByDay } from '../unit-directory/queries.js';
import type { FirstContactSlaInput, FirstContactSlaItem, FirstContactSlaSummary } from './answer.js';
import { firstContactSla } from './first-contact-sla.js';
import { type JudgedPeriod, judgePeriods, summarise } from './judged.js';

type Days = { readonly from: LocalDate; readonly to: LocalDate };

const daysOf = ({ receivedMonth, receivedFrom, receivedTo }: FirstContactSlaInput): Days => {
  const [first, last] = ['1900-01-01', '2199-12-30'];
  const month = receivedMonth === undefined ? undefined : `${receivedMonth}-01`;
  const [monthFrom, monthTo] = month === undefined ? [first, last] : [month, addDays(addMonths(month, 1), -1)];
  const [from = first, to = last] = [receivedFrom, receivedTo];
  return { from: from > monthFrom ? from : monthFrom, to: to < monthTo ? to : monthTo };
};

const conditionOf = ({ where }: KnownCases, { from, to }: Days): Condition<ColumnsOf<typeof firstContactSla>> => ({
  kind: 'all',
  conditions: [
    where,
    { kind: 'gte', column: 'lastReceivedAt', value: startOfLocalDay(from) },
    { kind: 'lt', column: 'firstReceivedAt', value: startOfLocalDay(addDays(to, 1)) },
  ],
});

const matches = (period: JudgedPeriod, input: FirstContactSlaInput, { from, to }: Days): boolean => {
  const receivedOn = localDay(period.receivedAt);
  const { unitId = period.unitId, source = period.source, servedAs = period.servedAs } = input;
  const asked = unitId === period.unitId && source === period.source && servedAs === period.servedAs;
  return asked && from <= receivedOn && receivedOn <= to;
};

/** Rejected cases were none of this municipality's, or of this administration's, and count nowhere. */
const readPeriods = async (asking: Asking, input: FirstContactSlaInput): Promise<readonly JudgedPeriod[]> => {
  const { rows, now } = asking;
  const days = daysOf(input);
  const cases = await casesFor(asking, { scope: input.scope });
  const found = await rows.find(firstContactSla, { where: conditionOf(cases, days) });
  const known = found
    .map(({ row }) => row)
    .filter((row) => row.caseStatus !== 'rejected' && cases.admit(row) !== undefined);
  const unitIds = known.flatMap(({ periods }) => periods.map(({ unitId }) => unitId));
  const judging = { today: localDay(now), settings: await findSettingsByDay(rows, unitIds) };
  return known.flatMap((row) => judgePeriods(row, judging)).filter((period) => matches(period, input, days));
};

/** The periods in which cases were received, the oldest first, with what became of the first contact. */
export const findFirstContacts = async (
  asking: AskingForPage,
  input: FirstContactSlaInput,
): Promise<Page<FirstContactSlaItem>> => {
  const periods = (await readPeriods(asking, input)).filter(({ state }) => (input.state ?? state) === state);
  const page = pageOf(periods, ({ receivedAt, caseId, periodNo }) => [receivedAt, caseId, periodNo], asking.page);
  const people = await peopleInList(
    asking.rows,
    page.items.map(({ personId }) => personId),
  );
  return { ...page, items: page.items.map(({ personId, ...period }) => ({ ...period, person: people(personId) })) };
};

/** In how many cases a first contact was held within the target, and how long contact and plan took. */
export const countFirstContacts = async (
  asking: Asking,
  input: FirstContactSlaInput,
): Promise<FirstContactSlaSummary> => summarise(await readPeriods(asking, input));
