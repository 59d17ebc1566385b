const second = 1_000;
const hour = 3_600 * second;
const firstWaitMs = 10 * second;
const longestWaitMs = 4 * hour;

/** How long a delivery is tried, milliseconds from its first attempt. */
export const windowMs = 72 * hour;

/** A failed attempt: the how-manieth it was, when the first one was, the time now, and a chance from 0 up to 1. */
export type FailedAttempt = {
  readonly attempts: number;
  readonly firstAt: string;
  readonly now: string;
  readonly chance: number;
};

/**
 * When to try again: after ten seconds, then after twice as long each time, at most four hours, each wait shortened by up
 * to half so that many that failed together do not come back together. The last attempt is 72 hours after the first;
 * undefined after it.
 */
export const nextAttemptAt = ({ attempts, firstAt, now, chance }: FailedAttempt): string | undefined => {
  const [at, end] = [Date.parse(now), Date.parse(firstAt) + windowMs];
  if (at >= end) return undefined;
  const wait = Math.min(firstWaitMs * 2 ** (attempts - 1), longestWaitMs);
  return new Date(Math.min(at + wait * (0.5 + chance / 2), end)).toISOString();
};
