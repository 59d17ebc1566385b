import { localDay } from '@etapp/calendar';
import { aggregates, exampleActor, exampleFacts, exampleIds } from '@etapp/domain';
import { type Actor, type Aggregate, type DecidedEvent, type RecordedEvent } from '@etapp/kernel';

import { type ScheduleEvent, scheduleEvents } from './define-reminders.js';
import { foldSchedule } from './schedule.js';
import type { Schedule } from './schedule-row.js';

/** A command to a stream, its body in plaintext, and when it is recorded (any offset). */
export type Step = readonly [
  category: 'case' | 'person' | 'reminders',
  streamId: string,
  command: string,
  body: object,
  at: string,
];

export const { unit, unitLead, caseworker: k1, otherCaseworker: k2 } = exampleIds;

/** An id for the n-th thing of a spec. */
export const id = (n: number): string => `0197e7a0-0000-7000-a000-${String(n).padStart(12, '0')}`;

/** A moment of any offset as the log writes it. */
export const instant = (at: string): string => new Date(at).toISOString();

const actor: Actor = exampleActor;

const decide = (aggregate: Aggregate, state: unknown, [, , name, body, at]: Step): readonly DecidedEvent[] => {
  const [now, entry] = [instant(at), aggregate.commands[name]];
  if (entry === undefined) throw new Error(`no command ${name}`);
  const context = { now, today: localDay(now), actor, facts: exampleFacts };
  return aggregate.decide(state, { name, body: entry.body.parse(body) }, context);
};

const isScheduleEvent = (event: RecordedEvent): event is ScheduleEvent => event.type in scheduleEvents;

/** A log in memory that takes commands, and the schedule of each case and person that follows from it. */
export const aLog = () => {
  const streams = new Map<string, { state: unknown; version: number }>();
  const rows = new Map<string, Schedule>();
  const events: ScheduleEvent[] = [];
  let appended = 0;
  const record = (decided: DecidedEvent, [category, streamId, command, , at]: Step, version: number) => {
    appended += 1;
    const position = String(appended);
    const event: RecordedEvent = {
      ...{ ...decided, id: `0197e7a0-0000-7000-9000-${position.padStart(12, '0')}`, position, command },
      ...{ stream: { category, tenant: 't', id: streamId }, version, recordedAt: instant(at), actor },
      ...{ correlationId: position, causationId: position },
    };
    if (!isScheduleEvent(event)) return event;
    events.push(event);
    rows.set(streamId, foldSchedule(rows.get(streamId), event));
    return event;
  };
  const append = (step: Step): void => {
    const [category, streamId] = step;
    const aggregate: Aggregate = aggregates[category];
    let { state, version } = streams.get(`${category}-${streamId}`) ?? { state: aggregate.initial, version: 0 };
    for (const decided of decide(aggregate, state, step)) {
      version += 1;
      state = aggregate.evolve(state, record(decided, step, version));
    }
    streams.set(`${category}-${streamId}`, { state, version });
  };
  return { append, events, rows };
};
