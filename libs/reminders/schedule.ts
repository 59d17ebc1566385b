import { impossible, type Recorded } from '@etapp/kernel';

import { everySubject, type ReminderRule, type ScheduleEvent, type ScheduleEvents } from './define-reminders.js';
import { foldFacts } from './facts.js';
import { isActivity } from './rules/plan.js';
import { rules } from './rules.js';
import type { Rung, Schedule, Started } from './schedule-row.js';

const byName: readonly (readonly [string, ReminderRule])[] = Object.entries(rules);

const empty = { contactsMissed: 0, meetings: [], measures: [], placements: [], reminders: [], rings: [] };

const opened = (event: ScheduleEvent): Schedule => {
  const { id, stream, version, recordedAt, occurredAt } = event;
  const begun = { id: stream.id, version, statusBy: id, statusAt: recordedAt, lastActivityAt: occurredAt };
  if (event.type === 'CaseOpened') {
    const { personId, unitId } = event.data;
    return { ...begun, ...empty, kind: 'case', status: 'open', personId, unitId };
  }
  if (event.type === 'ProtectedIdentityRecorded')
    return { ...begun, ...empty, kind: 'person', status: 'open', personId: stream.id };
  return impossible(event, 'nothing was opened that it could remind of');
};

const isOpen = ({ endedBy }: Started): boolean => endedBy === undefined;

const closing: readonly string[] = ['CaseClosed', 'CaseRejected', 'CaseMarkedErroneous'];

/** Whether an event ends a reminder: by its rule, or because the case ends and the rule ends with it. */
const ends = <K extends keyof ScheduleEvents>(
  { ruleId, subjectId }: Started,
  event: Recorded<ScheduleEvents, K>,
  row: Schedule,
): boolean => {
  const rule = byName.find(([name]) => name === ruleId)?.[1];
  if (rule === undefined) return false;
  if (closing.includes(event.type) && rule.outlivesClosing !== true) return true;
  const ended = rule.ends[event.type]?.(event, row);
  return ended === everySubject || ended === subjectId;
};

const withEnds = (row: Schedule, event: ScheduleEvent): Schedule => ({
  ...row,
  reminders: row.reminders.map((started) =>
    isOpen(started) && ends(started, event, row) ? { ...started, endedBy: event.id } : started,
  ),
});

const startedBy = <K extends keyof ScheduleEvents>(
  row: Schedule,
  event: Recorded<ScheduleEvents, K>,
): readonly Started[] =>
  byName.flatMap(([ruleId, rule]) => {
    const start = rule.starts[event.type]?.(event, row);
    if (start === undefined) return [];
    const { subject: subjectId, anchor } = start;
    return [{ ruleId, subjectId, anchor, startedBy: event.id, recordedAt: event.recordedAt }];
  });

/** A series that begins anew leaves nothing to tell but the rings it gave. */
const isOver = (known: Started, started: readonly Started[]): boolean =>
  rulesAgain.has(known.ruleId) && started.some(sameMatter(known));
const rulesAgain: ReadonlySet<string> = new Set(
  byName.flatMap(([name, { again }]) => (again === undefined ? [] : [name])),
);
const sameMatter =
  (known: Started) =>
  ({ ruleId, subjectId }: Started): boolean =>
    ruleId === known.ruleId && subjectId === known.subjectId;

/** A start ends an earlier reminder of the same rule about the same thing. */
const withStarts = (row: Schedule, event: ScheduleEvent): Schedule => {
  const started = row.status === 'open' ? startedBy(row, event) : [];
  const before = row.reminders
    .filter((known) => !isOver(known, started))
    .map((known) => (isOpen(known) && started.some(sameMatter(known)) ? { ...known, endedBy: event.id } : known));
  return { ...row, reminders: [...before, ...started] };
};

const withRing = (
  row: Schedule,
  event: { type: string; id: string; data: { reminderId: string } },
  change: (rung: Rung) => Rung,
): Schedule => {
  const { reminderId } = event.data;
  if (!row.rings.some((rung) => rung.reminderId === reminderId)) impossible(event, 'the reminder was never given');
  return { ...row, rings: row.rings.map((rung) => (rung.reminderId === reminderId ? change(rung) : rung)) };
};

const withRings = (row: Schedule, event: ScheduleEvent): Schedule => {
  if (event.type === 'ReminderFired') {
    const { subjectVersion: _version, ...rung } = event.data;
    return { ...row, rings: [...row.rings, rung] };
  }
  if (event.type === 'ReminderAcknowledged')
    return withRing(row, event, (rung) => ({ ...rung, acknowledgedAt: event.recordedAt }));
  if (event.type === 'ReminderSnoozed') {
    const snooze = { ringsAgainOn: event.data.ringsAgainOn, recordedAt: event.recordedAt };
    return withRing(row, event, (rung) => ({ ...rung, snooze }));
  }
  return row;
};

const withMoment = (row: Schedule, event: ScheduleEvent): Schedule => {
  if (event.stream.category === 'reminders') return row;
  const active = isActivity(event.type) && event.occurredAt > row.lastActivityAt;
  return { ...row, version: event.version, ...(active ? { lastActivityAt: event.occurredAt } : {}) };
};

/**
 * What reminds in a case (or about a person) after one more event of the case, the person or the rings. Pure: the same for
 * the live table, an as-of view, and the decision whether a ring is still wanted. Throws ImpossibleStep for a history that
 * cannot have happened.
 */
export const foldSchedule = (row: Schedule | undefined, event: ScheduleEvent): Schedule => {
  const known = foldFacts(withMoment(row ?? opened(event), event), event);
  return withStarts(withEnds(withRings(known, event), event), event);
};
