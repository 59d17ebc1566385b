import { setTimeout as delay } from 'node:timers/promises';

import { atOnce } from './at-once.js';
import type { RingingFigures } from './ringing-figures.js';

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
  /** Hears of outages, and of each reminder that would not fire. */
  readonly onTrouble: (error: unknown, reminderId?: string) => void;
};

const defaultPageSize = 500;
const firstRetryMs = 1_000;

/** Fires what is due, whether or not a bell rang for it, every so many seconds until the signal aborts. */
export const runSweep = async (parts: SweepParts, signal: AbortSignal): Promise<void> => {
  const everyMs = parts.everySeconds * 1_000;
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    const swept = await sweepOnce(parts, signal);
    await delay(swept ? everyMs : Math.min(retryMs, everyMs), undefined, { signal }).catch(() => undefined);
    retryMs = swept ? firstRetryMs : retryMs * 2;
  }
};

/**
 * Fires everything that is due. One that would not fire does not stop the others.
 * @returns whether the sweep got to the end: false after an outage, which is when nobody could be asked what is due, or
 * nothing of a full page would fire.
 */
export const sweepOnce = async (parts: SweepParts, signal: AbortSignal): Promise<boolean> => {
  try {
    return await sweepPages(parts, signal);
  } catch (error) {
    parts.onTrouble(error);
    return false;
  }
};

const sweepPages = async (parts: SweepParts, signal: AbortSignal): Promise<boolean> => {
  const { dueNow, figures, now, pageSize = defaultPageSize } = parts;
  const begun = now();
  let page = await dueNow(pageSize);
  let found = page.length;
  figures.late(begun, page[0]?.ringAt);
  while (await firePage(parts, page, signal)) {
    if (page.length < pageSize) {
      figures.sweptTo(now(), found);
      return true;
    }
    page = await dueNow(pageSize, page.at(-1));
    found += page.length;
  }
  return false;
};

/** Whether the sweep may go on: not after an outage, and not when it shall end. */
const firePage = async (
  { fire, figures, concurrency, onTrouble, pageSize = defaultPageSize }: SweepParts,
  page: readonly Due[],
  signal: AbortSignal,
): Promise<boolean> => {
  const inTurn = atOnce(concurrency);
  let failed = 0;
  const fireOne = async ({ reminderId }: Due): Promise<void> => {
    if (signal.aborted) return;
    try {
      await fire(reminderId);
      figures.swept();
    } catch (error) {
      failed += 1;
      onTrouble(error, reminderId);
    }
  };
  await Promise.all(page.map((one) => inTurn(() => fireOne(one))));
  return !signal.aborted && failed < pageSize;
};
