import { Box } from './box.js';
import type { CommandCatalogue, CommandEntry } from './command.js';
import type { RecordedEvent } from './event.js';
import { reject } from './rejection.js';

/**
 * The facts that callers stated under ids of their own, the newest first: event data by type and id. A list, so that a
 * long stream costs nothing more per event.
 */
export type StatedFacts =
  { readonly key: string; readonly data: Readonly<Record<string, unknown>>; readonly before: StatedFacts } | undefined;

const keyOf = (type: string, id: unknown): string => `${type}/${String(id)}`;

/** The id fields of the event types that commands state facts with. */
export const statedIds = (commands: CommandCatalogue): ReadonlyMap<string, string> =>
  new Map(Object.values(commands).flatMap(({ states }) => (states === undefined ? [] : [[states.event, states.id]])));

/** Remembers a stated fact. */
export const rememberFact = (
  facts: StatedFacts,
  ids: ReadonlyMap<string, string>,
  event: RecordedEvent,
): StatedFacts => {
  const id = ids.get(event.type);
  return id === undefined ? facts : { key: keyOf(event.type, event.data[id]), data: event.data, before: facts };
};

const factAt = (facts: StatedFacts, key: string): Readonly<Record<string, unknown>> | undefined => {
  for (let fact = facts; fact !== undefined; fact = fact.before) if (fact.key === key) return fact.data;
  return undefined;
};

/** Whether two values say the same; a closed box equals nothing, not even itself. */
const same = (a: unknown, b: unknown): boolean => {
  if (a instanceof Box || b instanceof Box) return false;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same(Reflect.get(a, key), Reflect.get(b, key)));
};

const differing = (entry: CommandEntry, known: Readonly<Record<string, unknown>>, body: object): string[] =>
  Object.keys(entry.body.shape).filter((field) => !same(known[field], Reflect.get(body, field)));

/** True if the fact already stands with this content. Rejects with `same-id-other-content` if it stands with another. */
export const alreadyStated = (facts: StatedFacts, entry: CommandEntry, body: object): boolean => {
  if (entry.states === undefined) return false;
  const id: unknown = Reflect.get(body, entry.states.id);
  const known = factAt(facts, keyOf(entry.states.event, id));
  if (known === undefined) return false;
  const fields = differing(entry, known, body);
  if (fields.length > 0) reject('same-id-other-content', { id: String(id), fields });
  return true;
};
