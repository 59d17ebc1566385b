import { setTimeout as delay } from 'node:timers/promises';

import { percentile } from './figures.js';

/** An answer: when it was due to be asked for (milliseconds of this process), and how long after that it came. */
type Answered = { readonly at: number; readonly ms: number };

/** Requests that come at a steady rate, whether or not the earlier ones were answered. */
export type SteadyLoad = {
  /** Ends after the requests under way. Throws what one of them threw. */
  readonly stop: () => Promise<void>;
  readonly answered: readonly Answered[];
};

/** Milliseconds below which half, and 99 of 100, of the answers came. */
export type Latency = { readonly requests: number; readonly p50: number; readonly p99: number };

/**
 * Begins so many requests a second, in turn. The time of each counts from when it was due, so that a server that stands
 * still is slow for all that would have come meanwhile.
 */
export const steadyLoad = (perSecond: number, requests: readonly (() => Promise<unknown>)[]): SteadyLoad => {
  const [answered, everyMs, began]: [Answered[], number, number] = [[], 1_000 / perSecond, performance.now()];
  const underWay = new Set<Promise<void>>();
  let failure: Error | undefined;
  let [ending, begun] = [false, 0];
  const send = async (number: number): Promise<void> => {
    const at = began + number * everyMs;
    try {
      await requests[number % requests.length]?.();
      answered.push({ at, ms: performance.now() - at });
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error(String(error));
    }
  };
  const run = async (): Promise<void> => {
    while (!ending && failure === undefined) {
      const now = performance.now();
      for (; began + begun * everyMs <= now; begun += 1) {
        const sending: Promise<void> = send(begun).finally(() => underWay.delete(sending));
        underWay.add(sending);
      }
      await delay(Math.max(0, began + begun * everyMs - performance.now()));
    }
  };
  const running = run();
  return {
    answered,
    stop: async () => {
      ending = true;
      await running;
      await Promise.all(underWay);
      if (failure !== undefined) throw failure;
    },
  };
};

/** Of the answers to what was due between two moments (milliseconds of this process). Throws for none. */
export const latencyOf = ({ answered }: SteadyLoad, from: number, to: number): Latency => {
  const times = answered.flatMap(({ at, ms }) => (at >= from && at < to ? [ms] : []));
  return { requests: times.length, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
};
