import { setTimeout as delay } from 'node:timers/promises';

import { atOnce as limit } from '../at-once.js';
import { deliverNext, type DeliverParts } from './deliver.js';
import { CheckpointAhead } from './follow-log.js';
import { followMail } from './follow-mail.js';
import { followWebhooks } from './follow-webhooks.js';

/** How delivery runs. Times in milliseconds. */
export type RunOptions = {
  /** Ends the run after what is in hand. */
  readonly signal: AbortSignal;
  /** Hears of each failure before it is tried again. */
  readonly onTrouble: (error: unknown) => void;
  /** How many deliveries are under way at most. Default: 8. */
  readonly atOnce?: number;
  /** Pause when there is nothing to do. Default: 1,000. */
  readonly pauseMs?: number;
};

/** One step of work: true if there may be more. */
type Step = () => Promise<boolean>;

const loop = async (step: Step, { signal, onTrouble, pauseMs = 1_000 }: RunOptions): Promise<void> => {
  while (!signal.aborted) {
    let more = false;
    try {
      more = await step();
    } catch (error) {
      if (error instanceof CheckpointAhead) throw error;
      onTrouble(error);
    }
    if (!more) await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
};

/**
 * Folds the log into the list of what is to go out and sends what is due, until the signal aborts. Several processes may
 * do so at once. Rejects with CheckpointAhead on a restored log.
 */
export const runDelivery = async (parts: DeliverParts, options: RunOptions): Promise<void> => {
  const stop = new AbortController();
  const whileAll: RunOptions = { ...options, signal: AbortSignal.any([options.signal, stop.signal]) };
  // One at a time takes something in hand, or several would at once find that a recipient has room for one more.
  const oneByOne = limit(1);
  const senders = Array.from({ length: options.atOnce ?? 8 }, () => () => deliverNext(parts, oneByOne));
  const steps: Step[] = [() => followMail(parts), () => followWebhooks(parts), ...senders];
  const runs = steps.map((step) => loop(step, whileAll));
  try {
    await Promise.all(runs);
  } finally {
    stop.abort();
    await Promise.allSettled(runs);
  }
};
