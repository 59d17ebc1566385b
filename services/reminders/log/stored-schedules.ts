import { decodeEvent, type EventStore, type StoredEvent } from '@etapp/event-store';
import type { RecordedEvent } from '@etapp/kernel';
import { foldSchedule, type Schedule, type ScheduleEvent, scheduleEvents } from '@etapp/reminders';

/** A case or person as the log has it, with the versions of the two streams that it was folded from. */
export type StoredSchedule = {
  readonly schedule: Schedule;
  /** The subject's own stream, by its public name, and the version it was read to. */
  readonly subject: { readonly stream: string; readonly version: number };
};

/** Whose schedule: the municipality, and the id of a case or person. */
export type ScheduleId = { readonly tenant: string; readonly scheduleId: string };

/** Schedules folded from the log, with what was folded before remembered. */
export type StoredSchedules = {
  /**
   * The schedule at the end of the log as it is now; undefined for an id that nothing reminds about.
   * Throws what the store throws, UndecodableEvent, and ImpossibleStep for a history that cannot have happened.
   */
  readonly load: (of: ScheduleId) => Promise<StoredSchedule | undefined>;
};

type Kind = Schedule['kind'];

const isScheduleEvent = (event: RecordedEvent): event is ScheduleEvent => event.type in scheduleEvents;

/** What was folded of one schedule. */
type Folded = {
  readonly kind: Kind;
  readonly schedule: Schedule | undefined;
  readonly subjectVersion: number;
  readonly ringsVersion: number;
  /** Of the newest event that was folded. */
  readonly position: string;
};

const nothing = (kind: Kind, start: string): Folded => ({
  ...{ kind, schedule: undefined, subjectVersion: 0, ringsVersion: 0, position: start },
});

const withEvents = (folded: Folded, events: readonly StoredEvent[]): Folded => {
  let { schedule, subjectVersion, ringsVersion, position } = folded;
  for (const stored of events) {
    const event = decodeEvent(scheduleEvents, stored);
    if (event !== undefined && isScheduleEvent(event)) schedule = foldSchedule(schedule, event);
    if (stored.stream.category === 'reminders') ringsVersion = stored.version;
    else subjectVersion = stored.version;
    position = stored.position;
  }
  return { kind: folded.kind, schedule, subjectVersion, ringsVersion, position };
};

/** Remembers so many, the least recently used being forgotten. */
const memoryOf = (capacity: number) => {
  const known = new Map<string, Folded>();
  return {
    get: (key: string): Folded | undefined => known.get(key),
    put: (key: string, folded: Folded): void => {
      known.delete(key);
      known.set(key, folded);
      const [oldest] = known.keys();
      if (known.size > capacity && oldest !== undefined) known.delete(oldest);
    },
  };
};

/**
 * Reads schedules. What is remembered is never trusted alone: each load asks the store for newer events of both streams.
 * A case and a person never share an id, so the id alone tells which of them it is.
 */
export const storedSchedules = (store: EventStore, capacity: number): StoredSchedules => {
  const memory = memoryOf(capacity);

  const newerThan = async ({ kind, subjectVersion, ringsVersion }: Folded, { tenant, scheduleId: id }: ScheduleId) => {
    const [subject, rings] = await Promise.all([
      store.readStream({ category: kind, tenant, id }, subjectVersion + 1),
      store.readStream({ category: 'reminders', tenant, id }, ringsVersion + 1),
    ]);
    return [...subject, ...rings].toSorted((a, b) => store.compare(a.position, b.position));
  };
  const foldedAnew = async (of: ScheduleId): Promise<Folded> => {
    for (const kind of ['case', 'person'] as const) {
      const folded = nothing(kind, store.start);
      const events = await newerThan(folded, of);
      if (events.some(({ stream }) => stream.category === kind)) return withEvents(folded, events);
    }
    return nothing('person', store.start);
  };
  const brought = async (known: Folded | undefined, of: ScheduleId): Promise<Folded> => {
    if (known === undefined) return foldedAnew(of);
    const events = await newerThan(known, of);
    const [first] = events;
    // The two streams are read one beside the other: what one read missed may belong before what the other one found.
    const isLate = first !== undefined && store.compare(first.position, known.position) < 0;
    return isLate ? foldedAnew(of) : withEvents(known, events);
  };
  return {
    load: async (of) => {
      const key = `${of.tenant}.${of.scheduleId}`;
      const folded = await brought(memory.get(key), of);
      const { kind, schedule, subjectVersion: version } = folded;
      if (schedule === undefined) return undefined;
      memory.put(key, folded);
      return { schedule, subject: { stream: `${kind}-${of.scheduleId}`, version } };
    },
  };
};
