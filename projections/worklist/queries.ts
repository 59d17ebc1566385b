import { localDay } from '@etapp/calendar';

import type { AskingForPage, LastOpened } from '../asking.js';
import { type Page, pageOf, type Place } from '../paging.js';
import type { PersonCardRow } from '../person-card/person-card.js';
import { toPersonInList } from '../person-card/person-in-list.js';
import { findPersonCards } from '../person-card/queries.js';
import { groupBy } from '../figures.js';
import { countReminderInbox, findWhileAway } from '../reminder-inbox/queries.js';
import { FilterCounts, type WorklistCounts, type WorklistInput, type WorklistItem } from './answer.js';
import { type Asked, WorklistFilter, worklistFilters } from './filters.js';
import { remindedIn } from './reminded.js';
import { scopesOf } from './scope.js';
import { endOfWeek, isNewTo, isUnread, type Judged, type ShownReason } from './shown.js';

type ReasonTest = (reason: ShownReason, input: WorklistInput, days: { today: string; sunday: string }) => boolean;

const dueTests: Readonly<Record<NonNullable<WorklistInput['due']>, ReasonTest>> = {
  overdue: ({ overdue }) => overdue,
  today: ({ dueOn }, _input, { today }) => dueOn === today,
  thisWeek: ({ dueOn }, _input, { today, sunday }) => today <= dueOn && dueOn <= sunday,
};

/** What the questions demand of a reason; one that is not asked demands nothing. */
const reasonTests: readonly ReasonTest[] = [
  ({ code }, { reason = code }) => code === reason,
  (shown, input, days) => input.due === undefined || dueTests[input.due](shown, input, days),
  ({ dueOn }, { dueFrom = dueOn, dueTo = dueOn }) => dueFrom <= dueOn && dueOn <= dueTo,
  ({ waitsFor }, { waitingFor }) => waitingFor === undefined || waitsFor.includes(waitingFor),
];

const matchesReasons = ({ counted, today }: Judged, input: WorklistInput, sunday: string): boolean => {
  const { reason, due, dueFrom, dueTo, waitingFor } = input;
  const asked = [reason, due, dueFrom, dueTo, waitingFor].some((question) => question !== undefined);
  const days = { today, sunday };
  return !asked || counted.some((shown) => reasonTests.every((test) => test(shown, input, days)));
};

const matchesRow = ({ row }: Judged, { caseworkerId, track, phase, caseId }: WorklistInput): boolean =>
  (caseworkerId ?? row.caseworkerUserId) === row.caseworkerUserId &&
  (track ?? row.track) === row.track &&
  (phase ?? row.phase) === row.phase &&
  (caseId ?? row.caseId) === row.caseId;

const places: Readonly<Record<WorklistInput['sort'], (judged: Judged) => Place>> = {
  dueOn: ({ counted, row }) => [counted[0]?.dueOn ?? null, row.caseId],
  assignedAt: ({ row }) => [row.assignedAt ?? null, row.caseId],
  lastActivityAt: ({ row }) => [row.lastActivityAt, row.caseId],
  nextStepOn: ({ row }) => [row.nextStepOn ?? null, row.caseId],
};

const toItem = (judged: Judged, { reader, lastOpened }: Asked, card: PersonCardRow | undefined): WorklistItem => {
  const { row, reasons, onHold, deputyUserId, reroutedFromUserId } = judged;
  const { caseId, personId, unitId, caseworkerUserId, assignedAt, track, phase, planState, nextStepOn, wait } = row;
  const { lastActivityAt, caseVersion, periodNo } = row;
  return {
    ...{ caseId, person: toPersonInList(personId, card), unitId, caseworkerUserId, assignedAt },
    ...{ deputyUserId, reroutedFromUserId, track, phase, planState, nextStepOn, wait, onHold },
    ...{ lastActivityAt, caseVersion, periodNo, reasons: [...reasons] },
    newToMe: isNewTo(reader.userId, judged, lastOpened),
    unread: isUnread(judged, lastOpened),
  };
};

/** What a worklist is asked with: also when the reader last opened each case. */
export type AskingForWorklist = AskingForPage & { readonly lastOpened: LastOpened };

const askedBy = async (asking: Omit<AskingForWorklist, 'page'>): Promise<Asked> => {
  const { reader, lastOpened, now } = asking;
  const byCase = groupBy(await findWhileAway(asking), ({ scheduleId }) => scheduleId);
  const whileAway = new Map(byCase.map(([caseId, rings]) => [caseId, rings.length]));
  return { reader, lastOpened, endOfWeek: endOfWeek(localDay(now)), whileAway };
};

/**
 * Which of my or my unit's cases need something, why, and by when? One item per open case that the reader may know of;
 * without a filter those that need something today.
 */
export const findWorklist = async (asking: AskingForWorklist, input: WorklistInput): Promise<Page<WorklistItem>> => {
  const asked = await askedBy(asking);
  const readScope = await scopesOf(asking, input.unitId);
  // The cases I stand in for are no cases of mine.
  const scope = input.filter === 'deputy-for' && input.scope === 'mine' ? 'deputy' : input.scope;
  const matching = (await readScope(scope)).filter(
    (judged) =>
      worklistFilters[input.filter](judged, asked) &&
      matchesRow(judged, input) &&
      matchesReasons(judged, input, asked.endOfWeek),
  );
  const page = pageOf(matching, places[input.sort], asking.page);
  const cards = await findPersonCards(
    asking.rows,
    page.items.map(({ row }) => row.personId),
  );
  const reminded = await remindedIn(
    asking.rows,
    page.items.map(({ row }) => row.caseId),
  );
  const items = page.items.map((judged) => toItem(reminded(judged), asked, cards.get(judged.row.personId)));
  return { ...page, items };
};

const countOf = (judged: readonly Judged[], asked: Asked) => {
  const counts = WorklistFilter.options.map((name) => [
    name,
    judged.filter((each) => worklistFilters[name](each, asked)).length,
  ]);
  const away = judged.map(({ row }) => asked.whileAway.get(row.caseId) ?? 0);
  const rings = away.reduce((sum, count) => sum + count, 0);
  return FilterCounts.parse({ ...Object.fromEntries(counts), 'while-you-were-away': rings });
};

/** How many of the reader's own and of their units' open cases meet each filter; those they may not know of in none. */
export const countWorklist = async (asking: Omit<AskingForWorklist, 'page'>): Promise<WorklistCounts> => {
  const asked = await askedBy(asking);
  const readScope = await scopesOf(asking);
  const mine = countOf(await readScope('mine'), asked);
  const standingIn = (await readScope('deputy')).length;
  return {
    mine: { ...mine, 'deputy-for': standingIn },
    unit: countOf(await readScope('unit'), asked),
    inbox: await countReminderInbox(asking),
  };
};
