import type { CommandCatalogue, CommandContext, CommandOf, ContextOf } from './command.js';
import type { EventCatalogue, EventEntry, NewEvent, Recorded, RecordedEvent } from './event.js';
import { commonRejections, Rejection } from './rejection.js';
import { alreadyStated, rememberFact, statedIds, type StatedFacts } from './stated-facts.js';
import type { Instant } from './time.js';

/** How one slice of state follows from events: one entry per event type, no default branch. */
export type FoldOf<S, E extends EventCatalogue> = {
  readonly initial: S;
  readonly on: { readonly [K in keyof E & string]: (state: S, event: Recorded<E, K>) => S };
};

/** One decision per command: state, command and context in, facts out; an empty list means that it was already so. */
export type DecisionsOf<S, C, E extends EventCatalogue> = {
  readonly [K in keyof C]: (state: S, command: CommandOf<C[K]>, context: ContextOf<C[K]>) => readonly NewEvent<E>[];
};

type AnyFold = { readonly initial: unknown; readonly on: Readonly<Record<string, unknown>> };
type Folds = Readonly<Record<string, AnyFold>>;

/** The state that a set of folds makes, slice by slice, and the facts stated so far. */
export type StateOf<F extends Folds> = { readonly [K in keyof F]: F[K]['initial'] } & { readonly stated: StatedFacts };

/** A decided fact with the time it happened. */
export type DecidedEvent = NewEvent<EventCatalogue> & { readonly occurredAt: Instant };

type Definition<Category extends string, E extends EventCatalogue, C, F extends Folds> = {
  readonly category: Category;
  readonly events: E;
  readonly commands: C;
  readonly folds: F;
  readonly decisions: { readonly [K in keyof C]: unknown };
  /** Refuses what no decision of this aggregate may do now, such as acting on a closed case. */
  readonly guard?: (state: StateOf<F>, name: string, context: CommandContext) => void;
  /** When a decided fact happened. Rejects times that cannot be. */
  readonly occurredAt: (
    fact: { readonly state: StateOf<F>; readonly event: NewEvent<EventCatalogue>; readonly entry: EventEntry },
    context: CommandContext,
  ) => Instant;
};

/** A parsed command and its name in the catalogue. */
export type NamedCommand = { readonly name: string; readonly body: object };

/** An aggregate: one stream's events, commands, folds and decisions, composed of topics. */
export type Aggregate<Category extends string = string, State = unknown> = {
  readonly category: Category;
  readonly events: EventCatalogue;
  readonly commands: CommandCatalogue;
  readonly initial: State;
  /** State after one more event. Throws on an unknown type and on an impossible step. */
  evolve(state: State, event: RecordedEvent): State;
  /** The facts that a command leads to; none if it was already so. Throws a rejection; an undeclared code is a defect. */
  decide(state: State, command: NamedCommand, context: CommandContext): readonly DecidedEvent[];
};

type Handler = (state: unknown, event: RecordedEvent) => unknown;
type Decide = (state: unknown, command: object, context: CommandContext) => readonly NewEvent<EventCatalogue>[];

const handlersByType = (folds: Folds): Map<string, [slice: string, handler: Handler][]> => {
  const byType = new Map<string, [string, Handler][]>();
  for (const [slice, fold] of Object.entries(folds)) {
    for (const [type, handler] of Object.entries(fold.on)) {
      byType.set(type, [...(byType.get(type) ?? []), [slice, handler as Handler]]);
    }
  }
  return byType;
};

const onlyDeclared = <T>(name: string, rejects: readonly string[], decide: () => T): T => {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Rejection && ![...commonRejections, ...rejects].includes(error.code)) {
      throw new Error(`${name} refused with ${error.code}, which its catalogue entry does not list`, { cause: error });
    }
    throw error;
  }
};

const evolver = <F extends Folds>(definition: {
  category: string;
  events: EventCatalogue;
  commands: CommandCatalogue;
  folds: F;
}) => {
  const { category, events } = definition;
  const handlers = handlersByType(definition.folds);
  const ids = statedIds(definition.commands);
  return (state: StateOf<F>, event: RecordedEvent): StateOf<F> => {
    if (!(event.type in events)) throw new Error(`unknown event type ${event.type} in a ${category} stream`);
    const next: Record<string, unknown> = { ...state, stated: rememberFact(state.stated, ids, event) };
    for (const [slice, handler] of handlers.get(event.type) ?? []) next[slice] = handler(next[slice], event);
    return next as StateOf<F>;
  };
};

/** Composes topics into one aggregate. */
export const defineAggregate = <
  const Category extends string,
  E extends EventCatalogue,
  C extends CommandCatalogue,
  F extends Folds,
>(
  definition: Definition<Category, E, C, F>,
): Aggregate<Category, StateOf<F>> => {
  const { category, events, commands, folds, guard } = definition;
  const decisions = definition.decisions as unknown as Readonly<Record<string, Decide | undefined>>;
  const slices = Object.entries(folds).map(([slice, fold]) => [slice, fold.initial]);

  const decide: Aggregate<Category, StateOf<F>>['decide'] = (state, { name, body }, context) => {
    const [entry, decision] = [commands[name], decisions[name]];
    if (entry === undefined || decision === undefined) throw new Error(`unknown command ${name} for a ${category}`);
    return onlyDeclared(name, entry.rejects, () => {
      if (alreadyStated(state.stated, entry, body)) return [];
      guard?.(state, name, context);
      return decision(state, body, context).map((event) => {
        const eventEntry = events[event.type];
        if (eventEntry === undefined) throw new Error(`${name} decided on unknown event ${event.type}`);
        return { ...event, occurredAt: definition.occurredAt({ state, event, entry: eventEntry }, context) };
      });
    });
  };
  return {
    category,
    events,
    commands,
    initial: { ...Object.fromEntries(slices), stated: undefined } as StateOf<F>,
    evolve: evolver({ category, events, commands, folds }),
    decide,
  };
};
