import { setTimeout as delay } from 'node:timers/promises';

import type { Outcome } from '../append-queue.js';
import { type Append, LogLeft, OutcomeUnknown, StoreUnavailable } from '../port.js';
import { toOutcomes, toStatement } from './batch.js';
import type { Connection } from './connection.js';
import { ConnectionLost, isLeft, isPassing } from './failure.js';

const firstPauseMs = 20;
const longestPauseMs = 400;

/** Writes batches on one connection, one at a time, and finds out what became of each append. */
export class BatchWriter {
  constructor(
    private readonly connection: Pick<Connection, 'rows'>,
    private readonly patienceMs: number,
  ) {}

  /** An outcome for each append, in their order. Never throws. */
  async write(appends: readonly Append[]): Promise<readonly Outcome[]> {
    try {
      return await this.#sendUntilAnswered(appends);
    } catch (error) {
      const [only, second] = appends;
      if (only === undefined || second === undefined || isOutage(error)) return appends.map(() => toError(error));
      return this.#writeOneByOne(appends);
    }
  }

  /** The server refused the whole batch for what one append holds: the others go in without it. */
  async #writeOneByOne(appends: readonly Append[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const append of appends) outcomes.push(...(await this.write([append])));
    return outcomes;
  }

  /** The same event ids are sent again after a lost connection: the log finds what an earlier sending did. */
  async #sendUntilAnswered(appends: readonly Append[]): Promise<Outcome[]> {
    const statement = toStatement(appends);
    const end = performance.now() + this.patienceMs;
    let sent = false;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        const [row] = await this.connection.rows(statement);
        return toOutcomes(appends, row);
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw toRefusal(sent, error);
        sent ||= error.sent;
        if (performance.now() + pauseMs > end) throw outage(sent, error);
      }
      await delay(pauseMs);
    }
  }
}

const outage = (sent: boolean, cause: unknown): Error =>
  sent
    ? new OutcomeUnknown('The answer of the event log was lost', { cause })
    : new StoreUnavailable('The event log takes nothing now', { cause });

/**
 * What the server refuses for now, or since the log was left, may have gone in with a sending whose answer was lost; what it
 * refuses for good has not.
 */
const toRefusal = (sent: boolean, error: unknown): unknown => {
  if (isPassing(error)) return outage(sent, error);
  if (!isLeft(error)) return error;
  return sent ? outage(sent, error) : new LogLeft('The event log was moved: name the other one', { cause: error });
};

/** It is so for every append, whatever it holds. */
const isOutage = (error: unknown): boolean =>
  error instanceof OutcomeUnknown || error instanceof StoreUnavailable || error instanceof LogLeft;

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
