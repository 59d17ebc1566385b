import { expect } from '@jest/globals';
import {
  type Actor,
  type Aggregate,
  type CommandContext,
  contentOf,
  type DecidedEvent,
  mapBoxes,
  type RecordedEvent,
  Rejection,
} from '@etapp/kernel';

/** An event as a spec writes it: plaintext where the schema boxes; `at` is when it was recorded. */
export type GivenEvent = { readonly type: string; readonly data: object; readonly at?: string };

/** What a spec sets for one command; the rest has defaults. Facts are merged over the default facts. */
export type When = {
  readonly at?: string;
  readonly actor?: Partial<Actor>;
  readonly facts?: object;
  readonly occurredAt?: string;
};

/** What holds in a spec unless it says otherwise. `today` gives the local day of an instant. */
export type Defaults = {
  readonly now: string;
  readonly today: (now: string) => string;
  readonly actor: Actor;
  readonly facts: object;
};

/** Shows personal values as `{ personal: plaintext }`, so that specs can compare them. */
export const reveal = (value: unknown): unknown =>
  mapBoxes(value, (box) => {
    const content = contentOf(box);
    return content.kind === 'plain' ? { personal: content.value } : { sealed: content.envelope };
  });

type Outcome = { readonly events: readonly DecidedEvent[] } | { readonly refused: Rejection };

const outcomeOf = (decide: () => readonly DecidedEvent[]): Outcome => {
  try {
    return { events: decide() };
  } catch (error) {
    if (error instanceof Rejection) return { refused: error };
    throw error;
  }
};

const contextOf = (defaults: Defaults, when: When): CommandContext => {
  const now = new Date(when.at ?? defaults.now).toISOString();
  return {
    now,
    today: defaults.today(now),
    actor: { ...defaults.actor, ...when.actor },
    facts: { ...defaults.facts, ...when.facts },
    ...(when.occurredAt === undefined ? {} : { occurredAt: when.occurredAt }),
  };
};

const tenant = '00000000-0000-7000-8000-000000000001';

const recorded = (
  aggregate: Aggregate,
  event: { readonly type: string; readonly data: object; readonly occurredAt?: string },
  place: { readonly version: number; readonly at: string; readonly actor: Actor },
): RecordedEvent => {
  const entry = aggregate.events[event.type];
  if (entry === undefined) throw new Error(`no event ${event.type} in the catalogue`);
  const recordedAt = new Date(place.at).toISOString();
  return {
    id: `00000000-0000-7000-8000-${String(place.version).padStart(12, '0')}`,
    type: event.type,
    data: entry.data.parse(event.data),
    stream: { category: aggregate.category, tenant, id: 'spec' },
    version: place.version,
    position: String(place.version),
    occurredAt: event.occurredAt ?? recordedAt,
    recordedAt,
    actor: place.actor,
    correlationId: 'spec',
    causationId: `spec-${place.version}`,
    command: 'Spec',
  };
};

const commandOf = <S>(aggregate: Aggregate<string, S>, name: string) => {
  const entry = aggregate.commands[name];
  if (entry === undefined) throw new Error(`no command ${name} in the catalogue`);
  return entry;
};

const verdictOn = (name: string, outcome: Outcome) => {
  const events = (): readonly DecidedEvent[] => {
    if ('refused' in outcome)
      throw new Error(`${name} was refused: ${outcome.refused.code}`, { cause: outcome.refused });
    return outcome.events;
  };
  return {
    /** The decided events, boxes closed. Throws if the command was refused. */
    events,
    /** Expects these facts and no others; `data` may name some of the fields, personal ones as plaintext in `personal`. */
    then: (
      ...expected: readonly { readonly type: string; readonly data?: object; readonly occurredAt?: string }[]
    ): void => {
      expect(events().map(({ type }) => type)).toEqual(expected.map(({ type }) => type));
      expect(events().map((event) => ({ ...event, data: reveal(event.data) }))).toMatchObject(expected);
    },
    /** Expects that nothing happened because it was already so. */
    nothing: (): void => expect(events()).toEqual([]),
    /** Expects a refusal with this code and, where stated, these details. */
    rejects: (code: string, details?: object): void => {
      const refusal = 'refused' in outcome ? outcome.refused : undefined;
      expect(refusal?.code ?? 'accepted').toBe(code);
      if (details !== undefined) expect(refusal?.details).toMatchObject(details);
    },
  };
};

/** A history in a spec, to add to and to decide on. */
export type History<S> = {
  readonly events: readonly RecordedEvent[];
  readonly state: () => S;
  readonly given: (...events: readonly GivenEvent[]) => History<S>;
  /** Adds what a command leads to. Throws if it is refused. */
  readonly and: (name: string, body: object, when?: When) => History<S>;
  readonly when: (name: string, body: object, when?: When) => ReturnType<typeof verdictOn>;
};

const historyOf = <S>(
  aggregate: Aggregate<string, S>,
  defaults: Defaults,
  events: readonly RecordedEvent[],
): History<S> => {
  const state = (): S => events.reduce((folded, event) => aggregate.evolve(folded, event), aggregate.initial);
  const decide = (name: string, body: object, when: When): readonly DecidedEvent[] => {
    const parsed = commandOf(aggregate, name).body.parse(body);
    return aggregate.decide(state(), { name, body: parsed }, contextOf(defaults, when));
  };
  const append = (
    added: readonly (GivenEvent & { occurredAt?: string })[],
    { at = defaults.now, actor = {} }: When = {},
  ): History<S> => {
    const by = { ...defaults.actor, ...actor };
    const rest = added.map((event, n) =>
      recorded(aggregate, event, { version: events.length + n + 1, at: event.at ?? at, actor: by }),
    );
    return historyOf(aggregate, defaults, [...events, ...rest]);
  };
  return {
    events,
    state,
    given: (...added) => append(added),
    and: (name, body, when = {}) => append(decide(name, body, when), when),
    when: (name, body, when = {}) =>
      verdictOn(
        name,
        outcomeOf(() => decide(name, body, when)),
      ),
  };
};

/**
 * Given/when/then for an aggregate. `given` starts from events, `after` from the catalogue's examples of the named
 * commands (with those they build on, each once); bodies and data are written in plaintext and parsed with the schemas.
 */
export const specificationOf = <S>(aggregate: Aggregate<string, S>, defaults: Defaults) => {
  const start = historyOf(aggregate, defaults, []);
  const example = (history: History<S>, name: string, chain: { now: string; done: string[] }): History<S> => {
    if (chain.done.includes(name)) return history;
    const { after = [], at, by, body } = commandOf(aggregate, name).example;
    const before = after.reduce((earlier, previous) => example(earlier, previous, chain), history);
    if (at !== undefined && new Date(at) > new Date(chain.now)) chain.now = at;
    chain.done.push(name);
    return before.and(name, body, { at: chain.now, ...(by === undefined ? {} : { actor: { userId: by } }) });
  };
  return {
    given: start.given,
    after: (...names: readonly string[]): History<S> => {
      const chain = { now: defaults.now, done: [] };
      return names.reduce((history, name) => example(history, name, chain), start);
    },
  };
};
