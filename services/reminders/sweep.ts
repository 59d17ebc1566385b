import { randomInt } from 'node:crypto';

import { LogLeft, OutcomeUnknown, StoreUnavailable } from '@etapp/event-store';
import { createWaking } from '@etapp/projection-engine';

import { atOnce } from './at-once.js';
import type { RingingFigures, WokenBy } from './ringing-figures.js';

/** A reminder that is due and not fired: its id, and the instant (UTC, ISO) at which it should have rung. */
export type Due = { readonly reminderId: string; readonly ringAt: string };

/** What a sweep is made of. */
export type SweepParts = {
  /**
   * The first `limit` reminders that are due and not fired, by instant and then id; after `after` in that order, where
   * it is given: what would not fire must not stand in the way of what comes behind it.
   */
  readonly dueNow: (limit: number, after?: Due) => Promise<readonly Due[]>;
  /** Fires one, if it is still wanted. Doing it twice changes nothing. */
  readonly fire: (reminderId: string) => Promise<void>;
  readonly now: () => string;
  readonly figures: RingingFigures;
  /** Seconds from the end of a sweep to the next. */
  readonly everySeconds: number;
  /** Reminders fired at once. */
  readonly concurrency: number;
  /** Reminders asked for at a time. Default: 500. */
  readonly pageSize?: number;
  /** At which of a page's reminders, from 0, to begin. Default: at any, so that workers that sweep together meet seldom. */
  readonly beginAt?: (length: number) => number;
  /** Hears of outages, and of each reminder that would not fire. */
  readonly onTrouble: (error: unknown, reminderId?: string) => void;
};

const defaultPageSize = 500;
const firstRetryMs = 1_000;

/** Fires what is due: as soon as a bell rings, and every so many seconds whether or not one did. */
export type Sweeper = {
  /** Sweeps now, or again after the sweep under way. Settles when that has ended, or nobody sweeps any more. */
  readonly wake: () => Promise<void>;
  /** Sweeps until the signal aborts. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** Makes a sweeper. However often it is woken during a sweep, one more follows. */
export const sweeper = (parts: SweepParts): Sweeper => {
  const everyMs = parts.everySeconds * 1_000;
  const waking = createWaking();
  let [retryMs, ended] = [firstRetryMs, false];
  const awaited: (() => void)[] = [];
  const sweep = async (signal: AbortSignal): Promise<void> => {
    const answered = awaited.splice(0);
    const swept = await sweepOnce(parts, { signal, by: answered.length === 0 ? 'sweep' : 'bell' });
    answered.forEach((answer) => answer());
    await waking.sleep(swept ? everyMs : Math.min(retryMs, everyMs));
    retryMs = swept ? firstRetryMs : retryMs * 2;
  };
  return {
    wake: async () => {
      if (ended) return;
      const answer = new Promise<void>((resolve) => awaited.push(resolve));
      waking.wake();
      await answer;
    },
    run: async (signal) => {
      signal.addEventListener('abort', waking.wake, { once: true });
      while (!signal.aborted) await sweep(signal);
      ended = true;
      awaited.splice(0).forEach((answer) => answer());
    },
  };
};

/** Until when, and why, a sweep looks. */
type Sweeping = { readonly signal: AbortSignal; readonly by: WokenBy };

/**
 * Fires everything that is due. One that would not fire does not stop the others.
 * @returns whether the sweep got to the end: false after an outage, which is when nobody could be asked what is due, or
 * the log took nothing of a whole page.
 */
export const sweepOnce = async (parts: SweepParts, sweeping: Sweeping): Promise<boolean> => {
  try {
    return await sweepPages(parts, sweeping);
  } catch (error) {
    parts.onTrouble(error);
    return false;
  }
};

const sweepPages = async (parts: SweepParts, sweeping: Sweeping): Promise<boolean> => {
  const { dueNow, figures, now, pageSize = defaultPageSize } = parts;
  const begun = now();
  let page = await dueNow(pageSize);
  let found = page.length;
  figures.late(begun, page[0]?.ringAt);
  while (await firePage(parts, page, sweeping)) {
    if (page.length < pageSize) {
      figures.sweptTo(now(), found);
      return true;
    }
    page = await dueNow(pageSize, page.at(-1));
    found += page.length;
  }
  return false;
};

/** The log cannot be written to, whichever reminder it is. */
const isOutage = (error: unknown): boolean =>
  error instanceof StoreUnavailable || error instanceof OutcomeUnknown || error instanceof LogLeft;

/** Whether the sweep may go on: not after an outage, and not when it shall end. What else would not fire is left behind. */
const firePage = async (
  { fire, figures, concurrency, onTrouble, beginAt = randomInt }: SweepParts,
  page: readonly Due[],
  { signal, by }: Sweeping,
): Promise<boolean> => {
  const inTurn = atOnce(concurrency);
  let outages = 0;
  const fireOne = async ({ reminderId }: Due): Promise<void> => {
    if (signal.aborted) return;
    try {
      await fire(reminderId);
      figures.gave(by);
    } catch (error) {
      if (isOutage(error)) outages += 1;
      onTrouble(error, reminderId);
    }
  };
  const first = page.length === 0 ? 0 : beginAt(page.length);
  const inOrder = [...page.slice(first), ...page.slice(0, first)];
  await Promise.all(inOrder.map((one) => inTurn(() => fireOne(one))));
  return !signal.aborted && (page.length === 0 || outages < page.length);
};
