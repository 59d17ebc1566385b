import type { z } from 'zod';

import type { Actor, Text } from './event.js';
import type { Instant, LocalDate } from './time.js';

/** A fact from another stream that a decision needs; the engine brings it and records its version. */
export type Fact<Name extends string = string, S extends z.ZodType = z.ZodType> = {
  readonly name: Name;
  readonly schema: S;
};

/** Declares a foreign fact, such as the unit's settings in force. */
export const defineFact = <Name extends string, S extends z.ZodType>(name: Name, schema: S): Fact<Name, S> => ({
  name,
  schema,
});

/**
 * A body that is accepted in the state left by `after`; documentation shows it and a suite runs it. `at` moves the clock;
 * `by` is the user who does it where it must not be the one who did what came before.
 */
export type Example<Body extends z.ZodObject = z.ZodObject> = {
  readonly after?: readonly string[];
  readonly at?: string;
  readonly by?: string;
  readonly body: z.input<Body>;
};

/** A catalogue entry for one intention. Route, validation, documentation and forms are generated from it. */
export type CommandEntry<
  Body extends z.ZodObject = z.ZodObject,
  Rejects extends readonly string[] = readonly string[],
  Facts extends Readonly<Record<string, Fact>> = Readonly<Record<string, Fact>>,
> = {
  readonly body: Body;
  /** `required` where the meaning depends on what the person saw. */
  readonly ifMatch: 'required' | 'optional';
  readonly policy: string;
  readonly rejects: Rejects;
  readonly facts: Facts;
  /** The first command of a stream: the field of the body that becomes the stream's id. */
  readonly creates?: string;
  /**
   * The new fact that the command states under an id chosen by the caller: the same id with the same content changes
   * nothing, with other (or personal, hence incomparable) content it is `same-id-other-content`.
   */
  readonly states?: { readonly event: string; readonly id: string };
  /** Given by a program of the service and by nobody else: it has no route. People give the others. */
  readonly givenBy?: 'service';
  readonly text: Text;
  readonly example: Example<Body>;
};

type Declaration<B extends z.ZodObject, R extends readonly string[], F extends Readonly<Record<string, Fact>>> = {
  readonly body: B;
  readonly ifMatch?: 'required' | 'optional';
  readonly policy: string;
  readonly rejects?: R;
  readonly facts?: F;
  readonly creates?: keyof z.output<B> & string;
  readonly states?: { readonly event: string; readonly id: keyof z.output<B> & string };
  readonly givenBy?: 'service';
  readonly text: Text;
  readonly example: Example<B>;
};

/** Declares one command; `ifMatch` is optional, `rejects` and `facts` are empty unless stated. */
export const command = <
  B extends z.ZodObject,
  const R extends readonly string[] = readonly [],
  F extends Readonly<Record<string, Fact>> = Record<never, Fact>,
>(
  declaration: Declaration<B, R, F>,
): CommandEntry<B, R, F> => ({
  ifMatch: 'optional',
  ...declaration,
  rejects: declaration.rejects ?? ([] as unknown as R),
  facts: declaration.facts ?? ({} as F),
});

/** Commands by name. */
export type CommandCatalogue = Readonly<Record<string, CommandEntry>>;

/** Declares the intentions of a topic; a command's route is its name in kebab-case. */
export const defineCommands = <T extends Readonly<Record<string, object>>>(commands: T & CommandCatalogue): T =>
  commands;

type FactsOf<F> = { readonly [K in keyof F]: F[K] extends Fact<string, infer S> ? z.output<S> : never };

/** What arrives with every command: the moment, the local day, who asks, and the foreign facts it declared. */
export type CommandContext<F = object> = {
  readonly now: Instant;
  readonly today: LocalDate;
  readonly actor: Actor;
  /** When it happened, as the caller states it; an event's own field for that wins. */
  readonly occurredAt?: Instant | undefined;
  readonly facts: F;
};

/** A command as a decision sees it: its body, personal values boxed. */
export type CommandOf<C> = C extends { readonly body: infer B extends z.ZodObject } ? z.output<B> : never;

/** The context of one command: the foreign facts are those that its entry declares. */
export type ContextOf<C> = C extends { readonly facts: infer F } ? CommandContext<FactsOf<F>> : never;
