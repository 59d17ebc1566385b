import type { Caller, Policy } from '@etapp/access';
import { derivedId, type CommandRequest, type Engine, type Executed, StaleVersion } from '@etapp/command-engine';
import { isIdempotencyKey, parseIfMatch } from '@etapp/http';
import type { StreamId } from '@etapp/kernel';
import { tracedAggregate, type Tracing } from '@etapp/telemetry';
import type { CommandBus } from '@nestjs/cqrs';
import { validate } from 'uuid';

import type { CommandRoute } from '../catalogue.js';
import { deputyLookup } from '../facts/deputy-lookup.js';
import { factsOfOne } from '../facts/facts-of-one.js';
import type { FactResolver } from '../facts/resolve-facts.js';
import { parseJsonBody } from '../json-body.js';
import { faultsOfIssues } from '../problems/faults.js';
import { refuseParameters } from '../problems/refuse-parameters.js';
import { isStorageFull } from '../outage.js';
import { ProblemError } from '../problems/problem-error.js';
import { actorOf, checkRelation, checkRoute, requirePolicy } from './authorisation.js';
import { messageOf } from './command-messages.js';
import { staleVersionProblem } from './events-since.js';
import type { Keyed, Receipts } from './receipts.js';
import { relationOf } from './relation.js';
import { subjectIn } from './subject-in.js';
import { underWay, type UnderWay } from './under-way.js';
import { withOccurrence } from './with-occurrence.js';

/** A command as HTTP brings it: nothing in it has been checked but the token. */
export type IncomingCommand = {
  readonly caller: Caller;
  readonly correlationId: string;
  /** Query parameters; a command knows none. */
  readonly parameters: unknown;
  /** The stream's id in the path; undefined where the body names it. */
  readonly id: string | undefined;
  readonly body: unknown;
  readonly idempotencyKey: string | undefined;
  readonly ifMatch: string | undefined;
};

type Parsed = { readonly body: Readonly<Record<string, unknown>>; readonly occurredAt: string | undefined };

const parseBody = (route: CommandRoute, text: unknown): Parsed => {
  const sent = parseJsonBody(text);
  const parsed = withOccurrence(route.entry.body).safeParse(sent);
  if (!parsed.success) {
    const errors = faultsOfIssues(parsed.error.issues, sent);
    const onlyUnknown = errors.every(({ code }) => code === 'unknown-field');
    throw new ProblemError(onlyUnknown ? 'unknown-field' : 'invalid-body', { errors });
  }
  const { occurredAt, ...body } = parsed.data;
  return { body, occurredAt: typeof occurredAt === 'string' ? occurredAt : undefined };
};

const streamIdOf = (route: CommandRoute, incoming: IncomingCommand, body: Parsed['body']): string => {
  const id = route.creates === undefined ? incoming.id : body[route.creates];
  if (typeof id !== 'string' || !validate(id)) throw new ProblemError('not-found');
  return id.toLowerCase();
};

/** The full path, part of the identity of the effect, as it is written however it was sent. */
const pathOf = (route: CommandRoute, id: string): string => `/v1${route.path.replace(/\{\w+\}/, id)}`;

const versionOf = (ifMatch: string | undefined): number | '*' | undefined => {
  const wanted = parseIfMatch(ifMatch);
  // A tag that is not ours matches no version.
  return wanted === 'never' ? -1 : wanted;
};

/** What the service is made of. */
export type CommandParts = {
  readonly engine: Engine;
  readonly bus: CommandBus;
  readonly receipts: Receipts;
  readonly resolveFacts: FactResolver;
  readonly tracing: Tracing;
  /** Whether a person's identity is protected today. */
  readonly isProtected: (tenant: string, personId: string) => Promise<boolean>;
  /** Whether a caller may know of a person whose identity is protected. */
  readonly mayKnowPerson: (caller: Caller, personId: string) => Promise<boolean>;
  /** The local day now. */
  readonly today: () => string;
};

/** A command whose caller may use the route and whose body fits: what its stream is asked with. */
type Call = {
  readonly route: CommandRoute;
  readonly policy: Policy;
  readonly incoming: IncomingCommand;
  readonly parsed: Parsed;
  readonly stream: StreamId;
  readonly commandId: string;
  readonly keyed: Keyed;
};

const toCall = (route: CommandRoute, incoming: IncomingCommand): Call => {
  const { caller, idempotencyKey = '', parameters } = incoming;
  const policy = requirePolicy(route.entry.policy);
  checkRoute(policy, caller);
  refuseParameters(parameters);
  const parsed = parseBody(route, incoming.body);
  const { tenant } = caller;
  const stream = { category: route.aggregate.category, tenant, id: streamIdOf(route, incoming, parsed.body) };
  const commandId = derivedId('command', tenant, caller.userId, 'POST', pathOf(route, stream.id), idempotencyKey);
  const keyed = { tenant, commandId, body: String(incoming.body) };
  return { route, policy, incoming, parsed, stream, commandId, keyed };
};

/** A protected person is not found by those who may not know of them. Persons have no unit of their own to be judged on. */
const checkPerson = async ({ isProtected, mayKnowPerson }: CommandParts, { route, incoming, stream }: Call) => {
  if (stream.category !== 'person' || route.creates !== undefined) return;
  const hidden = (await isProtected(stream.tenant, stream.id)) && !(await mayKnowPerson(incoming.caller, stream.id));
  if (hidden) throw new ProblemError('not-found');
};

type Service = CommandParts & { readonly trying: UnderWay };

/** Judges need to know, then the key: whoever may not know of a stream learns nothing of what was done to it. */
const authoriser = (parts: Service, call: Call): CommandRequest<unknown>['authorise'] => {
  const { receipts, isProtected, today } = parts;
  const { route, policy, incoming, parsed, keyed } = call;
  const { caller, idempotencyKey } = incoming;
  const deputyOf = deputyLookup(parts.engine.states);
  const hasKey = isIdempotencyKey(idempotencyKey);
  const recalled = hasKey ? receipts.recall(keyed) : Promise.resolve(undefined);
  // Judged only after need to know; until then its failure is nobody's business.
  recalled.catch(() => undefined);
  return async ({ state, version }) => {
    if (route.creates === undefined && version === 0) throw new ProblemError('not-found');
    const on = today();
    const { relation, personId, unitId, staff } = await relationOf(route, state, {
      ...{ body: parsed.body, userId: caller.userId, today: on },
      deputyOfAbsent: (userId) => deputyOf(caller.tenant, userId, on),
    });
    const related =
      relation === undefined
        ? undefined
        : { ...relation, protected: personId !== undefined && (await isProtected(caller.tenant, personId)) };
    await checkPerson(parts, call);
    const permit = checkRelation(policy, caller, { relation: related, unitId, staff });
    if (!hasKey) throw new ProblemError('idempotency-key-missing');
    const first = await recalled;
    if (first !== undefined) throw new AnsweredBefore(first);
    parts.trying.begin(call.commandId, call);
    return { rule: permit.rule, version: permit.version, actor: actorOf(caller, permit) };
  };
};

const requestOf = (parts: Service, call: Call): CommandRequest<unknown> => {
  const { route, incoming, parsed, stream, commandId } = call;
  const { body, occurredAt } = parsed;
  return {
    aggregate: tracedAggregate(parts.tracing, route.aggregate),
    stream,
    name: route.name,
    body,
    commandId,
    correlationId: incoming.correlationId,
    occurredAt,
    ifMatch: versionOf(incoming.ifMatch),
    authorise: authoriser(parts, call),
    resolveFacts: ({ state, version }) =>
      parts.resolveFacts(route, { tenant: stream.tenant, stream, state, version, body }),
    subjectOf: (state, command) => subjectIn(route.aggregate.category, state, command),
  };
};

/**
 * Takes a command through its checks in their fixed order: role on the route, body, existence, need to know, idempotency
 * key, version, rules; an answer never reveals more than the step reached.
 */
export const commandService = (parts: CommandParts) => {
  const trying = underWay();
  return {
    execute: async (route: CommandRoute, incoming: IncomingCommand): Promise<Executed> => {
      const call = toCall(route, incoming);
      const { resolve: resolveFacts, settle } = factsOfOne(parts.resolveFacts);
      try {
        const request = requestOf({ ...parts, resolveFacts, trying }, call);
        const executed = await settle(await parts.bus.execute(messageOf(request)));
        // The effect stands whether or not its receipt is kept.
        await parts.receipts.remember(call.keyed, executed).catch(() => undefined);
        return executed;
      } catch (error) {
        if (error instanceof AnsweredBefore) return error.first;
        throw await problemOf(parts, call, error);
      } finally {
        trying.end(call.commandId, call);
      }
    },
  };
};

/** What a failed command is answered with. */
const problemOf = async ({ engine }: CommandParts, { route, stream }: Call, error: unknown): Promise<unknown> => {
  if (isStorageFull(error)) return new ProblemError('storage-full', {}, { cause: error });
  if (!(error instanceof StaleVersion)) return error;
  // Nobody has judged whether the caller may know of a stream that the body names.
  return route.creates === undefined
    ? staleVersionProblem(engine.store, stream, error)
    : new ProblemError('stale-version');
};

/** Not a failure: the first answer to this key, found once the caller was judged again. */
class AnsweredBefore extends Error {
  constructor(readonly first: Executed) {
    super('answered before');
  }
}

/** Executes commands that come in over HTTP. */
export type CommandService = ReturnType<typeof commandService>;
