import { caseAggregate, caseEvents } from '@etapp/domain';
import { decodeEvent, headerOf, type StoredEvent } from '@etapp/event-store';
import type { Actor, EventCatalogue, RecordedEvent, Text } from '@etapp/kernel';

import { type Change, changesBetween } from './flat.js';

/** One event of a case, and what it changed in the state that decisions rest on. */
export type Step = {
  readonly version: number;
  readonly position: string;
  readonly id: string;
  readonly type: string;
  /** Undefined for a type that only a newer release knows. */
  readonly text: Text | undefined;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly command: string;
  /** Personal values are closed boxes. */
  readonly data: unknown;
  readonly changes: readonly Change[];
};

type State = typeof caseAggregate.initial;

const catalogue: EventCatalogue = caseEvents;

/** The slices that rules read; what was stated under which id is memory of repetition. */
const shown = ({ stated: _stated, ...slices }: State): object => slices;

const stepOf = (stored: StoredEvent, event: RecordedEvent | undefined, changes: readonly Change[]): Step => {
  const { occurredAt, actor, command } = headerOf(stored);
  const { version, position, id, type, recordedAt } = stored;
  const text = event === undefined ? undefined : catalogue[type]?.text;
  return { version, position, id, type, text, occurredAt, recordedAt, actor, command, data: event?.data, changes };
};

/** Folds a case event by event, in the order in which it became known. Throws UndecodableEvent, ImpossibleStep. */
export const stepsOf = (history: readonly StoredEvent[]): readonly Step[] => {
  let state = caseAggregate.initial;
  return history.map((stored) => {
    const event = decodeEvent(catalogue, stored);
    if (event === undefined) return stepOf(stored, undefined, []);
    const before = state;
    state = caseAggregate.evolve(state, event);
    return stepOf(stored, event, changesBetween(shown(before), shown(state)));
  });
};
