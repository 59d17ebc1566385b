import { type Fact, dayOf, type Given, type Judged, start, text } from './judged-case.js';
import { rowOf, topics } from './table/table.js';

/** No activity: who is responsible, and waits. */
const passive = [
  ...['CaseworkerAssigned', 'CaseworkerReleased', 'DeputyAppointed', 'DeputyEnded'],
  ...['CaseTransferred', 'CaseTransferAcknowledged', 'WaitingStarted', 'WaitingEnded'],
];
const personal = 'protection-check';

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
  ReminderAcknowledged: (judged, event) => {
    Object.assign(told(judged, event) ?? {}, { acknowledged: true });
    judged.going = judged.going.filter(({ rule }) => rule !== personal);
  },
  ReminderSnoozed: (judged, event) => {
    const put = { snoozedTo: text(event, 'ringsAgainOn'), snoozedAt: event.recordedAt };
    Object.assign(told(judged, event) ?? {}, put);
  },
};

/** What closing does not cancel rests until the case is opened again. */
const closed = (judged: Judged, event: Fact): void => {
  judged.open = false;
  judged.waiting = false;
  judged.statusAt = event.recordedAt;
  judged.going = judged.going.filter(({ rule }) => rowOf(rule).rests === true);
};

/** Silence begins with the newest activity, whenever that was registered; a closed case is silent for good. */
const active = (judged: Judged, event: Fact): void => {
  if (event.category !== 'case' || passive.includes(event.type) || event.occurredAt < judged.lastActivity) return;
  judged.lastActivity = event.occurredAt;
  start(judged, event, { rule: 'silent-case', subject: event.streamId, on: dayOf(event) });
};

/** Lets the judge hear of one more event of the case, or the person, or its rings. */
export const hear = (judged: Judged, event: Fact): void => {
  if (event.category === 'reminders') return answered[event.type]?.(judged, event);
  if (event.type === 'CaseClosed') closed(judged, event);
  for (const { meanings } of topics) meanings[event.type]?.(judged, event);
  active(judged, event);
};
