import {
  type Actor,
  type Aggregate,
  type CommandContext,
  type DecidedEvent,
  eventDataToJson,
  publicStreamName,
  streamName,
  type StreamId,
} from '@etapp/kernel';
import {
  canonicalJson,
  type EventHeader,
  type EventStore,
  type NewStoredEvent,
  WrongExpectedVersion,
} from '@etapp/event-store';

import { derivedId } from './derived-id.js';
import { StaleVersion, VersionRace, VersionRequired } from './refusals.js';
import type { ReceiptEvent, StreamState, StreamStates } from './stream-states.js';

/** What an event is sealed to. */
export type SealTarget = {
  readonly tenant: string;
  readonly subjectId: string | undefined;
  readonly stream: string;
  readonly eventId: string;
  readonly type: string;
  readonly schemaVersion: number;
};

/** What the engine is made of; sealing and linking come from the privacy library, facts from the service. */
export type Engine = {
  readonly store: EventStore;
  readonly states: StreamStates;
  /** Seals the personal values of several events; their keys are durable before it answers. */
  readonly seal: (
    events: readonly { readonly target: SealTarget; readonly data: unknown }[],
  ) => Promise<readonly unknown[]>;
  readonly link: (parts: { previous: string | undefined; header: string; data: string }) => string;
  readonly now: () => string;
  readonly today: (now: string) => string;
};

/** Whose key seals the personal fields of a stream, and the act the stream is kept under. */
export type Subject = { readonly subjectId?: string | undefined; readonly legalBasis?: string | undefined };

/** Foreign facts for one command, and the versions of the streams they came from. */
export type ResolvedFacts = {
  readonly facts: object;
  readonly versions: Readonly<Record<string, number>>;
  /**
   * Where something must be claimed before the append: claims it, and answers the facts as they then are. Asked for only
   * when the command would be accepted, so that a refused one leaves no claim behind.
   */
  readonly claim?: (() => Promise<object>) | undefined;
};

/** By which rule an actor may act, and as whom: role and unit of the permit. */
export type Authorisation = { readonly rule: string; readonly version: number; readonly actor: Actor };

/** One command for one stream, parsed and attributed. */
export type CommandRequest<S> = {
  readonly aggregate: Aggregate<string, S>;
  readonly stream: StreamId;
  readonly name: string;
  readonly body: object;
  /** Derived from tenant, actor, route and idempotency key: the identity of the effect. */
  readonly commandId: string;
  readonly correlationId: string;
  readonly occurredAt?: string | undefined;
  /** The version the caller saw, `*` for any, undefined where the caller named none. */
  readonly ifMatch?: number | '*' | undefined;
  /** Judges the actor on the folded state before anything is said about it. Throws to refuse. */
  readonly authorise: (current: StreamState<S>) => Promise<Authorisation>;
  readonly resolveFacts: (current: StreamState<S>) => Promise<ResolvedFacts>;
  readonly subjectOf: (state: S, body: object) => Subject;
};

/** The answer to a command: no personal data, so that a repeat can be given it again. */
export type Receipt = {
  readonly stream: string;
  readonly version: number;
  readonly changed: boolean;
  readonly events: readonly ReceiptEvent[];
};

/** A receipt, the log position that a read must reach to show it, and whether the effect was there before. */
export type Executed = { readonly receipt: Receipt; readonly position: string; readonly repeated: boolean };

const maxTries = 5;

const receiptOf = (stream: StreamId, events: readonly ReceiptEvent[], version: number): Receipt => ({
  stream: publicStreamName(stream),
  version: events.at(-1)?.version ?? version,
  changed: events.length > 0,
  events,
});

const checkVersion = <S>(request: CommandRequest<S>, version: number): void => {
  const { ifMatch } = request;
  const required = request.aggregate.commands[request.name]?.ifMatch === 'required';
  if (required && (ifMatch === undefined || ifMatch === '*')) throw new VersionRequired(version);
  if (typeof ifMatch === 'number' && ifMatch !== version) throw new StaleVersion(ifMatch, version);
};

type Attempt = {
  readonly decided: readonly DecidedEvent[];
  readonly versions: Readonly<Record<string, number>>;
  readonly now: string;
};

const decideOn = async <S>(
  engine: Engine,
  request: CommandRequest<S>,
  { current, actor }: { readonly current: StreamState<S>; readonly actor: Actor },
): Promise<Attempt> => {
  const now = engine.now();
  const { facts, versions, claim } = await request.resolveFacts(current);
  const { aggregate, name, body, occurredAt } = request;
  const context: Omit<CommandContext, 'facts'> = {
    ...{ now, today: engine.today(now), actor },
    ...(occurredAt === undefined ? {} : { occurredAt }),
  };
  const decide = (known: object) => aggregate.decide(current.state, { name, body }, { ...context, facts: known });
  const decided = decide(facts);
  if (claim === undefined || decided.length === 0) return { decided, versions, now };
  return { decided: decide(await claim()), versions, now };
};

type Drafting<S> = {
  readonly current: StreamState<S>;
  readonly attempt: Attempt;
  readonly authorisation: Authorisation;
};
type Draft = { readonly header: EventHeader; readonly data: unknown };

/** The decided events with their envelopes, personal values still in plaintext boxes. */
const draftsOf = <S>(request: CommandRequest<S>, { current, attempt, authorisation }: Drafting<S>): Draft[] => {
  const { aggregate, stream, commandId, correlationId, name } = request;
  const { actor, ...policy } = authorisation;
  const { versions } = attempt;
  const subject = request.subjectOf(current.state, request.body);
  return attempt.decided.map((event, index) => {
    const entry = aggregate.events[event.type];
    if (entry === undefined) throw new Error(`unknown event ${event.type}`);
    const header: EventHeader = {
      ...{ id: derivedId(commandId, String(index)), type: event.type, schemaVersion: entry.version },
      ...{ stream: streamName(stream), version: current.version + index + 1, occurredAt: event.occurredAt },
      ...{ actor, ...subject, correlationId, causationId: commandId, command: name, policy },
      facts: Object.keys(versions).length === 0 ? undefined : versions,
    };
    return { header, data: entry.data.parse(event.data) };
  });
};

const toSealing = (tenant: string, { header, data }: Draft) => {
  const { subjectId, stream, id: eventId, type, schemaVersion } = header;
  return { target: { tenant, subjectId, stream, eventId, type, schemaVersion }, data };
};

/** The events as the log keeps them: sealed, in canonical bytes, each linked to the one before it. */
const toStored = async <S>(
  engine: Engine,
  request: CommandRequest<S>,
  drafting: Drafting<S>,
): Promise<NewStoredEvent[]> => {
  const drafts = draftsOf(request, drafting);
  const sealed = await engine.seal(drafts.map((draft) => toSealing(request.stream.tenant, draft)));
  let previous = drafting.current.link;
  return drafts.map(({ header }, index) => {
    const stored = { header: canonicalJson(header), data: canonicalJson(eventDataToJson(sealed[index])) };
    const link = engine.link({ previous, ...stored });
    previous = link;
    return { id: header.id, type: header.type, ...stored, link };
  });
};

const appendTo = async <S>(
  engine: Engine,
  request: CommandRequest<S>,
  current: StreamState<S>,
): Promise<Executed | undefined> => {
  const authorisation = await request.authorise(current);
  const earlier = current.effects.of(request.commandId);
  if (earlier !== undefined) {
    const { events, position } = earlier;
    return { receipt: receiptOf(request.stream, events, current.version), position, repeated: true };
  }
  checkVersion(request, current.version);
  const attempt = await decideOn(engine, request, { current, actor: authorisation.actor });
  const [first, ...rest] = await toStored(engine, request, { current, attempt, authorisation });
  if (first === undefined) {
    return { receipt: receiptOf(request.stream, [], current.version), position: current.position, repeated: false };
  }
  const events = [first, ...rest] as const;
  try {
    const { stream } = request;
    const appended = await engine.store.append({
      stream,
      expectedVersion: current.version,
      events,
      recordedAt: attempt.now,
    });
    const listed = events.map(({ id, type }, index) => ({ id, type, version: current.version + index + 1 }));
    return {
      receipt: receiptOf(stream, listed, appended.version),
      position: appended.position,
      repeated: appended.repeated,
    };
  } catch (error) {
    if (error instanceof WrongExpectedVersion) return undefined;
    throw error;
  }
};

/**
 * Executes one command: load, authorise, look for its own earlier effect, check the version, decide, seal, append.
 * A lost race is tried again on the new state, up to five times; a caller's `If-Match` then fails by itself.
 * Throws rejections, StaleVersion, VersionRequired, VersionRace, and what the store throws.
 */
export const execute = async <S>(engine: Engine, request: CommandRequest<S>): Promise<Executed> => {
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const current = await engine.states.load(request.aggregate, request.stream);
    const executed = await appendTo(engine, request, current);
    if (executed !== undefined) return executed;
  }
  throw new VersionRace(request.stream.id);
};
