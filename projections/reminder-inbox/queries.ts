import type { ColumnsOf, Condition, RowSource } from '@etapp/kernel';
import { findRule, isSettled, namesOfRule } from '@etapp/reminders';

import type { Asking, AskingForPage } from '../asking.js';
import { caseCard } from '../case-card/case-card.js';
import { casesFor, type KnownCase } from '../case-card/queries.js';
import { groupBy } from '../figures.js';
import { type Page, pageOf, type Place } from '../paging.js';
import type { Reader } from '../reader.js';
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
const ledBy = ({ unitIds, leads }: Reader): readonly string[] => (leads === true ? unitIds : []);

const any = (...conditions: readonly Where[]): Where => ({ kind: 'any', conditions });
/** What reached the reader as the first or second, or would have had they not been away, or rang while nobody led their unit. */
const byColumns = (reader: Reader): Where =>
  any(
    { kind: 'eq', column: 'firstUserId', value: reader.userId },
    { kind: 'eq', column: 'secondUserId', value: reader.userId },
    { kind: 'oneOf', column: 'awaitsLeadOfUnitId', values: ledBy(reader) },
    whileAway(reader),
  );
/** What reached the reader among many, or awaits who leads one of many units. */
const amongMany = (reader: Reader): Where =>
  all(
    { kind: 'eq', column: 'toMany', value: true },
    any(
      { kind: 'contains', column: 'userIds', value: reader.userId },
      ...ledBy(reader).map((value) => ({ kind: 'contains', column: 'awaitsLeadOfUnitIds', value }) as const),
    ),
  );

/** The rings that reached the reader, would have had they not been away, or wait for who leads; each once. */
const findForReader = async ({ rows, reader }: Asking, where: Where): Promise<readonly ReminderInboxRow[]> => {
  // Two questions, since no index answers one that asks for members of a list as an alternative.
  const found = [
    ...(await rows.find(reminderInbox, { where: all(where, byColumns(reader)) })),
    ...(await rows.find(reminderInbox, { where: all(where, amongMany(reader)) })),
  ];
  return [...new Map(found.map(({ key, row }) => [key, row])).values()];
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

/** A ring without what it is found by. */
const withoutColumns = <R extends ReminderInboxRow>(ring: R) => {
  const { scheduleId: _id, userIds: _users, firstUserId: _first, secondUserId: _second, ...rest } = ring;
  const { awaitsLeadOfUnitIds: _units, awaitsLeadOfUnitId: _unit, toMany: _many, ...shown } = rest;
  return shown;
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
    items: items.map((ring) => ({
      ...withoutColumns(ring),
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
