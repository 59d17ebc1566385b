import type { ResolvedFacts, StreamStates } from '@etapp/command-engine';
import type { BlindIndex } from '@etapp/privacy';
import type { StreamId } from '@etapp/kernel';

import type { CommandRoute } from '../catalogue.js';
import type { Claims } from '../commands/claims.js';
import { type ForeignStreams, foreignStreams } from './foreign-streams.js';
import { identityFacts } from './identity-facts.js';
import { openCaseFacts } from './open-case-facts.js';
import { peopleFacts } from './people-facts.js';
import { unitFacts } from './unit-facts.js';

/** What a fact is resolved from: the command, and the stream it is for. */
export type FactQuestion = {
  readonly tenant: string;
  readonly stream: StreamId;
  readonly state: unknown;
  readonly body: Readonly<Record<string, unknown>>;
  /** The local day of the command. */
  readonly today: string;
};

/** A fact's value, and the streams it came from with the versions that were seen. */
export type Resolution = { readonly value: unknown; readonly versions?: Readonly<Record<string, number>> };

/** Resolves one kind of fact. */
export type Resolver = (question: FactQuestion) => Promise<Resolution>;

/** What resolvers are made of. */
export type FactParts = {
  readonly states: StreamStates;
  readonly claims: Claims;
  readonly index: BlindIndex;
  readonly countOpenCases: (tenant: string, userId: string) => Promise<number>;
  readonly now: () => string;
  readonly today: (now: string) => string;
};

/** The same, with the foreign streams at hand. */
export type ResolverParts = FactParts & { readonly foreign: ForeignStreams };

/** Brings the foreign facts that a command declares. Throws for a fact that nobody resolves: the service must not start. */
export const factResolver = (parts: FactParts) => {
  const withStreams: ResolverParts = { ...parts, foreign: foreignStreams(parts.states, () => performance.now()) };
  const resolvers: Readonly<Record<string, Resolver>> = {
    ...unitFacts(withStreams),
    ...peopleFacts(withStreams),
    ...openCaseFacts(withStreams),
    ...identityFacts(withStreams),
  };
  return async (route: CommandRoute, question: Omit<FactQuestion, 'today'>): Promise<ResolvedFacts> => {
    const today = parts.today(parts.now());
    const resolved = await Promise.all(
      Object.entries(route.entry.facts).map(async ([as, { name }]) => {
        const resolve = resolvers[name];
        if (resolve === undefined) throw new Error(`nobody resolves the fact ${name}`);
        return { as, ...(await resolve({ ...question, today })) };
      }),
    );
    return {
      facts: Object.fromEntries(resolved.map(({ as, value }) => [as, value])),
      versions: Object.assign({}, ...resolved.map(({ versions }) => versions)),
    };
  };
};

/** Brings the facts of one command. */
export type FactResolver = ReturnType<typeof factResolver>;
