import { addBusinessDays, addDays, localDay, localInstant, rollForward } from '@etapp/calendar';

/**
 * The rules of the domain description once more, written from its table and not from the service's sources, for those
 * rules that the stories of the campaign can start. Shares the calendar and nothing else.
 */

/** An event as the log has it: envelope and data, undecoded. */
export type Fact = {
  readonly id: string;
  readonly type: string;
  readonly category: string;
  readonly streamId: string;
  readonly version: number;
  readonly position: number;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** The text of a field; empty where there is none. */
export const text = ({ data }: Pick<Fact, 'data'>, field: string): string => {
  const value = data[field];
  return typeof value === 'string' ? value : '';
};

/** What an event set going: rule, subject, the day it counts from, and what it was counted by. */
type Going = {
  readonly rule: string;
  readonly subject: string;
  readonly by: string;
  readonly on: string;
  readonly first: boolean;
  readonly knownAt: string;
};
type Given = {
  readonly number: string;
  firedAt: string;
  snoozedTo?: string;
  snoozedAt?: string;
  acknowledged: boolean;
};

/** A case as the judge knows it. */
export type Judged = {
  open: boolean;
  statusAt: string;
  waiting: boolean;
  waitedUntil: string;
  lastActivity: string;
  going: Going[];
  readonly dueOf: Map<string, string>;
  /** By rule, subject and starting event. */
  readonly given: Map<string, Given[]>;
};

/** A case before its first event. */
export const unknownCase = (): Judged => ({
  ...{ open: false, statusAt: '', waiting: false, waitedUntil: '', lastActivity: '', going: [] },
  ...{ dueOf: new Map(), given: new Map() },
});

type Settings = Readonly<Record<string, unknown>>;
const defaults: Settings = {
  ...{
    'firstContact.days': 1,
    'plan.days': 1,
    'planReview.firstDays': 14,
    'planReview.nextDays': 28,
    'silent.days': 21,
  },
  ...{ 'consentUnanswered.days': 5, 'consentExpiring.days': 10, 'measure.remindDays': 5, 'measureOverdue.days': 1 },
  ...{ 'measureLongOverdue.days': 5, 'ring.morning': '07:00', 'ring.midday': '13:00' },
};

/** Settings of the unit on a day: changes in the order of their first days, later statements winning. */
export const settingsOn = (changes: readonly Fact[], day: string): Settings => {
  const inForce: Record<string, unknown> = { ...defaults };
  const begun = changes.filter((change) => text(change, 'fromOn') <= day);
  for (const { data } of begun.toSorted((a, b) =>
    text(a, 'fromOn') < text(b, 'fromOn') ? -1 : text(a, 'fromOn') > text(b, 'fromOn') ? 1 : a.version - b.version,
  )) {
    if (!Array.isArray(data['changes'])) continue;
    for (const { key, value } of data['changes']) inForce[String(key)] = value;
  }
  return inForce;
};

const measureRules = ['measure-due', 'measure-overdue', 'measure-long-overdue'];
const heldRules = ['plan-review-due', 'silent-case', 'next-step-due'];
const middayRules = ['first-contact-due', 'plan-missing'];
/** No activity: who is responsible, and waits. */
const passive = [
  'CaseworkerAssigned',
  'CaseworkerReleased',
  'DeputyAppointed',
  'DeputyEnded',
  'WaitingStarted',
  'WaitingEnded',
];

const stop = (judged: Judged, rules: readonly string[], subject?: string): void => {
  judged.going = judged.going.filter(
    (going) => !rules.includes(going.rule) || (subject !== undefined && going.subject !== subject),
  );
};
const start = (judged: Judged, event: Fact, going: Pick<Going, 'rule' | 'subject' | 'on'>, first = false): void => {
  stop(judged, [going.rule], going.subject);
  judged.going.push({ ...going, first, by: event.id, knownAt: event.recordedAt });
};

const planned = (judged: Judged, event: Fact): void => {
  const subject = text(event, 'planId');
  const on = localDay(event.occurredAt);
  start(judged, event, { rule: 'plan-review-due', subject, on }, event.type === 'PlanActivated');
  start(judged, event, { rule: 'next-step-due', subject, on: text(event, 'nextStepOn') });
};
const measured = (judged: Judged, event: Fact, on: string): void => {
  const subject = text(event, 'measureId');
  for (const rule of measureRules) start(judged, event, { rule, subject, on });
};
const begun = (judged: Judged, event: Fact): void => {
  judged.open = true;
  judged.statusAt = event.recordedAt;
  start(judged, event, { rule: 'first-contact-due', subject: event.streamId, on: localDay(text(event, 'receivedAt')) });
};

const meanings: Readonly<Record<string, (judged: Judged, event: Fact) => void>> = {
  CaseOpened: begun,
  CaseReopened: begun,
  CaseClosed: (judged, event) => {
    judged.open = false;
    judged.waiting = false;
    judged.statusAt = event.recordedAt;
    judged.going = judged.going.filter(({ rule }) => measureRules.includes(rule));
  },
  FirstContactHeld: (judged, event) => {
    stop(judged, ['first-contact-due']);
    start(judged, event, { rule: 'plan-missing', subject: event.streamId, on: localDay(text(event, 'heldAt')) });
  },
  PlanActivated: (judged, event) => {
    stop(judged, ['plan-missing']);
    planned(judged, event);
  },
  PlanReviewed: planned,
  MeasureAgreed: (judged, event) => measured(judged, event, text(event, 'dueOn')),
  MeasureDueDateChanged: (judged, event) => measured(judged, event, text(event, 'toOn')),
  MeasureCompleted: (judged, event) => stop(judged, measureRules, text(event, 'measureId')),
  WaitingStarted: (judged, event) => {
    judged.waiting = true;
    start(judged, event, { rule: 'wait-over', subject: text(event, 'waitId'), on: text(event, 'waitUntilOn') });
  },
  WaitingEnded: (judged, event) => {
    judged.waiting = false;
    judged.waitedUntil = event.recordedAt;
    stop(judged, ['wait-over'], text(event, 'waitId'));
  },
  ConsentRequested: (judged, event) => {
    const subject = text(event, 'consentId');
    start(judged, event, { rule: 'consent-unanswered', subject, on: localDay(event.occurredAt) });
  },
  ConsentGiven: (judged, event) => {
    const subject = text(event, 'consentId');
    stop(judged, ['consent-unanswered'], subject);
    start(judged, event, { rule: 'consent-expiring', subject, on: text(event, 'lastValidOn') });
  },
};

const told = (judged: Judged, event: Fact): Given | undefined => {
  const [rule = '', subject = '', by = '', number = ''] = text(event, 'reminderId').split('.');
  return judged.given.get(`${rule}.${subject}.${by}`)?.find((given) => given.number === number);
};
const answered: Readonly<Record<string, (judged: Judged, event: Fact) => void>> = {
  ReminderFired: (judged, event) => {
    const [by = '', number = ''] = text(event, 'occurrence').split('.');
    const key = `${text(event, 'ruleId')}.${text(event, 'subjectId')}.${by}`;
    const given = { number, firedAt: text(event, 'firedAt'), acknowledged: false };
    judged.given.set(key, [...(judged.given.get(key) ?? []), given]);
  },
  ReminderAcknowledged: (judged, event) => void Object.assign(told(judged, event) ?? {}, { acknowledged: true }),
  ReminderSnoozed: (judged, event) => {
    const put = { snoozedTo: text(event, 'ringsAgainOn'), snoozedAt: event.recordedAt };
    Object.assign(told(judged, event) ?? {}, put);
  },
};

/** Lets the judge hear of one more event of the case or its rings. */
export const hear = (judged: Judged, event: Fact): void => {
  if (event.category === 'reminders') return answered[event.type]?.(judged, event);
  meanings[event.type]?.(judged, event);
  if (passive.includes(event.type)) return;
  // Silence begins with the newest activity, whenever that was registered; a closed case is silent for good.
  if (event.occurredAt < judged.lastActivity) return;
  judged.lastActivity = event.occurredAt;
  if (judged.open)
    start(judged, event, { rule: 'silent-case', subject: event.streamId, on: localDay(event.occurredAt) });
};

/** A ring that ought to come: of which matter, on which day of its own, and from which instant. */
export type Wanted = { readonly id: string; readonly dueOn: string; readonly ringAt: string };

const dueOf = ({ rule, on, first }: Going, settings: Settings): string => {
  const days = (key: string): number => Number(settings[key]);
  switch (rule) {
    case 'first-contact-due':
      return addBusinessDays(on, days('firstContact.days'));
    case 'plan-missing':
      return addBusinessDays(on, days('plan.days'));
    case 'plan-review-due':
      return rollForward(addDays(on, days(first ? 'planReview.firstDays' : 'planReview.nextDays')));
    case 'consent-unanswered':
      return addBusinessDays(on, days('consentUnanswered.days'));
    case 'consent-expiring':
      return addBusinessDays(on, -days('consentExpiring.days'));
    case 'measure-due':
      return addBusinessDays(on, -days('measure.remindDays'));
    case 'measure-overdue':
      return addBusinessDays(on, days('measureOverdue.days'));
    case 'measure-long-overdue':
      return addBusinessDays(on, days('measureLongOverdue.days'));
    default:
      return rollForward(on);
  }
};

const later = (...instants: readonly string[]): string => instants.toSorted().at(-1) ?? '';

/** Its own time of its own day; past by the time it was known or possible, the next business day's morning. */
const instantOf = (
  judged: Judged,
  going: Going,
  [dueOn, time, knownAt]: readonly [string, string, string],
  morning: string,
): string => {
  const possible = later(
    knownAt,
    measureRules.includes(going.rule) ? judged.statusAt : '',
    heldRules.includes(going.rule) ? judged.waitedUntil : '',
  );
  const onTime = localInstant(dueOn, time);
  return onTime >= possible ? onTime : localInstant(addBusinessDays(localDay(possible), 1), morning);
};

const ringsOf = (judged: Judged, going: Going, settings: Settings): readonly Wanted[] => {
  const key = `${going.rule}.${going.subject}.${going.by}`;
  const given = judged.given.get(key) ?? [];
  const morning = String(settings['ring.morning']);
  const time = middayRules.includes(going.rule) ? String(settings['ring.midday']) : morning;
  const wanted = (number: string, dueOn: string, at: string, knownAt: string): Wanted => {
    return { id: `${key}.${number}`, dueOn, ringAt: instantOf(judged, going, [dueOn, at, knownAt], morning) };
  };
  const again = given
    .filter(({ snoozedTo, acknowledged }) => snoozedTo !== undefined && !acknowledged)
    .map(({ number, snoozedTo = '', snoozedAt = '' }) => {
      const [base = '', times = '0'] = number.split('-');
      return wanted(`${base}-${Number(times) + 1}`, rollForward(snoozedTo), morning, snoozedAt);
    });
  const own = given.filter(({ number }) => !number.includes('-'));
  if (going.rule !== 'silent-case') return [wanted('1', dueOf(going, settings), time, going.knownAt), ...again];
  const rung = Math.max(0, ...own.map(({ number }) => Number(number)));
  const rungOn = localDay(own.find(({ number }) => Number(number) === rung)?.firedAt ?? going.knownAt);
  const dayOf = (number: number): string => rollForward(addDays(going.on, number * Number(settings['silent.days'])));
  let next = rung + 1;
  while (rung > 0 && dayOf(next) <= rungOn) next += 1;
  return [wanted(String(next), dayOf(next), time, going.knownAt), ...again];
};

/** Every ring that ought to come and was not given, as things stand. */
export const wantedNow = (judged: Judged, settings: Settings): readonly Wanted[] => {
  if (!judged.open) return [];
  const off = settings['ring.off'];
  const given = new Set([...judged.given].flatMap(([key, rings]) => rings.map(({ number }) => `${key}.${number}`)));
  return judged.going
    .filter(({ rule }) => !(Array.isArray(off) && off.includes(rule)) && !(judged.waiting && heldRules.includes(rule)))
    .flatMap((going) => ringsOf(judged, going, settings))
    .filter(({ id }) => !given.has(id));
};
