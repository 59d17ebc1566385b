import type { AddressInfo } from 'node:net';

import type { ClockWatch } from '@etapp/database';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { mountQueueBoard, type QueueBoardParts } from '../board/queue-board.js';
import type { ReminderHealth } from '../health.js';
import { readinessOf } from './readiness.js';
import { holdsToken } from './token.js';

/** What an operator sees of a worker. */
type Observed = {
  readonly health: () => Promise<ReminderHealth>;
  /** Compares the clocks; none where time is made up. */
  readonly clock?: Pick<ClockWatch, 'check'> | undefined;
  /** The metrics as they are now, as Prometheus text, and the content type of it. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
};

/** What the listener is made of. */
export type OperationsParts = Observed & {
  readonly at: { readonly host: string; readonly port: number };
  /** Asked for before metrics and queue are shown. */
  readonly token: string;
  /** Where the queue is. */
  readonly queue: QueueBoardParts['bell'];
  readonly onTrouble: (error: unknown) => void;
};

/** A listener that runs. */
export type OperationsServer = { readonly url: string; readonly close: () => Promise<void> };

/** Where the queue is shown. */
export const boardPath = '/queue';

const challenge = 'Basic realm="Etapp", charset="UTF-8"';

const installHealth = (app: FastifyInstance, { health, clock }: Observed): void => {
  app.get('/health/live', () => ({ status: 'up', checks: [] }));
  app.get('/health/ready', async (_request, reply) => {
    const readiness = await readinessOf(health, clock);
    return reply.code(readiness.status === 'down' ? 503 : 200).send(readiness);
  });
};

const installMetrics = (app: FastifyInstance, guard: QueueBoardParts['guard'], { metrics }: Observed): void => {
  app.get('/metrics', { onRequest: guard }, async (_request, reply) => {
    try {
      const { contentType, text } = await metrics();
      return await reply.type(contentType).send(text);
    } catch {
      return reply.code(503).send();
    }
  });
};

/** No word of a fault leaves: its message may hold an address. */
const answerFault = (_error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply.code(500).send();

const addressOf = (app: FastifyInstance): string => {
  const { address, family, port } = Object.assign<Partial<AddressInfo>, unknown>({}, app.server.address());
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
};

/**
 * Listens for whoever operates the worker: `/health/live` and `/health/ready` for anybody who reaches the port, and with
 * the token `/metrics` and the queue, to read only. Rejects if the port is taken.
 */
export const serveOperations = async (parts: OperationsParts): Promise<OperationsServer> => {
  const { at, token, queue, onTrouble } = parts;
  const app = fastify({ forceCloseConnections: true });
  const guard: QueueBoardParts['guard'] = async ({ headers }, reply) => {
    if (!holdsToken(headers.authorization, token)) await reply.code(401).header('www-authenticate', challenge).send();
  };
  app.addHook('onSend', async (_request, reply) => {
    void reply.headers({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });
  app.setErrorHandler(answerFault);
  app.setNotFoundHandler((_request, reply) => reply.code(404).send());
  installHealth(app, parts);
  installMetrics(app, guard, parts);
  await mountQueueBoard(app, { prefix: boardPath, bell: queue, guard, onTrouble });
  try {
    await app.listen(at);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { url: addressOf(app), close: () => app.close() };
};
