import { derivedId, type Engine, execute, type Executed } from '@etapp/command-engine';
import type { Actor } from '@etapp/kernel';

import { commandRoutes } from '../catalogue.js';
import { factsOfOne } from '../facts/facts-of-one.js';
import type { FactResolver } from '../facts/resolve-facts.js';
import { subjectIn } from './subject-in.js';
import { withOccurrence } from './with-occurrence.js';

/** A command given from inside the deployment: by the seeder, or an operator who sets up the first unit and staff. */
export type InsideCommand = {
  readonly tenant: string;
  readonly actor: Actor;
  readonly name: string;
  /** The stream's id; for a first command it must be that of the body. */
  readonly id: string;
  readonly body: object;
  /** Makes it safe to repeat. */
  readonly key: string;
};

/**
 * Gives commands without HTTP, past policies but through every rule: the same parsing, facts, decision, sealing and
 * append. The version seen is always the newest.
 */
export const insideCommands = (engine: Engine, resolveFacts: FactResolver) => {
  const routes = new Map(commandRoutes.map((route) => [route.name, route]));
  return async ({ tenant, actor, name, id, body: stated, key }: InsideCommand): Promise<Executed> => {
    const route = routes.get(name);
    if (route === undefined) throw new Error(`no command is named ${name}`);
    const { occurredAt, ...body } = withOccurrence(route.entry.body).parse(stated);
    const { aggregate } = route;
    const stream = { category: aggregate.category, tenant, id };
    const { version } = await engine.states.load(aggregate, stream);
    const facts = factsOfOne(resolveFacts);
    const executed = await execute<unknown>(engine, {
      aggregate,
      stream,
      name,
      body,
      commandId: derivedId('inside', tenant, actor.userId, name, id, key),
      correlationId: derivedId('inside-correlation', tenant, name, id, key),
      occurredAt: typeof occurredAt === 'string' ? occurredAt : undefined,
      ifMatch: version,
      authorise: async () => ({ rule: 'inside-deployment', version: 1, actor }),
      resolveFacts: ({ state, version: folded }) =>
        facts.resolve(route, { tenant, stream, state, version: folded, body }),
      subjectOf: (state, command) => subjectIn(aggregate.category, state, command),
    });
    return facts.settle(executed);
  };
};

/** Gives commands from inside the deployment. */
export type InsideCommands = ReturnType<typeof insideCommands>;
