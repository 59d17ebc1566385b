import type { FastifyInstance } from 'fastify';

import type { Metrics } from './metrics.js';

/** Measures every answer by route template, never by path: a path holds ids. */
export const observeRequests = (fastify: FastifyInstance, metrics: Metrics): void => {
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
};
