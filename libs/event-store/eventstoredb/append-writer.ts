import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { WrongExpectedVersionError } from '@eventstore/db-client';
import { streamName } from '@etapp/kernel';

import type { Outcome } from '../append-queue.js';
import {
  type Append,
  type Appended,
  LogRefused,
  OutcomeUnknown,
  StoreUnavailable,
  StreamIncomplete,
  WrongExpectedVersion,
} from '../port.js';
import { type ReadEvent, toNodeEvent, type Writing } from './event-bytes.js';
import { type Failure, failureOf, refusedBy } from './failures.js';
import type { LogClient } from './log-client.js';
import type { LogReader } from './log-reader.js';
import { toExpectedRevision } from './positions.js';
import type { RecordedTimes } from './recorded-times.js';
import { type Namespace, toNodeName } from './stream-names.js';
import { within } from './within.js';

/** Who writes, and how long it tries. */
export type WriterParts = {
  readonly client: LogClient;
  readonly reader: Pick<LogReader, 'readStream'>;
  readonly times: RecordedTimes;
  readonly namespace: Namespace;
  /** Milliseconds for one call. */
  readonly deadlineMs: number;
  /** Milliseconds in which an append is sent again. */
  readonly patienceMs: number;
};

const firstPauseMs = 20;
const longestPauseMs = 400;
/** For the client's own search for a leader, which the deadline does not bound. */
const graceMs = 1_000;

type Sending = { readonly append: Append; readonly writing: Writing };

/**
 * Writes appends, those of a batch side by side and with one recorded time. What became of one is looked up in the
 * stream: the node answers a repeat as it answers an append, and answers neither when the connection breaks.
 */
export class AppendWriter {
  constructor(private readonly parts: WriterParts) {}

  /** An outcome for each append, in their order. Never throws. */
  async write(appends: readonly Append[]): Promise<readonly Outcome[]> {
    const end = performance.now() + this.parts.patienceMs;
    try {
      const recordedAt = await untilAnswered(end, () => this.parts.times.forAll(appends), neverHappens);
      return await Promise.all(appends.map((append) => this.#outcome(append, recordedAt, end)));
    } catch (error) {
      return appends.map(() => toError(error));
    }
  }

  /** The same event ids go again after a lost answer: the node finds what an earlier sending did. */
  async #outcome(append: Append, recordedAt: string, end: number): Promise<Outcome> {
    const writing = { stream: append.stream, recordedAt, writtenBy: randomUUID() };
    return untilAnswered(end, () => this.#send({ append, writing }), failureOf).catch(toError);
  }

  async #send(sending: Sending): Promise<Appended> {
    const { client, namespace, deadlineMs } = this.parts;
    const { stream, expectedVersion, events } = sending.append;
    const expectedRevision = toExpectedRevision(expectedVersion);
    const proposed = events.map((event, index) => toNodeEvent(event, expectedVersion + index + 1, sending.writing));
    const options = { expectedRevision, requiresLeader: true, deadline: deadlineMs };
    try {
      const name = toNodeName(namespace, stream);
      await within(deadlineMs + graceMs, client.appendToStream(name, proposed, options));
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return this.#repeatedOrConflict(sending, error);
      throw error;
    }
    const last = await this.#readBack(stream, expectedVersion + events.length);
    return toAppended(last, sending) ?? lostSight(stream);
  }

  /** Who may write and not read has written. */
  async #readBack(stream: Append['stream'], version: number): Promise<readonly ReadEvent[]> {
    try {
      return await this.parts.reader.readStream(stream, version, 1);
    } catch (error) {
      throw error instanceof LogRefused ? outage(true, error) : error;
    }
  }

  async #repeatedOrConflict(sending: Sending, { actualVersion }: WrongExpectedVersionError): Promise<Appended> {
    const { stream, expectedVersion, events } = sending.append;
    const actual = typeof actualVersion === 'bigint' ? Number(actualVersion) + 1 : 0;
    const read = () => this.parts.reader.readStream(stream, expectedVersion + 1, events.length);
    const standing = actual > expectedVersion ? await read() : [];
    const whole = events.every(({ id }, index) => standing[index]?.stored.id === id);
    const appended = whole ? toAppended(standing, sending) : undefined;
    if (appended !== undefined) return appended;
    throw new WrongExpectedVersion(streamName(stream), expectedVersion, actual);
  }
}

/** Tries until there is an answer, or no time is left. */
const untilAnswered = async <T>(end: number, attempt: () => Promise<T>, meaning: typeof failureOf): Promise<T> => {
  let sent = false;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await attempt();
    } catch (error) {
      const failure = meaning(error);
      if (failure === 'final') throw error;
      if (failure === 'denied') throw sent ? outage(sent, error) : refusedBy(error);
      sent ||= failure === 'lost';
      if (performance.now() + pauseMs > end) throw outage(sent, error);
    }
    await delay(pauseMs * (0.5 + Math.random() / 2));
  }
};

/** Reading changes nothing, whatever became of the answer. */
const neverHappens = (error: unknown): Failure => {
  const failure = failureOf(error);
  return failure === 'lost' ? 'refused' : failure;
};

const toAppended = (standing: readonly ReadEvent[], { append, writing }: Sending): Appended | undefined => {
  const last = standing.at(-1);
  if (last === undefined || last.stored.id !== append.events.at(-1)?.id) return undefined;
  const { version, position } = last.stored;
  return { version, position, repeated: last.writtenBy !== writing.writtenBy };
};

const lostSight = (stream: Append['stream']): never => {
  throw new StreamIncomplete(`${streamName(stream)} does not hold what the node said it took`);
};

const outage = (sent: boolean, cause: unknown): Error =>
  sent
    ? new OutcomeUnknown('The answer of the event log was lost', { cause })
    : new StoreUnavailable('The event log takes nothing now', { cause });

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
