import { addBusinessDays, addDays, daysBetween, localDay, localInstant, rollForward } from '@etapp/calendar';
import { reminderIdOf, type UnitSettings } from '@etapp/domain';
import type { Instant, LocalDate } from '@etapp/kernel';

import type { Addressee, ReminderRule, RingRule } from './define-reminders.js';
import { findRule } from './rules.js';
import type { Rung, Schedule, Started } from './schedule-row.js';

/**
 * One ring, as it stands: `planned` and rings at `ringAt`, `held` back while the case waits, `off` by the unit's settings,
 * `cancelled` by an event, or `fired`. `dueOn` is its own day, also where it rings later.
 */
export type Planned = {
  readonly reminderId: string;
  readonly ruleId: string;
  /** The number of the rule, such as `R11`. */
  readonly no: string;
  readonly subjectId: string;
  readonly occurrence: string;
  readonly dueOn: LocalDate;
  /** When it rings, or would have; when it rang, if it has. */
  readonly ringAt: Instant;
  readonly state: 'planned' | 'held' | 'off' | 'cancelled' | 'fired';
  /** The event that holds or cancelled it. */
  readonly because?: string | undefined;
  /** Whom it is for; of a ring that was given, `rung` tells whom it reached. */
  readonly to: readonly Addressee[];
  readonly rung?: Rung;
};

/** A ring to come: of which start, the how-manieth, on which day, and since when it may ring. */
type Coming = {
  readonly started: Started;
  readonly rule: ReminderRule;
  readonly ring: RingRule;
  readonly number: string;
  readonly dueOn: LocalDate;
  readonly knownSince: Instant;
  readonly at: RingRule['at'];
};

const occurrenceOf = (startedBy: string, number: string): string => `${startedBy}.${number}`;

const isNamed = (names: readonly string[], { ruleId }: Started, { no }: ReminderRule): boolean =>
  names.includes(ruleId) || names.includes(no);

const timeOf = ({ started, rule, at }: Coming, settings: UnitSettings): string => {
  if (isNamed(settings['ring.inTheMorning'], started, rule)) return settings['ring.morning'];
  if (isNamed(settings['ring.atMidday'], started, rule)) return settings['ring.midday'];
  return settings[at === 'morning' ? 'ring.morning' : 'ring.midday'];
};

const later = (a: Instant, b: Instant | undefined): Instant => (b !== undefined && b > a ? b : a);

/** From when the ring could be given at all: it was known, the case open, no wait held it back. */
const possibleFrom = ({ knownSince, rule }: Coming, row: Schedule): Instant => {
  const open = later(knownSince, rule.outlivesClosing === true ? row.statusAt : undefined);
  return rule.heldByWaiting === true ? later(open, row.waitedUntil) : open;
};

/** At its time of its own day; what was past by the time it could be given rings on the morning of the next business day. */
const ringAtOf = (coming: Coming, row: Schedule, settings: UnitSettings): Instant => {
  const onTime = localInstant(coming.dueOn, timeOf(coming, settings));
  const from = possibleFrom(coming, row);
  return onTime >= from ? onTime : localInstant(addBusinessDays(localDay(from), 1), settings['ring.morning']);
};

const stateOf = (
  { started, rule }: Coming,
  row: Schedule,
  settings: UnitSettings,
): Pick<Planned, 'state' | 'because'> => {
  if (started.endedBy !== undefined) return { state: 'cancelled', because: started.endedBy };
  if (row.status !== 'open') return { state: 'cancelled', because: row.statusBy };
  if (isNamed(settings['ring.off'], started, rule)) return { state: 'off' };
  if (rule.heldByWaiting === true && row.wait !== undefined) return { state: 'held', because: row.wait.startedBy };
  return { state: 'planned' };
};

const toPlanned = (coming: Coming, row: Schedule, settings: UnitSettings): Planned => {
  const { started, rule, ring, number, dueOn } = coming;
  const { ruleId, subjectId, startedBy, anchor } = started;
  const occurrence = occurrenceOf(startedBy, number);
  return {
    ...{ reminderId: reminderIdOf({ ruleId, subjectId, occurrence }), ruleId, no: rule.no, subjectId, occurrence },
    ...{ dueOn, ringAt: ringAtOf(coming, row, settings), ...stateOf(coming, row, settings), to: ring.to(anchor) },
  };
};

type Given = { readonly number: string; readonly rung: Rung };

/** The rings that a start has led to, with their numbers. */
const givenOf = ({ rings }: Schedule, { ruleId, subjectId, startedBy }: Started): readonly Given[] =>
  rings
    .filter((rung) => rung.ruleId === ruleId && rung.subjectId === subjectId)
    .filter(({ occurrence }) => occurrence.startsWith(`${startedBy}.`))
    .map((rung) => ({ number: rung.occurrence.slice(startedBy.length + 1), rung }));

type Base = Omit<Coming, 'ring' | 'number' | 'dueOn' | 'at' | 'knownSince'>;

/** The rule's own rings that were not given yet. */
const ownRings = ({ started, rule }: Base, given: readonly Given[], settings: UnitSettings): readonly Coming[] => {
  const counting = { settings, recordedOn: localDay(started.recordedAt) };
  return rule.rings.flatMap((ring, index) => {
    const number = String(index + 1);
    if (given.some((one) => one.number === number)) return [];
    const dueOn = ring.due(started.anchor, counting);
    return [{ started, rule, ring, number, dueOn, knownSince: started.recordedAt, at: ring.at }];
  });
};

/** The first day of a series after another: how many intervals from its anchor, and which day that is. */
const dayAfter = (on: LocalDate, every: number, after: LocalDate): readonly [multiple: number, dueOn: LocalDate] => {
  const dayOf = (multiple: number): LocalDate => rollForward(addDays(on, multiple * every));
  let multiple = Math.max(1, Math.floor(daysBetween(on, after) / every));
  while (dayOf(multiple) <= after) multiple += 1;
  return [multiple, dayOf(multiple)];
};

/**
 * The next of a series: what the machine missed while it stood still is rung once, not one by one. Its day follows from the
 * interval in force alone; its number only exceeds those given, whatever the interval was when they were.
 */
const nextOfSeries = ({ started, rule }: Base, given: readonly Given[], every: number): readonly Coming[] => {
  const [ring] = rule.rings;
  const { on } = started.anchor;
  const own = given.filter(({ number }) => !number.includes('-'));
  const last = Math.max(0, ...own.map(({ number }) => Number(number)));
  const lastRing = own.find(({ number }) => number === String(last));
  const [multiple, dueOn] = dayAfter(on, every, lastRing === undefined ? on : localDay(lastRing.rung.firedAt));
  const number = String(Math.max(last + 1, multiple));
  return [{ started, rule, ring, number, dueOn, knownSince: started.recordedAt, at: ring.at }];
};

/** A ring that was put off rings once more, on the morning of the day that was chosen. */
const putOff = ({ started, rule }: Base, given: readonly Given[]): readonly Coming[] =>
  given.flatMap(({ number, rung: { snooze, acknowledgedAt } }) => {
    const [base = number, times = '0'] = number.split('-');
    const again = `${base}-${Number(times) + 1}`;
    const ring = rule.rings[Number(base) - 1] ?? rule.rings[0];
    if (snooze === undefined || acknowledgedAt !== undefined || given.some((one) => one.number === again)) return [];
    const dueOn = rollForward(snooze.ringsAgainOn);
    return [{ started, rule, ring, number: again, dueOn, knownSince: snooze.recordedAt, at: 'morning' as const }];
  });

const comingOf = (row: Schedule, started: Started, settings: UnitSettings): readonly Coming[] => {
  const rule = findRule(started.ruleId);
  if (rule === undefined) return [];
  const base = { started, rule };
  const given = givenOf(row, started);
  const every = rule.again?.(settings);
  const own = every === undefined ? ownRings(base, given, settings) : nextOfSeries(base, given, Math.max(1, every));
  return [...own, ...putOff(base, given)];
};

const toFired = (rung: Rung): Planned => ({
  ...{
    reminderId: rung.reminderId,
    ruleId: rung.ruleId,
    no: findRule(rung.ruleId)?.no ?? '',
    subjectId: rung.subjectId,
  },
  ...{ occurrence: rung.occurrence, dueOn: rung.dueOn, ringAt: rung.firedAt, state: 'fired', to: [], rung },
});

/**
 * Every ring of a case or person: those to come, those held back or off, those cancelled and by what, those given. Follows
 * from the row, the settings in force and the calendar alone, and never plans anew what was given.
 */
export const planOf = (row: Schedule, settings: UnitSettings): readonly Planned[] => [
  ...row.reminders.flatMap((started) =>
    comingOf(row, started, settings).map((coming) => toPlanned(coming, row, settings)),
  ),
  ...row.rings.map(toFired),
];

/** The rings to come alone: what an agenda needs, without the cost of what is over. */
export const comingRings = (row: Schedule, settings: UnitSettings): readonly Planned[] =>
  planOf(
    { ...row, reminders: row.status === 'open' ? row.reminders.filter(({ endedBy }) => endedBy === undefined) : [] },
    settings,
  ).filter(({ state }) => state === 'planned');

/** Whether what a ring reminded of is done, or over: its start was ended, gave way to a newer one, or the case is not open. */
export const isSettled = (
  { reminders, status }: Schedule,
  { ruleId, subjectId, occurrence }: Pick<Rung, 'ruleId' | 'subjectId' | 'occurrence'>,
): boolean =>
  status !== 'open' ||
  !reminders.some(
    (started) =>
      started.ruleId === ruleId &&
      started.subjectId === subjectId &&
      started.endedBy === undefined &&
      occurrence.startsWith(`${started.startedBy}.`),
  );
