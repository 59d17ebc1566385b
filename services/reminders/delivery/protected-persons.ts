import { streamStates } from '@etapp/command-engine';
import { personAggregate } from '@etapp/domain';
import { type EventStore, headerOf } from '@etapp/event-store';
import type { RecordedEvent } from '@etapp/kernel';

/** Nobody knows whom an event is about, so nobody outside is told of it. */
class UnknownSubject extends Error {
  override readonly name = 'UnknownSubject';
}

/**
 * Whether an event is about somebody whose identity is protected now, in any grade; the grade when it happened does not
 * matter. Throws UnknownSubject, and what the store throws: what cannot be judged does not leave.
 */
export type ProtectedJudge = (event: RecordedEvent) => Promise<boolean>;

const rememberedPersons = 2_000;

const personOf = async (store: EventStore, { stream, subjectId }: RecordedEvent): Promise<string | undefined> => {
  const { category, tenant, id } = stream;
  if (category === 'person') return id;
  if (category === 'reminders') {
    const [first] = await store.readStream({ category: 'case', tenant, id }, 1);
    // Reminders without a case are about the person whose id their stream has.
    return first === undefined ? id : required(headerOf(first).subjectId);
  }
  return category === 'case' ? required(subjectId) : undefined;
};

const required = (subjectId: string | undefined): string => {
  if (subjectId === undefined) throw new UnknownSubject('an event about a case names nobody');
  return subjectId;
};

/** Judges by the persons' own streams, whose newest events are asked for each time. */
export const protectedJudge = (store: EventStore): ProtectedJudge => {
  const states = streamStates(store, rememberedPersons);
  return async (event) => {
    const personId = await personOf(store, event);
    if (personId === undefined) return false;
    const { tenant } = event.stream;
    const { state } = await states.load(personAggregate, { category: 'person', tenant, id: personId });
    return state.protection.level !== 'none';
  };
};
