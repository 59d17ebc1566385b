import { setTimeout as delay } from 'node:timers/promises';

/** Asks every 10 ms until the answer is true, and returns false when the time (milliseconds) runs out first. */
export async function waitUntil(condition: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) return false;
    await delay(10);
  }
  return true;
}
