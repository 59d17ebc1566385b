import { FastifyAdapter } from '@nestjs/platform-fastify';

import { answerUnreadable, answerUnroutable } from './problems/before-routing.js';
import type { ProblemFilter } from './problems/problem-filter.js';

/**
 * The HTTP server: its limits, what it answers before a route is found, and the gateways (addresses or networks) whose
 * `X-Forwarded-For` it believes. Without any, a client's address is that of its connection.
 */
export const createAdapter = (filter: ProblemFilter, trustedProxies: readonly string[]): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: 256 * 1024,
    requestTimeout: 10_000,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    http: { maxHeaderSize: 16 * 1024 },
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: false },
    frameworkErrors: answerUnroutable(filter),
    clientErrorHandler: answerUnreadable,
    // Drains: requests under way are answered, idle connections are closed.
    forceCloseConnections: 'idle',
    // A request that was on its way when the end began is answered like any other, and its connection closed.
    return503OnClosing: false,
  });
