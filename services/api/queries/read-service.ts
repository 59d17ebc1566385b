import type { Caller } from '@etapp/access';
import type { EventStore, Position } from '@etapp/event-store';
import { type Cursors, etagOf } from '@etapp/http';
import type { Opener } from '@etapp/privacy';
import { type PositionWaiter, readSnapshot, type Snapshot } from '@etapp/projection-engine';
import type { Pool } from 'pg';

import { checkRoute, requirePolicy } from '../commands/authorisation.js';
import { ProblemError } from '../problems/problem-error.js';
import { behindMs } from './behind.js';
import { isList, type ListAnswer, type Query } from './define-query.js';
import { fewAtATime } from './few-at-a-time.js';
import { openAnswer } from './open-answer.js';
import { parseQuery, type ParsedQuery } from './parse-query.js';
import type { Moment } from './moment.js';
import { parsePast, pastMoment } from './past.js';
import { readerOf } from './reader-of.js';
import { requirePosition } from './require-position.js';
import { markStale } from './stale.js';
import { untilGone } from './until-gone.js';

/** A question as HTTP brings it; nothing in it has been checked but the token. */
export type IncomingQuery = {
  readonly caller: Caller;
  /** Query and path parameters as sent. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly waitFor?: string | undefined;
  /** Aborts when the client hangs up. */
  readonly gone: AbortSignal;
};

/** A body to answer with, the log position that it reflects, and the version of what it shows, if it has one. */
export type Answered = { readonly body: object; readonly position: Position; readonly etag?: string | undefined };

/** What reads are made of. */
export type ReadDependencies = {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly opener: Opener;
  readonly cursors: Cursors;
  readonly now: () => string;
  readonly opened: OpenedCases;
  readonly waiter: PositionWaiter;
};

/** When a user last opened each case: a per-user table, not events. */
export type OpenedCases = {
  readonly of: (caller: Caller) => Promise<ReadonlyMap<string, string>>;
  readonly record: (caller: Caller, caseId: string) => Promise<void>;
};

const waitMs = 5_000;
/** Each past view folds its part of a municipality's whole log, in this process, with its rows in memory. */
const pastViews = { most: 2, waiting: 8 };
const never: ReadonlyMap<string, string> = new Map();

type Around = Pick<ReadDependencies, 'cursors'> & Pick<Snapshot, 'parked'>;

const listBody = (parsed: ParsedQuery, answer: ListAnswer, { cursors, parked }: Around) => {
  const { items, hasMore, next, summary } = answer;
  const { limit, number } = parsed.page;
  return {
    items: items.map((item) => markStale(item, parked)),
    page: { limit, number, hasMore, ...(next === undefined ? {} : { nextCursor: cursors.write(next, parsed.scope) }) },
    ...(summary === undefined ? {} : { summary }),
  };
};

const metaOf = ({ position, readAt, parked }: Snapshot, behind: number) => {
  const stale = Object.values(parked).reduce((sum, keys) => sum + keys.size, 0);
  return { position, readAt, behindMs: behind, ...(stale === 0 ? {} : { parked: stale }) };
};

const versionOf = (answer: object): string | undefined => {
  const version: unknown = Reflect.get(answer, 'version');
  return typeof version === 'number' ? etagOf(version) : undefined;
};

/** What every answer of the service goes through, whatever its moment. */
const answering = ({ store, opener, cursors, opened, now }: ReadDependencies) => {
  return async (query: Query, incoming: IncomingQuery, moment: Moment): Promise<Answered> => {
    const { caller } = incoming;
    const parsed = parseQuery(query, incoming.parameters, { caller, cursors });
    const lastOpened = query.usesLastOpened === true ? await opened.of(caller) : never;
    const { answer, snapshot } = await moment.within(query.reads, async (rows, seen) => {
      const reader = readerOf(caller);
      const asking = { rows, caller, reader, now: moment.now, page: parsed.page, audit: !moment.live, lastOpened };
      return { answer: await parsed.ask(asking), snapshot: seen };
    });
    if (answer === undefined) throw new ProblemError('not-found');
    const { parked } = snapshot;
    const body = isList(answer) ? listBody(parsed, answer, { cursors, parked }) : markStale(answer, parked);
    const shown = await openAnswer(opener, caller.tenant, {
      body,
      about: isList(answer) ? answer.personId : undefined,
    });
    const etag = isList(answer) ? undefined : versionOf(answer);
    const behind = moment.live ? await behindMs({ store, now }, caller.tenant, snapshot.position) : 0;
    return { body: { ...shown, meta: metaOf(snapshot, behind) }, position: snapshot.position, etag };
  };
};

/** Answers questions: judge the role, parse, wait, read in one snapshot, open what the answer shows. */
export const readService = (dependencies: ReadDependencies) => {
  const { pool, store, opened, waiter } = dependencies;
  const answerAt = answering(dependencies);
  const inTurn = fewAtATime(pastViews);
  return {
    /** Answers now, once the read models have reached the position asked for. */
    ask: async (query: Query, incoming: IncomingQuery): Promise<Answered> => {
      const { caller, waitFor, parameters } = incoming;
      checkRoute(requirePolicy(query.policy), caller);
      if (waitFor !== undefined) requirePosition(store, 'Etapp-Wait-For', waitFor);
      if (waitFor !== undefined && !(await waiter.waitFor(query.reads, waitFor, { timeoutMs: waitMs }))) {
        throw new ProblemError('read-model-behind', { retryAfterSeconds: 1 });
      }
      const answered = await answerAt(query, incoming, {
        live: true,
        now: dependencies.now(),
        within: (projections, ask) =>
          readSnapshot(pool, { tenant: caller.tenant, projections, store, now: dependencies.now }, ask),
      });
      if (query.opensCase === true) await opened.record(caller, String(parameters['caseId']));
      return answered;
    },
    /** Answers as it would have been answered then: the same fold, stopped earlier, under today's protection. */
    askPast: async (query: Query, incoming: IncomingQuery): Promise<Answered> => {
      checkRoute(requirePolicy('audit.read'), incoming.caller);
      const { caller, gone } = incoming;
      const { at, parameters } = parsePast(incoming.parameters);
      return inTurn(gone, async () => {
        const wanted = { ...dependencies, store: untilGone(store, gone), tenant: caller.tenant };
        return answerAt(query, { ...incoming, parameters }, await pastMoment(wanted, at));
      });
    },
  };
};

/** Answers questions that come in over HTTP. */
export type ReadService = ReturnType<typeof readService>;
