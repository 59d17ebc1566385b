import type { ColumnsOf, Condition, RowSource } from '@etapp/kernel';
import { findRule, isSettled, namesOfRule } from '@etapp/reminders';

import type { Asking, AskingForPage } from '../asking.js';
import { caseCard } from '../case-card/case-card.js';
import { casesFor, type KnownCase } from '../case-card/queries.js';
import { groupBy } from '../figures.js';
import { type Page, pageOf, type Place } from '../paging.js';
import type { Reader } from '../reader.js';
import { reminderRecipient } from '../reminder-recipient/reminder-recipient.js';
import { reminderSchedule } from '../reminder-schedule/reminder-schedule.js';
import { type InCase, withCases } from '../things-in-cases.js';
import type { ReminderInboxCounts, ReminderInboxInput, ReminderInboxItem } from './answer.js';
import { reminderInbox, type ReminderInboxRow } from './reminder-inbox.js';

type Where = Condition<ColumnsOf<typeof reminderInbox>>;

const all = (...conditions: readonly Where[]): Where => ({ kind: 'all', conditions });
const notAcknowledged: Where = { kind: 'isNull', column: 'acknowledgedAt' };
const inStates: Readonly<Record<ReminderInboxInput['state'], Where>> = {
  open: notAcknowledged,
  acknowledged: { kind: 'not', condition: notAcknowledged },
  all: all(),
};
const whileAway = ({ userId }: Reader): Where => ({ kind: 'eq', column: 'reroutedFromUserId', value: userId });
/** What rang while nobody led the reader's units. */
const untilLed = ({ unitIds, leads }: Reader): Where => ({
  kind: 'oneOf',
  column: 'awaitsLeadOfUnitId',
  values: leads === true ? unitIds : [],
});

const ringsAtOnce = 1_000;

/** The rings that reached the reader, by their ids. */
const findReached = async (
  { rows, reader }: Asking,
  where: Where,
): Promise<readonly (readonly [string, ReminderInboxRow])[]> => {
  const reached = await rows.find(reminderRecipient, { where: { kind: 'eq', column: 'userId', value: reader.userId } });
  const found: (readonly [string, ReminderInboxRow])[] = [];
  for (let from = 0; from < reached.length; from += ringsAtOnce) {
    const values = reached.slice(from, from + ringsAtOnce).map(({ row: { reminderId } }) => reminderId);
    const some = await rows.find(reminderInbox, { where: all({ kind: 'oneOf', column: 'reminderId', values }, where) });
    found.push(...some.map(({ row }) => [row.reminderId, row] as const));
  }
  return found;
};

/** The rings that reached the reader, would have had they not been away, or wait for who leads; each once. */
const findForReader = async (asking: Asking, where: Where): Promise<readonly ReminderInboxRow[]> => {
  const { rows, reader } = asking;
  const others: Where = { kind: 'any', conditions: [whileAway(reader), untilLed(reader)] };
  const beside = await rows.find(reminderInbox, { where: all(others, where) });
  const byId = new Map(await findReached(asking, where));
  for (const { row } of beside) byId.set(row.reminderId, row);
  return [...byId.values()];
};

/** The open rings that went to somebody else because the reader was away. */
export const findWhileAway = async ({ rows, reader }: Asking): Promise<readonly ReminderInboxRow[]> => {
  const found = await rows.find(reminderInbox, { where: all(notAcknowledged, whileAway(reader)) });
  return found.map(({ row }) => row);
};

/** The rings of these cases, by case. */
export const findRingsOf = async (
  rows: RowSource,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ReminderInboxRow[]>> => {
  if (caseIds.length === 0) return new Map();
  const where: Where = { kind: 'oneOf', column: 'scheduleId', values: caseIds };
  const found = await rows.find(reminderInbox, { where });
  return new Map(
    groupBy(
      found.map(({ row }) => row),
      ({ scheduleId }) => scheduleId,
    ),
  );
};

type Ring = ReminderInboxRow & { readonly caseId: string };

/** The case by which a ring is shown: its own, or one of its person's, an open one before others. */
const caseOf = (known: ReadonlyMap<string, KnownCase>, ofPersons: readonly KnownCase[], scheduleId: string) =>
  known.get(scheduleId) ??
  ofPersons
    .filter(({ card }) => card.personId === scheduleId)
    .toSorted((a, b) => Number(b.card.caseStatus === 'open') - Number(a.card.caseStatus === 'open'))[0];

/** Those of these rings whose case or person the reader may still know of. */
const amongKnown = async (asking: Asking, rings: readonly ReminderInboxRow[]): Promise<readonly InCase<Ring>[]> => {
  const cases = await casesFor(asking, { scope: 'unit' });
  const known = await cases.among(rings.map(({ scheduleId }) => scheduleId));
  const values = [...new Set(rings.map(({ scheduleId }) => scheduleId).filter((id) => !known.has(id)))];
  const found =
    values.length === 0
      ? []
      : await asking.rows.find(caseCard, { where: { kind: 'oneOf', column: 'personId', values } });
  const ofPersons = found.flatMap(({ row: card }) => {
    const handled = cases.admit(card);
    return handled === undefined ? [] : [{ card, handled }];
  });
  return rings.flatMap((ring) => {
    const shown = caseOf(known, ofPersons, ring.scheduleId);
    return shown === undefined ? [] : [{ ...ring, ...shown, caseId: shown.card.caseId }];
  });
};

/** The newest come first: a place holds what is missing to a moment that never comes. */
const newestFirst = ({ firedAt, reminderId }: Ring): Place => [-Date.parse(firedAt), reminderId];

const settledAmong = async (rows: RowSource, rings: readonly Ring[]): Promise<ReadonlySet<string>> => {
  const ids = [...new Set(rings.map(({ scheduleId }) => scheduleId))];
  const schedules = await Promise.all(ids.map((id) => rows.get(reminderSchedule, id)));
  const byId = new Map(schedules.flatMap((row) => (row === undefined ? [] : [[row.id, row]])));
  const settled = rings.filter((ring) => {
    const schedule = byId.get(ring.scheduleId);
    return schedule === undefined || isSettled(schedule, ring);
  });
  return new Set(settled.map(({ reminderId }) => reminderId));
};

/** What the reader was reminded of, or would have been had they not been away; the newest first. */
export const findReminderInbox = async (
  asking: AskingForPage,
  { state, awayOnly, rule, caseId }: ReminderInboxInput,
): Promise<Page<ReminderInboxItem>> => {
  const { rows, reader } = asking;
  const where = all(
    inStates[state],
    rule === undefined ? all() : { kind: 'oneOf', column: 'ruleId', values: namesOfRule(rule) },
  );
  const found =
    awayOnly === 'true'
      ? (await rows.find(reminderInbox, { where: all(whileAway(reader), where) })).map(({ row }) => row)
      : await findForReader(asking, where);
  const rings = await amongKnown(asking, found);
  const page = pageOf(
    rings.filter((ring) => (caseId ?? ring.caseId) === ring.caseId),
    newestFirst,
    asking.page,
  );
  const settled = await settledAmong(rows, page.items);
  const { items, ...rest } = await withCases(rows, page);
  return {
    ...rest,
    items: items.map(({ scheduleId: _schedule, awaitsLeadOfUnitId: _unit, ...ring }) => ({
      ...ring,
      ruleNo: findRule(ring.ruleId)?.no ?? 'R00',
      settled: settled.has(ring.reminderId),
    })),
  };
};

/** How many reminders wait for the reader, and how many went to somebody else while they were away. */
export const countReminderInbox = async (asking: Asking): Promise<ReminderInboxCounts> => {
  const rings = await amongKnown(asking, await findForReader(asking, notAcknowledged));
  const away = rings.filter(({ reroutedFromUserId }) => reroutedFromUserId === asking.reader.userId);
  return { open: rings.length, whileYouWereAway: away.length };
};
