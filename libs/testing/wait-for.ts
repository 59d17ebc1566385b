import { setTimeout as delay } from 'node:timers/promises';

/** How long to wait, in milliseconds. */
export interface WaitOptions {
  /** Default: 10 000. */
  timeoutMs?: number;
  /** Pause between two questions. Default: 20. */
  intervalMs?: number;
}

/**
 * Asks until the answer is truthy, and returns it. An error of the condition counts as "not yet", since what a test
 * waits for may be down at first.
 * @throws Error when the time runs out, with the last error as its cause.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 10_000, intervalMs = 20 }: WaitOptions = {},
): Promise<NonNullable<T>> {
  const end = performance.now() + timeoutMs;
  let last: unknown;
  while (performance.now() < end) {
    try {
      const answer = await condition();
      if (answer) return answer;
    } catch (error) {
      last = error;
    }
    await delay(intervalMs);
  }
  throw new Error(`Not so within ${timeoutMs} ms`, { cause: last });
}
