import { addDays, businessDaysBetween, localDay, startOfLocalDay } from '@etapp/calendar';
import { caseEvents } from '@etapp/domain';
import type { Condition, EventEntry, Keyed, RowSource, Text } from '@etapp/kernel';
import { z } from 'zod';

import type { AskingForPage } from '../asking.js';
import type { CaseCardRow } from '../case-card/case-card.js';
import { findKnownCase } from '../case-card/queries.js';
import type { Page, PageRequest } from '../paging.js';
import type { CaseTimelineInput, CaseTimelineItem } from './answer.js';
import { caseTimeline, type CaseTimelineRow } from './case-timeline.js';

type Columns = Pick<CaseTimelineRow, 'caseId' | 'version' | 'type' | 'topic' | 'occurredAt'>;
type Conditions = readonly Condition<Columns>[];

const catalogue: Readonly<Record<string, EventEntry>> = caseEvents;

const wordingOf = (type: string): Text => {
  const entry = catalogue[type];
  if (entry === undefined) throw new Error(`${type} is no event of a case`);
  return entry.text;
};

const inPeriod = ({ periods }: CaseCardRow, periodNo: number): Conditions => {
  const first = periods.find((period) => period.periodNo === periodNo);
  const next = periods.find((period) => period.periodNo === periodNo + 1);
  if (first === undefined) return [{ kind: 'any', conditions: [] }];
  const before: Conditions = next === undefined ? [] : [{ kind: 'lt', column: 'version', value: next.fromVersion }];
  return [{ kind: 'gte', column: 'version', value: first.fromVersion }, ...before];
};

const conditionsOf = (card: CaseCardRow, { category, period, from, to }: CaseTimelineInput): Conditions => [
  { kind: 'eq', column: 'caseId', value: card.caseId },
  ...(category === undefined ? [] : [{ kind: 'eq', column: 'topic', value: category } as const]),
  ...(period === undefined ? [] : inPeriod(card, period)),
  ...(from === undefined ? [] : [{ kind: 'gte', column: 'occurredAt', value: startOfLocalDay(from) } as const]),
  ...(to === undefined ? [] : [{ kind: 'lt', column: 'occurredAt', value: startOfLocalDay(addDays(to, 1)) } as const]),
];

const Entry = z.object({ entryId: z.string() });

/** Which journal entries were struck, and by which event. */
const struckEntries = async (rows: RowSource, caseId: string): Promise<ReadonlyMap<string, string>> => {
  const strikes = await rows.find(caseTimeline, {
    where: {
      kind: 'all',
      conditions: [
        { kind: 'eq', column: 'caseId', value: caseId },
        { kind: 'eq', column: 'type', value: 'JournalEntryStruck' },
      ],
    },
  });
  return new Map(strikes.map(({ row }) => [Entry.parse(row.data).entryId, row.eventId]));
};

/** What a strike takes out of the file: the text of the entry and of its corrections. */
const struck = (row: CaseTimelineRow, strikes: ReadonlyMap<string, string>): Partial<CaseTimelineItem> => {
  const entry = Entry.safeParse(row.data);
  const struckBy = entry.success ? strikes.get(entry.data.entryId) : undefined;
  if (struckBy === undefined || struckBy === row.eventId || row.topic !== 'journal') return {};
  const { text: _text, ...data } = row.data;
  return { struckBy, data };
};

const periodOf = ({ periods }: CaseCardRow, version: number): number =>
  periods.findLast(({ fromVersion }) => fromVersion <= version)?.periodNo ?? 1;

const isLate = ({ occurredAt, recordedAt }: CaseTimelineRow): boolean =>
  businessDaysBetween(localDay(occurredAt), localDay(recordedAt)) > 1;

type Place = { readonly values: readonly (string | number | null)[]; readonly key: string };

const placeAfter = ({ after }: PageRequest): { readonly after?: Place } => {
  if (after === undefined) return {};
  const [version = null, key] = after;
  return { after: { values: [version], key: String(key) } };
};

/** The rows of a page and one more, read in order from the place on, so that a page costs the same wherever it is. */
const readPage = async (
  { rows, page }: AskingForPage,
  conditions: Conditions,
  order: CaseTimelineInput['order'],
): Promise<readonly Keyed<CaseTimelineRow>[]> => {
  const skipped = page.after === undefined ? (page.number - 1) * page.limit : 0;
  const found = await rows.find(caseTimeline, {
    where: { kind: 'all', conditions },
    orderBy: [['version', order === 'oldest' ? 'asc' : 'desc']],
    ...placeAfter(page),
    limit: skipped + page.limit + 1,
  });
  return found.slice(skipped);
};

/**
 * What happened in a case, in order; undefined where the reader may not know of the case. Nothing is left out but the
 * text of struck journal entries. `personId` is whom it is all about. The place of an item is its version and its key.
 */
export const findCaseTimeline = async (
  asking: AskingForPage,
  caseId: string,
  input: CaseTimelineInput,
): Promise<(Page<CaseTimelineItem> & { readonly personId: string }) | undefined> => {
  const card = await findKnownCase(asking, caseId);
  if (card === undefined) return undefined;
  const found = await readPage(asking, conditionsOf(card, input), input.order);
  const strikes = await struckEntries(asking.rows, card.caseId);
  const shown = found.slice(0, asking.page.limit);
  const hasMore = found.length > shown.length;
  const last = shown.at(-1);
  return {
    personId: card.personId,
    items: shown.map(({ row }) => ({
      ...{ ...row, text: wordingOf(row.type), periodNo: periodOf(card, row.version), recordedLate: isLate(row) },
      ...struck(row, strikes),
    })),
    hasMore,
    ...(hasMore && last !== undefined ? { next: [last.row.version, last.key] } : {}),
  };
};
