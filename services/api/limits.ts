import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';

import { contextOf } from './http-context.js';
import { ProblemError } from './problems/problem-error.js';

/** Requests a minute from one address; a caseworker's busiest minute is far below it. */
export const perMinute = 6_000;

/** Headers and rates: nothing is embedded, sniffed or framed, and one address cannot crowd out the others. */
export const installLimits = async (fastify: FastifyInstance): Promise<void> => {
  await fastify.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
  });
  await fastify.register(rateLimit, {
    global: true,
    max: perMinute,
    timeWindow: 60_000,
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: (request, context) => {
      contextOf(request);
      return new ProblemError('too-many-requests', { retryAfterSeconds: Math.ceil(context.ttl / 1000) });
    },
  });
};
