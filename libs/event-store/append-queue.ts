import { streamName } from '@etapp/kernel';

import { type Append, type Appended, StoreUnavailable } from './port.js';

/** What became of one append, or the error its caller gets. */
export type Outcome = Appended | Error;

/** Writes batches, one at a time. */
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
 * Coalesces the appends that wait into batches (group commit). One batch is under way at a time: while it is flushed
 * the next one fills, so the slower the disk, the larger the batches. (Two connections in turn measured worse: each
 * flush then carries half of what waits.) A batch holds at most one append per stream; its next one waits.
 */
export class AppendQueue {
  #waiting: Waiting[] = [];
  #scheduled = false;
  #writing = false;
  #idle: (() => void)[] = [];

  constructor(
    private readonly writer: Writer,
    private readonly limits: QueueLimits,
  ) {}

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
    if (this.#waiting.length > 0 || this.#writing) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** After the callers of this turn have asked, so that they share a batch. */
  #schedule(): void {
    if (this.#scheduled || this.#writing) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#writeBatch();
    });
  }

  #takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    const passedOver: Waiting[] = [];
    const streams = new Set<string>();
    let [events, characters, taken] = [0, 0, 0];
    for (const waiting of this.#waiting) {
      const full =
        events + waiting.append.events.length > this.limits.batchEvents ||
        characters + waiting.characters > this.limits.batchCharacters;
      if (full && batch.length > 0) break;
      taken += 1;
      if (streams.has(waiting.name)) {
        passedOver.push(waiting);
        continue;
      }
      streams.add(waiting.name);
      batch.push(waiting);
      events += waiting.append.events.length;
      characters += waiting.characters;
    }
    this.#waiting = [...passedOver, ...this.#waiting.slice(taken)];
    return batch;
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#takeBatch();
    this.#writing = true;
    const outcomes = await this.writer.write(batch.map(({ append }) => append));
    this.#writing = false;
    batch.forEach(({ settle }, index) => settle(outcomes[index] ?? new Error('an append without an outcome')));
    if (outcomes.some((outcome) => outcome instanceof StoreUnavailable)) this.#refuseWaiting();
    if (this.#waiting.length > 0) this.#schedule();
    else for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** The store is down: whoever waits hears it now rather than after a wait of their own. */
  #refuseWaiting(): void {
    for (const { settle } of this.#waiting.splice(0)) settle(new StoreUnavailable('The event log cannot be reached'));
  }
}
