import { localDay, localInstant, rollForward } from '@etapp/calendar';

import { hear } from './hearing.js';
import { byStream, type Course, expectedOf, reaches } from './judged-course.js';
import { type Fact, type Judged, text, unknownCase } from './judged-case.js';
import { settingsOn, type Wanted, wantedNow } from './judged-rings.js';

/** What the judge found. Seconds are of the campaign's clock. */
export type Verdict = {
  readonly cases: number;
  readonly fired: number;
  readonly due: number;
  readonly twice: readonly string[];
  readonly early: readonly string[];
  readonly unwanted: readonly string[];
  readonly wrongDay: readonly string[];
  readonly wrongRecipient: readonly string[];
  readonly missed: readonly string[];
  /** Rings whose case had moved on between the version that they name and the moment they were written. */
  readonly overtaken: number;
  /** Of these, rings that the case no longer wanted when they were written: by how many seconds somebody was first. */
  readonly crossedSeconds: readonly number[];
  readonly lateSeconds: readonly number[];
  /** Those that were late by more than an hour. */
  readonly veryLate: readonly string[];
};

/** How the judge measures: a ring that was due for longer than this when it was cancelled, or at the end, is missed. */
export type Measure = { readonly end: string; readonly patienceSeconds: number };

const veryLateSeconds = 3_600;

type Log = {
  readonly settings: readonly Fact[];
  readonly staff: readonly Fact[];
  readonly cases: readonly Course[];
  readonly measure: Measure;
};
type Fault = 'twice' | 'early' | 'unwanted' | 'wrongDay' | 'wrongRecipient' | 'missed';
/** Hears of what the judge finds. */
type Found = {
  readonly fault: (fault: Fault, reminderId: string) => void;
  readonly overtaken: () => void;
  readonly late: (seconds: number, reminderId: string) => void;
  readonly crossed: (seconds: number, reminderId: string) => void;
};

const toldCase = (events: readonly Fact[]): Judged => {
  const judged = unknownCase();
  for (const event of events) hear(judged, event);
  return judged;
};

/** A ring, and all that happened in its case, or to its person. */
type Rung = { readonly ring: Fact; readonly events: readonly Fact[]; readonly log: Log };

const sameRing = (ring: Fact) => (other: Fact) =>
  other.type === 'ReminderFired' &&
  ['ruleId', 'subjectId', 'occurrence'].every((field) => text(other, field) === text(ring, field));

/** What the case's own stream said up to the version that the ring names, and all rings before it. */
const knownTo = ({ ring, events }: Rung): readonly Fact[] => {
  const named = Number(ring.data['subjectVersion']);
  return events.filter(({ category, version, position }) =>
    category === 'reminders' ? position < ring.position : version <= named,
  );
};

const judgeWanted = ({ ring }: Rung, wanted: Wanted, found: Found): void => {
  const [id, firedAt] = [text(ring, 'reminderId'), text(ring, 'firedAt')];
  if (wanted.dueOn !== text(ring, 'dueOn')) found.fault('wrongDay', id);
  if (firedAt < wanted.ringAt) found.fault('early', id);
};

/** Judges one ring by the version of the case that it names. */
const judgeRing = (rung: Rung, found: Found): void => {
  const { ring, events, log } = rung;
  const id = text(ring, 'reminderId');
  const before = knownTo(rung);
  if (before.some(sameRing(ring))) found.fault('twice', id);
  const known = new Set(before);
  if (events.some((event) => event.category !== 'reminders' && event.position < ring.position && !known.has(event)))
    found.overtaken();
  const judged = toldCase(before);
  const stated = log.settings.filter(({ position }) => position < ring.position);
  const settings = settingsOn(stated, judged.unit, localDay(text(ring, 'firedAt')));
  const wanted = wantedNow(judged, settings).find((one) => one.id === id);
  if (wanted === undefined) return found.fault('unwanted', id);
  judgeWanted(rung, wanted, found);
  const expected = expectedOf(wanted.to, { ring, before, ...log });
  if (!expected.every((userId) => reaches(ring, userId))) found.fault('wrongRecipient', id);
};

type Moment = { readonly at: string; readonly event?: Fact };
const byTime = (a: Moment, b: Moment): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/**
 * The events of a case with the moments at which settings began to hold: just before the first hour of a business day,
 * since the campaign's clock leaves out nights and holidays.
 */
const momentsOf = (events: readonly Fact[], { settings, measure }: Log): readonly Moment[] => {
  const opened = events[0]?.recordedAt ?? '';
  const changes = settings
    .map(
      (change) => [change.recordedAt, localInstant(rollForward(text(change, 'fromOn')), '06:59')].toSorted()[1] ?? '',
    )
    .filter((at) => at > opened)
    .map((at) => ({ at }));
  const own = events.map((event) => ({ at: event.recordedAt, event }));
  return [...[...own, ...changes].toSorted(byTime), { at: measure.end }];
};
const seconds = (from: string, to: string): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000);

/** What is due in a case and was not given yet, and since when. */
const waitingRings = ({ measure: { patienceSeconds } }: Log, found: Found) => {
  const since = new Map<string, string>();
  const cancelled = new Map<string, string>();
  const giveUp = (id: string, begun: string, at: string): void => {
    since.delete(id);
    cancelled.set(id, at);
    if (seconds(begun, at) > patienceSeconds) found.fault('missed', id);
  };
  return {
    given: (ring: Fact): void => {
      const id = text(ring, 'reminderId');
      const begun = since.get(id);
      const over = cancelled.get(id) ?? ring.recordedAt;
      if (begun === undefined) found.crossed(seconds(over, ring.recordedAt), id);
      else found.late(seconds(begun, text(ring, 'firedAt')), id);
      since.delete(id);
    },
    /** From `at` on, these are wanted (and from which instant); what no longer is was cancelled. */
    wanted: (at: string, due: ReadonlyMap<string, string>): void => {
      for (const [id, begun] of since) if (!due.has(id)) giveUp(id, begun, at);
      for (const [id, ringAt] of due) if (!since.has(id)) since.set(id, ringAt > at ? ringAt : at);
    },
    end: (at: string): void => since.forEach((begun, id) => giveUp(id, begun, at)),
  };
};

/** Judges a case from its opening to the end: what was due came, and how late. */
const judgeCourse = (events: readonly Fact[], log: Log, found: Found): void => {
  const judged = unknownCase();
  const waiting = waitingRings(log, found);
  const moments = momentsOf(events, log);
  for (const [index, { at, event }] of moments.entries()) {
    if (event?.type === 'ReminderFired') waiting.given(event);
    if (event !== undefined) hear(judged, event);
    const known = log.settings.filter((change) => change.recordedAt <= at);
    const until = moments[index + 1]?.at ?? at;
    const due = wantedNow(judged, settingsOn(known, judged.unit, localDay(at))).filter(({ ringAt }) => ringAt <= until);
    waiting.wanted(at, new Map(due.map(({ id, ringAt }) => [id, ringAt])));
  }
  waiting.end(log.measure.end);
};

/** Judges a whole log by the rules as the judge has them, from the log alone. */
export const judge = (events: readonly Fact[], measure: Measure): Verdict => {
  const settings = events.filter(({ type }) => type === 'UnitSettingsChanged');
  const staff = events.filter(({ type }) => type === 'StaffAbsenceRecorded');
  const courses = byStream(events);
  const log: Log = { settings, staff, cases: courses.filter(({ category }) => category === 'case'), measure };
  const faults: Record<Fault, string[]> = {
    ...{ twice: [], early: [], unwanted: [], wrongDay: [], wrongRecipient: [], missed: [] },
  };
  const [lateSeconds, crossedSeconds, veryLate]: [number[], number[], string[]] = [[], [], []];
  let overtaken = 0;
  const found: Found = {
    fault: (fault, reminderId) => void faults[fault].push(reminderId),
    overtaken: () => void (overtaken += 1),
    late: (late, reminderId) => {
      lateSeconds.push(late);
      if (late > veryLateSeconds) veryLate.push(reminderId);
    },
    crossed: (crossed, reminderId) => {
      if (faults.unwanted.includes(reminderId)) return;
      crossedSeconds.push(crossed);
      // It names a version that wanted it, but nobody may write down so long after what they saw before.
      if (crossed > measure.patienceSeconds) faults.unwanted.push(reminderId);
    },
  };
  for (const { events: own } of courses) {
    for (const ring of own) if (ring.type === 'ReminderFired') judgeRing({ ring, events: own, log }, found);
    judgeCourse(own, log, found);
  }
  const fired = events.filter(({ type }) => type === 'ReminderFired').length;
  const due = lateSeconds.length + crossedSeconds.length + faults.missed.length;
  return { ...faults, overtaken, crossedSeconds, cases: log.cases.length, fired, due, lateSeconds, veryLate };
};
