import { setTimeout as delay } from 'node:timers/promises';

import { BellUnavailable } from './port.js';

/** Waits until the time is over or the signal aborts. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await delay(ms, undefined, { signal }).catch(() => undefined);
};

/** What the work gives within the time, in milliseconds. @throws BellUnavailable when it fails or takes longer. */
export const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  const ending = new AbortController();
  // Whoever loses the race must not end the process later on.
  work.catch(() => undefined);
  const late = delay(ms, undefined, { signal: ending.signal }).then(
    () => {
      throw new BellUnavailable(`no answer within ${ms} ms`);
    },
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([work, late]);
  } catch (cause) {
    if (cause instanceof BellUnavailable) throw cause;
    throw new BellUnavailable(cause instanceof Error ? cause.message : 'the queue cannot be reached', { cause });
  } finally {
    ending.abort();
  }
};
