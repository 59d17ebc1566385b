import { addBusinessDays, daysBetween, isoWeek, localDay } from '@etapp/calendar';
import type { UnitSettings } from '@etapp/domain';
import { type ColumnsOf, type Condition, everyRow, type LocalDate, type RowSource } from '@etapp/kernel';

import type { Asking, AskingForPage } from '../asking.js';
import { casesFor, type CaseScope } from '../case-card/queries.js';
import { consentRegister } from '../consent-register/consent-register.js';
import { type Page, pageOf } from '../paging.js';
import { amongKnown, type InCase, withCases } from '../things-in-cases.js';
import { findSettings } from '../unit-directory/queries.js';
import {
  TripartiteCounts,
  type TripartiteCountsInput,
  type TripartiteQueueInput,
  type TripartiteQueueItem,
} from './answer.js';
import { BoardColumn, columnOf, dueOnOf } from './columns.js';
import { type MeetingPartyRow, TripartiteQueueRow } from './row.js';
import { tripartiteQueue } from './tripartite-queue.js';

type Where = Condition<ColumnsOf<typeof tripartiteQueue>>;

const isClosed: Where = { kind: 'eq', column: 'state', value: 'closed' };
const openStates = TripartiteQueueRow.shape.state.options.filter((state) => state !== 'closed');

/** Named one by one, so that the index finds them: closed meetings gather over the years. */
const onBoard = (today: LocalDate): Where => {
  const followUpDue: Where = { kind: 'lte', column: 'followUpOn', value: today };
  const isOpen: Where = { kind: 'oneOf', column: 'state', values: openStates };
  return { kind: 'any', conditions: [isOpen, { kind: 'all', conditions: [isClosed, followUpDue] }] };
};

const inCases = (caseIds: readonly string[]): Condition<{ readonly caseId: string }> => ({
  kind: 'oneOf',
  column: 'caseId',
  values: [...new Set(caseIds)],
});

/** The cases in which a consent to meet was asked for and is not answered. */
const casesAwaitingConsent = async (
  rows: RowSource,
  meetings: readonly TripartiteQueueRow[],
): Promise<ReadonlySet<string>> => {
  const asked = meetings.filter(({ state }) => state === 'requested').map(({ caseId }) => caseId);
  if (asked.length === 0) return new Set();
  const requested = { kind: 'eq', column: 'status', value: 'requested' } as const;
  const found = await rows.find(consentRegister, { where: { kind: 'all', conditions: [requested, inCases(asked)] } });
  return new Set(found.flatMap(({ row }) => (row.purposes.includes('jointPlanning') ? [row.caseId] : [])));
};

/** The meetings without those whose follow-up was asked for since. */
const withoutFollowedUp = async (
  rows: RowSource,
  meetings: readonly TripartiteQueueRow[],
): Promise<readonly TripartiteQueueRow[]> => {
  const closed = meetings.filter(({ state }) => state === 'closed').map(({ caseId }) => caseId);
  if (closed.length === 0) return meetings;
  const later = await rows.find(tripartiteQueue, { where: inCases(closed) });
  const isFollowedUp = ({ state, caseId, startsAt = '' }: TripartiteQueueRow): boolean =>
    state === 'closed' && later.some(({ row }) => row.caseId === caseId && row.requestedAt > startsAt);
  return meetings.filter((meeting) => !isFollowedUp(meeting));
};

const tagged = (party: MeetingPartyRow): TripartiteQueueItem['parties'][number] => ({
  ...party,
  tag: party.attendance ?? party.reply,
});

type Judging = { readonly today: LocalDate; readonly consentAsked: boolean; readonly settings: UnitSettings };

const judge = (row: TripartiteQueueRow, { today, consentAsked, settings }: Judging) => {
  const { resumesAs: _resumesAs, parties, ...meeting } = row;
  const column = columnOf(row, { today, consentAsked });
  const dueOn = column === undefined ? undefined : dueOnOf(column, row, settings);
  return {
    ...{ ...meeting, column, dueOn, overdue: dueOn !== undefined && dueOn < today },
    waitingDays: daysBetween(localDay(row.stateSince), today),
    parties: parties.map(tagged),
  };
};
type Meeting = InCase<ReturnType<typeof judge>>;

type Whose = { readonly scope: CaseScope; readonly unitId?: string | undefined; readonly openOnly: boolean };

const judgeAll = async (
  asking: Asking,
  whose: Whose,
  found: readonly TripartiteQueueRow[],
): Promise<readonly Meeting[]> => {
  const { rows, now } = asking;
  const today = localDay(now);
  const cases = await casesFor(asking, whose);
  const awaiting = await casesAwaitingConsent(rows, found);
  const known = await amongKnown(
    cases,
    found.map((row) => ({ row, caseId: row.caseId })),
  );
  const unitIds = known.map(({ card }) => card.unitId);
  const settings = await findSettings(rows, unitIds, today);
  return known.map(({ row, card, handled }) => {
    const circumstances = { today, consentAsked: awaiting.has(row.caseId), settings: settings(card.unitId) };
    return { ...judge(row, circumstances), card, handled };
  });
};

/** Meetings of open cases. */
const read = async (asking: Asking, whose: Omit<Whose, 'openOnly'>, where: Where): Promise<readonly Meeting[]> => {
  const ofOpen = { ...whose, openOnly: true };
  const { ofCases } = await casesFor(asking, ofOpen);
  const found = await asking.rows.find(tripartiteQueue, { where: { kind: 'all', conditions: [ofCases, where] } });
  const meetings = found.map(({ row }) => row);
  return judgeAll(asking, ofOpen, await withoutFollowedUp(asking.rows, meetings));
};

const weekOf = (day: LocalDate | undefined): string | undefined => {
  if (day === undefined) return undefined;
  const { year, week } = isoWeek(day);
  return `${year}-W${String(week).padStart(2, '0')}`;
};

const matchesParty = ({ parties }: Meeting, { party, tag }: TripartiteCountsInput): boolean => {
  if (party === undefined && tag === undefined) return true;
  // Who has left is found by that tag only.
  const present = parties.filter(({ reply }) => reply !== 'withdrawn' || tag === 'withdrawn');
  return present.some((each) => (party ?? each.kind) === each.kind && (tag ?? each.tag) === each.tag);
};

const matches = (meeting: Meeting, input: TripartiteCountsInput): boolean => {
  const { caseworkerId, week } = input;
  const ofCaseworker = (caseworkerId ?? meeting.card.caseworkerUserId) === meeting.card.caseworkerUserId;
  return ofCaseworker && (week === undefined || week === weekOf(meeting.startsOn)) && matchesParty(meeting, input);
};

const readBoard = async (asking: Asking, input: TripartiteCountsInput): Promise<readonly Meeting[]> => {
  const ofCase: Where = input.caseId === undefined ? everyRow : { kind: 'eq', column: 'caseId', value: input.caseId };
  const where: Where = { kind: 'all', conditions: [onBoard(localDay(asking.now)), ofCase] };
  const { scope, unitId } = input;
  const meetings = await read(asking, { scope, unitId }, where);
  return meetings.filter((meeting) => meeting.column !== undefined && matches(meeting, input));
};

const byTime = ({ startsAt, requestedAt, meetingId }: Meeting) => [startsAt ?? null, requestedAt, meetingId];

/** The meetings on the board by their time, those without one last. */
export const findTripartiteQueue = async (
  asking: AskingForPage,
  input: TripartiteQueueInput,
): Promise<Page<TripartiteQueueItem>> => {
  const meetings = await readBoard(asking, input);
  const inColumn = meetings.filter(({ column }) => (input.state ?? column) === column);
  return withCases(asking.rows, pageOf(inColumn, byTime, asking.page));
};

/** How many meetings are in each column of the board. */
export const countTripartiteQueue = async (asking: Asking, input: TripartiteCountsInput): Promise<TripartiteCounts> => {
  const meetings = await readBoard(asking, input);
  const count = (wanted: BoardColumn): number => meetings.filter(({ column }) => column === wanted).length;
  const columns = Object.fromEntries(BoardColumn.options.map((column) => [column, count(column)]));
  return TripartiteCounts.parse({ total: meetings.length, columns });
};

const daysAhead = 5;

/** The reader's own meetings that are to be held today and on the business days after it, five days in all, by time. */
export const findMyMeetings = async (asking: AskingForPage): Promise<Page<TripartiteQueueItem>> => {
  const today = localDay(asking.now);
  const where: Where = {
    kind: 'all',
    conditions: [
      { kind: 'oneOf', column: 'state', values: ['scheduled', 'invited'] },
      { kind: 'gte', column: 'startsOn', value: today },
      { kind: 'lte', column: 'startsOn', value: addBusinessDays(today, daysAhead - 1) },
    ],
  };
  return withCases(asking.rows, pageOf(await read(asking, { scope: 'mine' }, where), byTime, asking.page));
};

/** One meeting that the reader may know of, also one that is closed; undefined for others. */
export const findTripartiteMeeting = async (
  asking: Asking,
  meetingId: string,
): Promise<TripartiteQueueItem | undefined> => {
  const row = await asking.rows.get(tripartiteQueue, meetingId);
  if (row === undefined) return undefined;
  const meetings = await judgeAll(asking, { scope: 'unit', openOnly: false }, [row]);
  const { items } = await withCases(asking.rows, { items: meetings, hasMore: false });
  return items[0];
};
