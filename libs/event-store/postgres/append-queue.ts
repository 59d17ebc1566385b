import { streamName } from '@etapp/kernel';

import { type Append, type Appended, StoreUnavailable } from '../port.js';
import type { Outcome } from './batch.js';

/** Writes batches; one batch at a time each. */
export type Writer = { write(appends: readonly Append[]): Promise<readonly Outcome[]> };

/** How much may wait, and how much goes at once. */
export type QueueLimits = {
  /** Appends that may wait; more are refused. */
  readonly waiting: number;
  /** Events in one batch, unless a single append has more. */
  readonly batchEvents: number;
  /** Characters in one batch, unless a single append has more. */
  readonly batchCharacters: number;
};

type Waiting = {
  readonly append: Append;
  readonly name: string;
  readonly characters: number;
  readonly settle: (outcome: Outcome) => void;
};

const charactersOf = ({ events }: Append): number =>
  events.reduce((sum, { header, data }) => sum + header.length + data.length, 0);

/**
 * Coalesces the appends that wait into batches (group commit). Two writers take turns, so that one batch is made up
 * while the other is flushed. A stream has one append under way at a time: its next one waits for a later batch.
 */
export class AppendQueue {
  #waiting: Waiting[] = [];
  #scheduled = false;
  #underWay = 0;
  #idle: (() => void)[] = [];
  readonly #busyStreams = new Set<string>();
  readonly #freeWriters: Writer[];

  constructor(
    writers: readonly Writer[],
    private readonly limits: QueueLimits,
  ) {
    this.#freeWriters = [...writers];
  }

  /** Rejects with what the store's `append` throws. */
  append(append: Append): Promise<Appended> {
    if (this.#waiting.length >= this.limits.waiting)
      return Promise.reject(new StoreUnavailable('Too many appends are waiting'));
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome): void => (outcome instanceof Error ? reject(outcome) : resolve(outcome));
      this.#waiting.push({ append, name: streamName(append.stream), characters: charactersOf(append), settle });
      this.#schedule();
    });
  }

  /** Waits until nothing waits and nothing is under way. */
  async drained(): Promise<void> {
    if (this.#waiting.length + this.#underWay > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** After the callers of this turn have asked, so that they share a batch. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    for (let writer = this.#freeWriters.pop(); writer !== undefined; writer = this.#freeWriters.pop()) {
      const batch = this.#takeBatch();
      if (batch.length === 0) {
        this.#freeWriters.push(writer);
        return;
      }
      void this.#run(writer, batch);
    }
  }

  #takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    const passedOver: Waiting[] = [];
    let [events, characters, taken] = [0, 0, 0];
    for (const waiting of this.#waiting) {
      const full =
        events + waiting.append.events.length > this.limits.batchEvents ||
        characters + waiting.characters > this.limits.batchCharacters;
      if (full && batch.length > 0) break;
      taken += 1;
      // A later append of a stream that was passed over is passed over too: its name is busy until then.
      if (this.#busyStreams.has(waiting.name)) {
        passedOver.push(waiting);
        continue;
      }
      this.#busyStreams.add(waiting.name);
      batch.push(waiting);
      events += waiting.append.events.length;
      characters += waiting.characters;
    }
    this.#waiting = [...passedOver, ...this.#waiting.slice(taken)];
    return batch;
  }

  async #run(writer: Writer, batch: readonly Waiting[]): Promise<void> {
    this.#underWay += 1;
    const outcomes = await writer.write(batch.map(({ append }) => append));
    this.#underWay -= 1;
    this.#freeWriters.push(writer);
    batch.forEach(({ name, settle }, index) => {
      this.#busyStreams.delete(name);
      settle(outcomes[index] ?? new Error('an append without an outcome'));
    });
    if (outcomes.some((outcome) => outcome instanceof StoreUnavailable)) this.#refuseWaiting();
    if (this.#waiting.length > 0) this.#schedule();
    else if (this.#underWay === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** The store is down: whoever waits hears it now rather than after a wait of their own. */
  #refuseWaiting(): void {
    for (const { settle } of this.#waiting.splice(0)) settle(new StoreUnavailable('The event log cannot be reached'));
  }
}
