import { localDay } from '@etapp/calendar';

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
export type Going = {
  readonly rule: string;
  readonly subject: string;
  readonly by: string;
  readonly on: string;
  /** The type of that event. */
  readonly after: string;
  readonly knownAt: string;
};
/** A ring that was given, and what was done about it. */
export type Given = {
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

/** Rules whose rings rest while the case is closed. */
export const restingRules: readonly string[] = ['measure-due', 'measure-overdue', 'measure-long-overdue'];
/** No activity: who is responsible, and waits. */
const passive = [
  ...['CaseworkerAssigned', 'CaseworkerReleased', 'DeputyAppointed', 'DeputyEnded'],
  ...['WaitingStarted', 'WaitingEnded'],
];

const stop = (judged: Judged, rules: readonly string[], subject?: string): void => {
  judged.going = judged.going.filter(
    (going) => !rules.includes(going.rule) || (subject !== undefined && going.subject !== subject),
  );
};
type Start = Pick<Going, 'rule' | 'subject' | 'on'>;
const start = (judged: Judged, event: Fact, going: Start): void => {
  stop(judged, [going.rule], going.subject);
  judged.going.push({ ...going, by: event.id, after: event.type, knownAt: event.recordedAt });
};

const planned = (judged: Judged, event: Fact): void => {
  const subject = text(event, 'planId');
  const on = localDay(event.occurredAt);
  start(judged, event, { rule: 'plan-review-due', subject, on });
  start(judged, event, { rule: 'next-step-due', subject, on: text(event, 'nextStepOn') });
};
const measured = (judged: Judged, event: Fact, on: string): void => {
  const subject = text(event, 'measureId');
  for (const rule of restingRules) start(judged, event, { rule, subject, on });
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
    judged.going = judged.going.filter(({ rule }) => restingRules.includes(rule));
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
  MeasureCompleted: (judged, event) => stop(judged, restingRules, text(event, 'measureId')),
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
