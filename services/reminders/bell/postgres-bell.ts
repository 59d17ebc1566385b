import { createPostgresBackend, withBackend } from 'bullmq';

import { type BellParts, bullmqBell, defaultConcurrency } from './bullmq-bell.js';
import type { Bell } from './port.js';
import { queueName, workerOptions } from './queue-options.js';
import type { Ring } from './ring.js';

const { Queue, Worker } = withBackend(createPostgresBackend);

/** A bell on PostgreSQL. `url` logs in as `etapp_reminders`; the tables are made by `installBell`. */
export type PostgresBellParts = BellParts & { readonly url: string };

/** The schema of the queue's tables. The first migration makes it. */
export const bellSchema = 'bullmq';

/** Connections of a bell at most: those who ask, those who work, and one that listens. */
export const bellConnections = { queue: 2, worker: 2, listening: 1 } as const;

const connectionOf = (url: string, max: number) => ({
  connectionString: url,
  schema: bellSchema,
  max,
  application_name: 'etapp-bell',
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  keepAlive: true,
  // A ring that a crash forgets is rung by the sweep, so none waits for the disk.
  options: '-c synchronous_commit=off',
});

/** The queue on PostgreSQL, for whoever asks or shows; `onTrouble` hears of its connections. */
export const postgresQueue = (url: string, onTrouble: BellParts['onTrouble']) => {
  const connection = connectionOf(url, bellConnections.queue);
  const queue = new Queue<Ring>(queueName, { connection });
  queue.on('error', onTrouble);
  return queue;
};

/** Makes a bell on PostgreSQL. Connects when it is first used. One worker process only: see `jobOptions`. */
export const postgresBell = ({ url, ...parts }: PostgresBellParts): Bell =>
  bullmqBell(
    {
      openQueue: () => postgresQueue(url, parts.onTrouble),
      openWorker: (process) => {
        const connection = connectionOf(url, bellConnections.worker);
        const concurrency = parts.concurrency ?? defaultConcurrency;
        const worker = new Worker<Ring, void>(queueName, process, { ...workerOptions, connection, concurrency });
        return worker.on('error', parts.onTrouble);
      },
      warnings: async () => [],
    },
    parts,
  );
