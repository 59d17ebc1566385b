import { createRedisBackend, Queue, Worker } from 'bullmq';

import { type BellParts, bullmqBell, defaultConcurrency } from './bullmq-bell.js';
import { pause } from './patience.js';
import type { Bell, BellWarning } from './port.js';
import { queueName, workerOptions } from './queue-options.js';
import type { Ring } from './ring.js';

/** A bell on Redis. `url` is `redis://…` or `rediss://…`. */
export type RedisBellParts = BellParts & { readonly url: string };

// The braces keep all keys of the queue in one slot of a Redis cluster.
const prefix = '{etapp}';
const longestReconnectMs = 2_000;

/** Tries again for ever, until it is the end: a client that still did would keep its process alive. */
const retryUntil =
  (signal: AbortSignal) =>
  (times: number): number | null =>
    signal.aborted ? null : Math.min(50 * 2 ** Math.min(times, 10), longestReconnectMs);

/** How a queue on Redis is reached. */
type RedisQueueParts = {
  readonly url: string;
  /** Hears of its connection. */
  readonly onTrouble: (error: unknown) => void;
  /** Ends the search for a Redis that is away. */
  readonly signal: AbortSignal;
};

/** The queue on Redis, for whoever asks or shows. */
export const redisQueue = ({ url, onTrouble, signal }: RedisQueueParts): Queue<Ring> => {
  // Whoever asks hears at once that Redis is away, rather than when it is back.
  const connection = { url, enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy: retryUntil(signal) };
  const queue = new Queue<Ring>(queueName, { connection, prefix }, createRedisBackend);
  queue.on('error', onTrouble);
  return queue;
};

/**
 * Closing a client between two attempts to connect leaves it neither open nor ended, and its worker waits for ever. When
 * Redis is away, the clients are therefore let find out first that they shall not try again.
 */
const closeCalmly = async (worker: Worker<Ring, void>): Promise<void> => {
  const status = Promise.resolve(worker.getBackend().client).then(({ status }) => status);
  const calm = new AbortController();
  const waiting = pause(longestReconnectMs + 500, calm.signal);
  if ((await Promise.race([status.catch(() => 'end'), waiting])) !== 'ready') await waiting;
  calm.abort();
  await worker.close();
};

const evicts = (memory: string): readonly BellWarning[] =>
  memory.includes('maxmemory_policy:noeviction') ? [] : ['redis-evicts'];

/** Makes a bell on Redis. Connects when it is first used. */
export const redisBell = ({ url, ...parts }: RedisBellParts): Bell => {
  const { onTrouble, concurrency = defaultConcurrency } = parts;
  let queue: Queue<Ring> | undefined;
  return bullmqBell(
    {
      openQueue: (signal) => (queue = redisQueue({ url, onTrouble, signal })),
      openWorker: (process, signal) => {
        const connection = { url, maxRetriesPerRequest: null, retryStrategy: retryUntil(signal) };
        const options = { ...workerOptions, connection, prefix, concurrency };
        const worker = new Worker<Ring, void>(queueName, process, options, createRedisBackend).on('error', onTrouble);
        return {
          run: () => worker.run(),
          waitUntilReady: () => worker.waitUntilReady(),
          close: () => closeCalmly(worker),
        };
      },
      warnings: async () => evicts((await (await queue?.getBackend().client)?.info()) ?? ''),
    },
    parts,
  );
};
