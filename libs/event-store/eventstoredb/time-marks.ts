import { binaryEvent, StreamNotFoundError, WrongExpectedVersionError } from '@eventstore/db-client';
import { z } from 'zod';

import type { Position } from '../port.js';
import { toReadFailure } from './failures.js';
import type { LogClient } from './log-client.js';
import type { LogReader } from './log-reader.js';
import { start, toExpectedRevision } from './positions.js';
import type { Namespace } from './stream-names.js';
import { eachWithin, within } from './within.js';

/** Where the marks are kept, and how far apart they stand. */
export type MarkParts = {
  readonly client: LogClient;
  readonly reader: Pick<LogReader, 'own'>;
  readonly namespace: Namespace;
  readonly deadlineMs: number;
  /** Events of the log from one mark to the next. */
  readonly every: number;
};

/** Up to this position, the newest recorded time is this. Storage format. */
const Mark = z.object({ position: z.string(), newest: z.string() });
type Mark = z.output<typeof Mark>;

/**
 * Finds positions by recorded time. The node can search by neither, so every so many events a mark stands in a stream of
 * its own: the position, and the newest time recorded up to it. A question reads the marks that are new since the last
 * one, and walks from the nearest mark. Whoever walks past the last mark sets the next; two who do set the same.
 */
export class TimeMarks {
  readonly #marks: Mark[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: MarkParts) {}

  /** The last position up to which every event was recorded at or before the instant. Throws StoreUnavailable. */
  async positionAt(recordedAt: string): Promise<Position> {
    const instant = new Date(recordedAt).toISOString();
    return this.#inTurn(async () => {
      await this.#readNew();
      const before = this.#marks.filter(({ newest }) => newest <= instant).length;
      return this.#walk(before, ({ newest }) => newest <= instant);
    });
  }

  /** Sets the marks that are missing up to the head. Throws StoreUnavailable. */
  async setMissing(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#readNew();
      await this.#walk(this.#marks.length, () => true);
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work, work);
    this.#turn = done;
    return done;
  }

  /** Walks from behind the nth mark as long as the events are wanted, to the last that was. */
  async #walk(n: number, wanted: (mark: Mark) => boolean): Promise<Position> {
    let here = this.#marks[n - 1] ?? { position: start, newest: '' };
    let passed = 0;
    for await (const { position, stored } of this.parts.reader.own(here.position, this.parts.every)) {
      if (stored === undefined) continue;
      const { recordedAt } = stored;
      const next = { position, newest: recordedAt > here.newest ? recordedAt : here.newest };
      if (!wanted(next)) break;
      here = next;
      passed += 1;
      if (passed % this.parts.every === 0) await this.#set(n + passed / this.parts.every, here);
    }
    return here.position;
  }

  async #set(number: number, mark: Mark): Promise<void> {
    if (number <= this.#marks.length) return;
    const { client, deadlineMs } = this.parts;
    const expectedRevision = toExpectedRevision(number - 1);
    const event = binaryEvent({ type: 'TimeMark', data: new TextEncoder().encode(JSON.stringify(mark)) });
    const options = { expectedRevision, requiresLeader: true, deadline: deadlineMs };
    try {
      await within(deadlineMs, client.appendToStream(this.#stream, event, options));
      this.#marks.push(mark);
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) throw toReadFailure(error);
      // Another process has set it.
      await this.#readNew();
    }
  }

  async #readNew(): Promise<void> {
    const { client, deadlineMs } = this.parts;
    const options = { fromRevision: BigInt(this.#marks.length), requiresLeader: true };
    try {
      for await (const { event } of eachWithin(deadlineMs, () => client.readStream(this.#stream, options)))
        if (event?.data instanceof Uint8Array) this.#marks.push(markIn(event.data));
    } catch (error) {
      if (!(error instanceof StreamNotFoundError)) throw toReadFailure(error);
    }
  }

  /** No name that `streamName` makes: no event of the log. */
  get #stream(): string {
    return `${this.parts.namespace}etapp-time-marks`;
  }
}

const markIn = (data: Uint8Array): Mark => Mark.parse(JSON.parse(Buffer.from(data).toString('utf8')));
