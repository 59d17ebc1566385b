import { createRequire } from 'node:module';
import { dirname } from 'node:path';

import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { Queue } from 'bullmq';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { postgresQueue } from '../bell/postgres-bell.js';
import { redisQueue } from '../bell/redis-bell.js';

/** What the operator's view of the queue is made of. */
export type QueueBoardParts = {
  /** Where it stands, such as `/operator/queue`. */
  readonly prefix: string;
  /** Redis where there is one; otherwise the database, as `etapp_reminders`. */
  readonly bell: { readonly redisUrl: string } | { readonly databaseUrl: string };
  /** Throws, or answers, to refuse somebody who is not an operator. Asked before every answer, its pictures and scripts too. */
  readonly guard: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
};

// The page names a font of another house; no browser shall ask for it, and offline none waits for it.
const policy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const openQueue = ({ bell, onTrouble }: QueueBoardParts, signal: AbortSignal) =>
  'redisUrl' in bell
    ? redisQueue({ url: bell.redisUrl, onTrouble, signal })
    : postgresQueue(bell.databaseUrl, onTrouble);

// The board's types know a queue on Redis only; the board itself asks the queue what it is on.
const isShown = (queue: object): queue is Queue => 'getJobCounts' in queue;
const shown = (queue: object): Queue => {
  if (!isShown(queue)) throw new TypeError('Not a queue');
  return queue;
};

/**
 * Shows the operator the queue, to read only: what waits and what is in hand; what has rung is gone. A job shows an
 * instant and nothing of a person. Its files come from the package, so it works offline. It is closed with the server.
 */
export const mountQueueBoard = async (app: FastifyInstance, parts: QueueBoardParts): Promise<void> => {
  const { prefix, guard } = parts;
  const ending = new AbortController();
  const queue = openQueue(parts, ending.signal);
  const serverAdapter = new FastifyAdapter().setBasePath(prefix);
  createBullBoard({
    queues: [new BullMQAdapter(shown(queue), { readOnlyMode: true })],
    serverAdapter,
    options: {
      uiBasePath: dirname(createRequire(import.meta.url).resolve('@bull-board/ui/package.json')),
      uiConfig: { boardTitle: 'Etapp', hideRedisDetails: true },
    },
  });
  await app.register(
    async (board) => {
      board.addHook('onRequest', async (request, reply) => {
        void reply.header('content-security-policy', policy).header('cache-control', 'no-store');
        await guard(request, reply);
        if (reply.sent) return;
        // The second lock behind the board's own.
        if (request.method !== 'GET' && request.method !== 'HEAD') await reply.code(405).header('allow', 'GET').send();
      });
      await board.register(serverAdapter.registerPlugin());
    },
    { prefix },
  );
  app.addHook('onClose', async () => {
    ending.abort();
    await queue.close();
  });
};
