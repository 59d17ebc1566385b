import { setTimeout as delay } from 'node:timers/promises';

import type { FastifyInstance } from 'fastify';

import type { HealthCheck } from './health.js';

/** How long ending takes at most, in milliseconds. */
export type DrainTimes = {
  /** From "not ready" to the end of listening, so that whoever shares requests out has seen it. Default: 0. */
  readonly noticeMs?: number | undefined;
  /** In all; what is not answered by then is cut off, and may be sent again with its key. Default: 10,000. */
  readonly withinMs?: number | undefined;
};

/** How the API ends without failing those who ask it. */
export type Drain = {
  /** Not ready from the moment when the end has begun. */
  readonly readiness: HealthCheck;
  /** Lets answers say that their connection closes, once the end has begun. */
  readonly install: (fastify: FastifyInstance) => void;
  /** Not ready at first, then no new connections; done when every request in hand is answered, or the time is out. */
  readonly run: (fastify: FastifyInstance, close: () => Promise<void>) => Promise<void>;
};

/** The process is about to end. */
class Draining extends Error {
  override readonly name = 'Draining';
}

const defaultWithinMs = 10_000;

/** Makes the end of one API. */
export const createDrain = ({ noticeMs = 0, withinMs = defaultWithinMs }: DrainTimes): Drain => {
  let begun = false;
  return {
    readiness: {
      name: 'accepting',
      check: async () => {
        if (begun) throw new Draining();
      },
    },
    install: (fastify) => {
      fastify.addHook('onSend', async (_request, reply) => {
        if (begun) reply.header('Connection', 'close');
      });
    },
    run: async (fastify, close) => {
      begun = true;
      const cutOff = setTimeout(() => fastify.server.closeAllConnections(), withinMs);
      try {
        if (noticeMs > 0) await delay(Math.min(noticeMs, withinMs));
        await close();
      } finally {
        clearTimeout(cutOff);
      }
    },
  };
};
