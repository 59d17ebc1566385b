import { type ClockWatch, startCheck } from '@etapp/database';
import { type EventStore, StoreUnavailable } from '@etapp/event-store';
import { requireOwnLog } from '@etapp/projection-engine';
import type { Pool } from 'pg';

import type { HealthCheck } from './health.js';

/** What readiness is asked of. */
export type ReadinessParts = {
  readonly pool: Pool;
  readonly keysPool: Pool;
  readonly store: Pick<EventStore, 'head' | 'generation' | 'compare' | 'readStream'>;
  /** Compares the clocks; none where time is made up. */
  readonly clock?: ClockWatch | undefined;
  /** Milliseconds for the log's answer, well before whoever asks gives up. Default: 2,000. */
  readonly patienceMs?: number;
};

/**
 * What must be fit before traffic is taken: the read models and the key store, each with safe settings, and the log, wherever
 * it is: it answers soon, it is the one that the read models were made of, and it holds all that they have seen. And the
 * clock, by which facts are recorded.
 */
export const readiness = ({
  pool,
  keysPool,
  store,
  clock,
  patienceMs = 2_000,
}: ReadinessParts): readonly HealthCheck[] => {
  const answers = oneAtATime(() => requireOwnLog(pool, store));
  return [
    { name: 'database', check: () => startCheck(pool) },
    { name: 'keys', check: () => startCheck(keysPool) },
    { name: 'log', check: () => soon(patienceMs, answers()) },
    ...(clock === undefined ? [] : [{ name: 'clock', check: clock.check }]),
  ];
};

/** Who asks while an answer is awaited awaits that one: questions to a log that is silent do not pile up. */
const oneAtATime = (ask: () => Promise<void>): (() => Promise<void>) => {
  let underWay: Promise<void> | undefined;
  return () => (underWay ??= ask().finally(() => (underWay = undefined)));
};

const soon = async (ms: number, answer: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable('The event log does not answer in time')), ms);
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
};
