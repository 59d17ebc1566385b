import type { Job, JobsOptions } from 'bullmq';

import { pause, within } from './patience.js';
import { type Bell, type BellHealth, BellUnavailable, type BellWarning, type RingHandler } from './port.js';
import { jobName, jobOptions } from './queue-options.js';
import { jobIdOf, Ring } from './ring.js';

/** What a bell needs of a queue, whatever its backend. */
type RingQueue = {
  readonly add: (name: string, data: Ring, options: JobsOptions) => Promise<unknown>;
  readonly getJobCounts: (...states: ('waiting' | 'delayed' | 'active')[]) => Promise<Record<string, number>>;
  readonly waitUntilReady: () => Promise<unknown>;
  readonly close: () => Promise<void>;
};

/** What a bell needs of a worker, whatever its backend. */
type RingWorker = {
  readonly run: () => Promise<void>;
  readonly waitUntilReady: () => Promise<unknown>;
  readonly close: () => Promise<void>;
};

type Process = (job: Pick<Job, 'data'>) => Promise<void>;

/** A queue's backend. What it opens knows where its errors go, and seeks no new connection once the signal aborts. */
type RingBackend = {
  readonly openQueue: (signal: AbortSignal) => RingQueue;
  readonly openWorker: (process: Process, signal: AbortSignal) => RingWorker;
  readonly warnings: () => Promise<readonly BellWarning[]>;
};

/** What every bell on a queue is made of. */
export type BellParts = {
  readonly now: () => string;
  /** Rings in hand at most. Default: 32. */
  readonly concurrency?: number;
  /** Hears of outages, and of what a handler threw. May be called often. */
  readonly onTrouble: (error: unknown) => void;
};

/** Rings in hand at most, unless somebody says otherwise. */
export const defaultConcurrency = 32;

const answerMs = 5_000;
const closeMs = 10_000;
const firstRetryMs = 100;
const longestRetryMs = 5_000;

/** A queue that is opened when it is needed, and again when opening it failed: its own readiness does not recover. */
const reopened = (open: () => RingQueue) => {
  let ready: Promise<RingQueue> | undefined;
  const begin = async (): Promise<RingQueue> => {
    const queue = open();
    try {
      await queue.waitUntilReady();
      return queue;
    } catch (error) {
      ready = undefined;
      await queue.close().catch(() => undefined);
      throw error;
    }
  };
  return {
    get: (): Promise<RingQueue> => (ready ??= begin()),
    opened: (): Promise<RingQueue> | undefined => ready,
  };
};

const closeQueue = async (opening: Promise<RingQueue> | undefined): Promise<void> => {
  if (opening === undefined) return;
  const queue = await within(answerMs, opening).catch(() => undefined);
  await within(answerMs, queue?.close() ?? Promise.resolve()).catch(() => undefined);
};

type Running = {
  readonly open: () => RingWorker;
  readonly signal: AbortSignal;
  readonly onTrouble: (error: unknown) => void;
};

/** Runs a worker until the signal aborts. Opening it is tried until it succeeds; from then on it recovers by itself. */
const runWorker = async ({ open, signal, onTrouble }: Running): Promise<void> => {
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    const worker = open();
    const run = worker.waitUntilReady().then(() => worker.run());
    await Promise.race([run, aborted]).catch(onTrouble);
    await shut(worker);
    await pause(retryMs, signal);
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  }
};

/** Waits for the rings in hand, within reason: what is cut off is given to another worker, and the sweep comes back. */
const shut = async (worker: RingWorker): Promise<void> => {
  await within(closeMs, worker.close()).catch(() => undefined);
};

const addTo = async (queue: RingQueue, now: string, { stroke, at }: { stroke: string; at: string }) => {
  const delay = Math.max(0, Date.parse(at) - Date.parse(now));
  await queue.add(jobName, { stroke }, { ...jobOptions, jobId: jobIdOf(stroke, at), delay });
};

type Known = { readonly failed: number; readonly warnings: readonly BellWarning[] };

const countIn = async (queue: RingQueue, known: Known): Promise<BellHealth> => {
  const { waiting = 0, delayed = 0, active = 0 } = await queue.getJobCounts('waiting', 'delayed', 'active');
  return { reachable: true, waiting, delayed, active, ...known };
};

const handleBy =
  (handler: RingHandler, onFailed: (error: unknown) => void): Process =>
  async ({ data }) => {
    try {
      await handler(Ring.parse(data).stroke);
    } catch (error) {
      onFailed(error);
      // The queue keeps the reason for a while, where the log's rules on what may be said do not reach.
      throw new Error('Nobody looked after what is due');
    }
  };

/** A bell on a queue. */
export const bullmqBell = (backend: RingBackend, { now, onTrouble }: BellParts): Bell => {
  const ending = new AbortController();
  const { signal } = ending;
  const queue = reopened(() => backend.openQueue(signal));
  let failed = 0;
  const onFailed = (error: unknown): void => {
    failed += 1;
    onTrouble(error);
  };
  const counted = async () => countIn(await queue.get(), { failed, warnings: await backend.warnings() });
  let running: Promise<void> | undefined;
  return {
    ring: async (stroke, at) => {
      if (signal.aborted) throw new BellUnavailable('the bell is closed');
      await within(
        answerMs,
        queue.get().then((open) => addTo(open, now(), { stroke, at })),
      );
    },
    onRing: (handler) => {
      if (running !== undefined) throw new Error('The bell has a handler already');
      const open = () => backend.openWorker(handleBy(handler, onFailed), signal);
      running = runWorker({ open, signal, onTrouble });
    },
    health: () =>
      within(answerMs, counted()).catch((error: unknown) => ({
        reachable: false,
        reason: error instanceof Error ? error.message : 'unknown',
      })),
    close: async () => {
      ending.abort();
      await running;
      await closeQueue(queue.opened());
    },
  };
};
