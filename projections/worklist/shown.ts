import { addDays, daysBetween } from '@etapp/calendar';
import { standInOn, type UnitSettings } from '@etapp/domain';
import { Instant, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import type { LastOpened } from '../asking.js';
import { coveredBy } from '../case-facts.js';
import type { Handled } from '../reader.js';
import { Reason, type ReasonCode, type WorklistRow } from './row.js';
import { reasonRules } from './rules.js';

/**
 * A reason as shown today: its days, whether it is overdue (`dueOn` before today), and whether it is dimmed because the
 * case waits; a dimmed reason counts nowhere.
 */
export const ShownReason = Reason.extend({
  showFrom: LocalDate,
  dueOn: LocalDate,
  overdue: z.boolean(),
  dimmed: z.boolean(),
  /** When the machine last reminded of it. */
  remindedAt: Instant.optional(),
});
export type ShownReason = z.output<typeof ShownReason>;

/** What a row means today: its shown reasons by due day, and who handles it in the caseworker's absence. */
export type Judged = Handled & {
  readonly row: WorklistRow;
  readonly today: LocalDate;
  readonly ownParties: UnitSettings['ownParties'];
  readonly reasons: readonly ShownReason[];
  /** Shown and not dimmed. */
  readonly counted: readonly ShownReason[];
  /** The case waits, and the day it waits for has not come. */
  readonly onHold: boolean;
  /** The caseworker who is away, where the deputy is the one whom the absence names. */
  readonly reroutedFromUserId?: string | undefined;
};

/** What judging a row takes: the day, the settings of its unit, and today's deputies of absent staff. */
export type Circumstances = {
  readonly today: LocalDate;
  readonly settings: (unitId: string) => UnitSettings;
  readonly staffDeputies: ReadonlyMap<string, string>;
};

type Day = { readonly today: LocalDate; readonly settings: UnitSettings };

/** What is shown of a reason beyond its anchor: what counts days, or depends on another topic. */
const computed: Partial<
  Record<ReasonCode, (reason: Reason, judged: WorklistRow, today: LocalDate) => Partial<Reason>>
> = {
  'silent-case': ({ anchorOn }, _row, today) => ({ subStatus: { count: daysBetween(anchorOn, today) } }),
  'meeting-to-schedule': (reason, { consents }) => {
    if (reason.subStatus !== undefined) return {};
    const asked = consents.filter(({ forMeetings, lastValidOn }) => forMeetings && lastValidOn === undefined);
    if (asked.length === 0) return {};
    const setBy = [...reason.setBy, ...asked.map((consent) => consent.setBy)];
    return { subStatus: { code: 'waitsForConsent' }, waitsFor: ['participant'], setBy };
  },
};

const shownOn = (reason: Reason, row: WorklistRow, { today, settings }: Day): readonly ShownReason[] => {
  const rule = reasonRules[reason.code];
  const showFrom = rule.showFrom(reason, settings);
  const over = rule.showUntil !== undefined && rule.showUntil(reason, settings) < today;
  if (showFrom > today || over) return [];
  const dueOn = rule.dueOn(reason, settings);
  const dimmed = row.wait !== undefined && rule.heldByWaiting?.(reason) === true;
  return [
    { ...reason, ...computed[reason.code]?.(reason, row, today), showFrom, dueOn, overdue: dueOn < today, dimmed },
  ];
};

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const byDueDay = (a: ShownReason, b: ShownReason): number =>
  compare(a.dueOn, b.dueOn) || compare(a.code, b.code) || compare(a.subjectId, b.subjectId);

/** Who stands in today, and for whom where it is the caseworker's absence that names them. */
const deputyOf = (row: WorklistRow, { today, staffDeputies }: Circumstances): Partial<Judged> => {
  const named = { reroutedFromUserId: row.caseworkerUserId };
  const standIn = standInOn(today, coveredBy(row), (userId) => {
    const deputyUserId = staffDeputies.get(userId);
    return deputyUserId === undefined ? undefined : { ...named, deputyUserId };
  });
  return typeof standIn === 'string' ? { deputyUserId: standIn } : (standIn ?? {});
};

/** What a row means on a day. */
export const judge = (row: WorklistRow, circumstances: Circumstances): Judged => {
  const { today } = circumstances;
  const settings = circumstances.settings(row.unitId);
  const reasons = row.reasons.flatMap((reason) => shownOn(reason, row, { today, settings })).toSorted(byDueDay);
  const { unitId, caseworkerUserId, wait } = row;
  return {
    ...{ row, today, unitId, caseworkerUserId, reasons, ownParties: settings.ownParties },
    ...deputyOf(row, circumstances),
    counted: reasons.filter(({ dimmed }) => !dimmed),
    onHold: wait !== undefined && today < wait.untilOn,
  };
};

/** Whether the case was assigned to the reader after they last opened it. */
export const isNewTo = (userId: string, { row }: Judged, lastOpened: LastOpened): boolean =>
  row.caseworkerUserId === userId && (row.assignedAt ?? '') > (lastOpened.get(row.caseId) ?? '');

/** Whether anything was recorded in the case after the reader last opened it. */
export const isUnread = ({ row }: Judged, lastOpened: LastOpened): boolean =>
  row.lastEventAt > (lastOpened.get(row.caseId) ?? '');

const aMonday = '2024-01-01';

/** The Sunday of the week that a day belongs to. */
export const endOfWeek = (day: LocalDate): LocalDate => {
  const weekday = daysBetween(aMonday, day) % 7;
  return addDays(day, 6 - (weekday < 0 ? weekday + 7 : weekday));
};
