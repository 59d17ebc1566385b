import { streamStates } from '@etapp/command-engine';
import { personAggregate } from '@etapp/domain';
import { type EventStore, headerOf } from '@etapp/event-store';
import type { Aggregate, RecordedEvent } from '@etapp/kernel';

/** Nobody knows whom an event is about, so nobody outside is told of it. */
class UnknownSubject extends Error {
  override readonly name = 'UnknownSubject';
}

/**
 * Whether an event may not leave: it is about somebody whose identity is protected now, in any grade, or was when it was
 * recorded or happened, or it tells by itself that somebody's was. Throws UnknownSubject, and what the store throws: what
 * cannot be judged does not leave.
 */
export type ProtectedJudge = (event: RecordedEvent) => Promise<boolean>;

const rememberedPersons = 2_000;

const required = (subjectId: string | undefined): string => {
  if (subjectId === undefined) throw new UnknownSubject('an event about a case names nobody');
  return subjectId;
};

/**
 * Reminders without a case are about a person, and of a person nothing is reminded but that a protection be checked: the
 * stream itself would tell.
 */
const tellsProtection = Symbol('tells protection');

const personOf = async (
  store: EventStore,
  { stream, subjectId }: RecordedEvent,
): Promise<string | typeof tellsProtection | undefined> => {
  const { category, tenant, id } = stream;
  if (category === 'person') return id;
  if (category === 'reminders') {
    const [first] = await store.readStream({ category: 'case', tenant, id }, 1);
    return first === undefined ? tellsProtection : required(headerOf(first).subjectId);
  }
  return category === 'case' ? required(subjectId) : undefined;
};

/** One end of a protected period: the event that began or ended it. */
type End = Pick<RecordedEvent, 'position' | 'recordedAt'>;
/** From when to when somebody's identity was protected; it is where no end is known. */
type Period = { readonly from: End; readonly to?: End };

const withEvent = (periods: readonly Period[], { type, position, recordedAt }: RecordedEvent): readonly Period[] => {
  const last = periods.at(-1);
  const isProtected = last !== undefined && last.to === undefined;
  if (type === 'ProtectedIdentityRecorded' && !isProtected) return [...periods, { from: { position, recordedAt } }];
  if (type === 'ProtectedIdentityLifted' && isProtected)
    return [...periods.slice(0, -1), { ...last, to: { position, recordedAt } }];
  return periods;
};

/** A person's stream, folded to the periods of protection. It decides nothing. */
const protectedPeriods: Aggregate<'person', readonly Period[]> = {
  ...{ category: 'person', events: personAggregate.events, commands: {}, initial: [] },
  evolve: withEvent,
  decide: () => [],
};

/** Recorded in the period, by the log's order, or stated to have happened in it. */
const fallsIn =
  (store: EventStore, { position, occurredAt }: RecordedEvent) =>
  ({ from, to }: Period): boolean => {
    if (to === undefined) return true;
    const wasRecorded = store.compare(position, from.position) >= 0 && store.compare(position, to.position) <= 0;
    return wasRecorded || (occurredAt >= from.recordedAt && occurredAt <= to.recordedAt);
  };

/** Judges by the persons' own streams, whose newest events are asked for each time. */
export const protectedJudge = (store: EventStore): ProtectedJudge => {
  const states = streamStates(store, rememberedPersons);
  return async (event) => {
    const personId = await personOf(store, event);
    if (personId === undefined) return false;
    if (personId === tellsProtection) return true;
    const { tenant } = event.stream;
    const { state } = await states.load(protectedPeriods, { category: 'person', tenant, id: personId });
    return state.some(fallsIn(store, event));
  };
};
