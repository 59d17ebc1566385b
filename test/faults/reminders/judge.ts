import { localDay, localInstant } from '@etapp/calendar';

import { type Fact, hear, type Judged, settingsOn, text, unknownCase, type Wanted, wantedNow } from './judged-rules.js';

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
  readonly lateSeconds: readonly number[];
};

/** How the judge measures: a ring that was due for longer than this when it was cancelled, or at the end, is missed. */
export type Measure = { readonly end: string; readonly patienceSeconds: number };

type Log = { readonly settings: readonly Fact[]; readonly staff: readonly Fact[]; readonly measure: Measure };
type Found = {
  twice: string[];
  early: string[];
  unwanted: string[];
  wrongDay: string[];
  wrongRecipient: string[];
  missed: string[];
  overtaken: number;
  late: number[];
  due: number;
};

const toldCase = (events: readonly Fact[]): Judged => {
  const judged = unknownCase();
  for (const event of events) hear(judged, event);
  return judged;
};

/** Whom a ring for the caseworker reaches on a day. */
const expectedFor = (history: readonly Fact[], staff: readonly Fact[], day: string): string => {
  const assigned = history.findLast(({ type }) => type === 'CaseworkerAssigned');
  const userId = assigned === undefined ? '' : text(assigned, 'userId');
  const away = staff.find(
    (absence) => absence.streamId === userId && text(absence, 'fromOn') <= day && day <= text(absence, 'toOn'),
  );
  return away === undefined ? userId : text(away, 'deputyUserId');
};
const reaches = ({ data }: Fact, userId: string): boolean =>
  Array.isArray(data['recipients']) && data['recipients'].some((recipient) => recipient?.userId === userId);
const forCaseworker = [
  ...['first-contact-due', 'plan-missing', 'plan-review-due', 'silent-case', 'next-step-due', 'wait-over'],
  ...['consent-unanswered', 'consent-expiring', 'measure-overdue'],
];

/** Judges one ring by the version of the case that it names. */
const judgeRing = (ring: Fact, events: readonly Fact[], log: Log, found: Found): void => {
  const named = Number(ring.data['subjectVersion']);
  const [id, firedAt] = [text(ring, 'reminderId'), text(ring, 'firedAt')];
  const before = events.filter((event) =>
    event.category === 'case' ? event.version <= named : event.position < ring.position,
  );
  if (before.some((event) => event.type === 'ReminderFired' && text(event, 'reminderId') === id)) found.twice.push(id);
  if (events.some((event) => event.category === 'case' && event.version > named && event.position < ring.position))
    found.overtaken += 1;
  const settings = log.settings.filter(({ position }) => position < ring.position);
  const wanted = wantedNow(toldCase(before), settingsOn(settings, localDay(firedAt))).find((one) => one.id === id);
  if (wanted === undefined) found.unwanted.push(id);
  else if (wanted.dueOn !== text(ring, 'dueOn')) found.wrongDay.push(id);
  if (wanted !== undefined && firedAt < wanted.ringAt) found.early.push(id);
  const staff = log.staff.filter(({ position }) => position < ring.position);
  const addressed = forCaseworker.includes(text(ring, 'ruleId'));
  if (addressed && !reaches(ring, expectedFor(before, staff, localDay(firedAt)))) found.wrongRecipient.push(id);
};

type Moment = { readonly at: string; readonly event?: Fact };

/** The events of a case with the first moments of the days on which settings began to hold. */
const momentsOf = (events: readonly Fact[], { settings, measure }: Log): readonly Moment[] => {
  const opened = events[0]?.recordedAt ?? '';
  const changes = settings
    .map((change) => [change.recordedAt, localInstant(text(change, 'fromOn'), '00:00')].toSorted()[1] ?? '')
    .filter((at) => at > opened)
    .map((at) => ({ at }));
  const own = events.map((event) => ({ at: event.recordedAt, event }));
  return [...[...own, ...changes].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)), { at: measure.end }];
};
const seconds = (from: string, to: string): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000);

/** Judges a case from its opening to the end: what was due came, and how late. */
const judgeCourse = (events: readonly Fact[], log: Log, found: Found): void => {
  const judged = unknownCase();
  const dueSince = new Map<string, string>();
  const moments = momentsOf(events, log);
  moments.forEach(({ at, event }, index) => {
    if (event?.type === 'ReminderFired') {
      const id = text(event, 'reminderId');
      const since = dueSince.get(id);
      if (since !== undefined) found.late.push(seconds(since, text(event, 'firedAt')));
      if (since !== undefined) found.due += 1;
      dueSince.delete(id);
    }
    if (event !== undefined) hear(judged, event);
    const known = log.settings.filter((change) => change.recordedAt <= at);
    const wanted: readonly Wanted[] = wantedNow(judged, settingsOn(known, localDay(at)));
    const until = moments[index + 1]?.at ?? at;
    const dueNow = new Map(wanted.filter(({ ringAt }) => ringAt <= until).map(({ id, ringAt }) => [id, ringAt]));
    for (const [id, since] of dueSince) {
      if (dueNow.has(id)) continue;
      dueSince.delete(id);
      if (seconds(since, at) > log.measure.patienceSeconds) found.missed.push(id);
    }
    for (const [id, ringAt] of dueNow) if (!dueSince.has(id)) dueSince.set(id, ringAt > at ? ringAt : at);
  });
  for (const [id, since] of dueSince)
    if (seconds(since, log.measure.end) > log.measure.patienceSeconds) found.missed.push(id);
};

/** Judges a whole log by the rules as the judge has them, from the log alone. */
export const judge = (events: readonly Fact[], measure: Measure): Verdict => {
  const byCase = new Map<string, Fact[]>();
  for (const event of events) {
    if (event.category !== 'case' && event.category !== 'reminders') continue;
    byCase.set(event.streamId, [...(byCase.get(event.streamId) ?? []), event]);
  }
  const settings = events.filter(({ type }) => type === 'UnitSettingsChanged');
  const staff = events.filter(({ type }) => type === 'StaffAbsenceRecorded');
  const log: Log = { settings, staff, measure };
  const found: Found = {
    ...{
      twice: [],
      early: [],
      unwanted: [],
      wrongDay: [],
      wrongRecipient: [],
      missed: [],
      overtaken: 0,
      late: [],
      due: 0,
    },
  };
  for (const own of byCase.values()) {
    for (const ring of own) if (ring.type === 'ReminderFired') judgeRing(ring, own, log, found);
    judgeCourse(own, log, found);
  }
  const fired = events.filter(({ type }) => type === 'ReminderFired').length;
  const { late: lateSeconds, due, ...rest } = found;
  return { ...rest, cases: byCase.size, fired, due: due + found.missed.length, lateSeconds };
};

/** What counts against the service, by its name. */
export const broken = (verdict: Verdict): Readonly<Record<string, number>> => ({
  ...{ twice: verdict.twice.length, early: verdict.early.length, unwanted: verdict.unwanted.length },
  ...{
    wrongDay: verdict.wrongDay.length,
    wrongRecipient: verdict.wrongRecipient.length,
    missed: verdict.missed.length,
  },
});
