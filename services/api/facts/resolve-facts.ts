import type { ResolvedFacts } from '@etapp/command-engine';

import type { CommandRoute } from '../catalogue.js';
import type { FactParts, FactQuestion, Resolver, ResolverParts } from './fact-question.js';
import { foreignStreams } from './foreign-streams.js';
import { identityFacts } from './identity-facts.js';
import { openCaseFacts } from './open-case-facts.js';
import { peopleFacts } from './people-facts.js';
import { unitFacts } from './unit-facts.js';

/** Foreign facts, and what is left to do once the command has had its effect. */
type Resolved = ResolvedFacts & { readonly afterwards: () => Promise<void> };

/** Brings the foreign facts that a command declares. Throws for a fact that nobody resolves: the service must not start. */
export const factResolver = (parts: FactParts) => {
  const withStreams: ResolverParts = { ...parts, foreign: foreignStreams(parts.states, () => performance.now()) };
  const resolvers: Readonly<Record<string, Resolver>> = {
    ...unitFacts(withStreams),
    ...peopleFacts(withStreams),
    ...openCaseFacts(withStreams),
    ...identityFacts(withStreams),
  };
  return async (route: CommandRoute, question: Omit<FactQuestion, 'today'>): Promise<Resolved> => {
    const today = parts.today(parts.now());
    const resolved = await Promise.all(
      Object.entries(route.entry.facts).map(async ([as, { name }]) => {
        const resolve = resolvers[name];
        if (resolve === undefined) throw new Error(`nobody resolves the fact ${name}`);
        return { as, ...(await resolve({ ...question, today })) };
      }),
    );
    const claimed = async (): Promise<object> => {
      const values: Record<string, unknown> = {};
      for (const { as, value, claim } of resolved) values[as] = claim === undefined ? value : await claim();
      return values;
    };
    return {
      facts: Object.fromEntries(resolved.map(({ as, value }) => [as, value])),
      versions: Object.fromEntries(resolved.flatMap(({ versions = {} }) => Object.entries(versions))),
      claim: resolved.some(({ claim }) => claim !== undefined) ? claimed : undefined,
      afterwards: async () => {
        for (const { afterwards } of resolved) await afterwards?.();
      },
    };
  };
};

/** Brings the facts of one command. */
export type FactResolver = ReturnType<typeof factResolver>;
