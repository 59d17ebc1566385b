import { traceParentOf } from '@etapp/http';
import { type OpenSpan, type Start, traceOf, type Tracing } from '@etapp/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { contextOf, headerOf } from '../http-context.js';
import type { Metrics } from './metrics.js';

/** The route's template, never the path: a path holds ids. */
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'none';

/**
 * The request's trace is that of its correlation, which everything that it leads to carries. A caller's span is its parent
 * where the caller named no other correlation; else the two traces are linked.
 */
const startOf = (request: FastifyRequest): Start => {
  const { correlationId } = contextOf(request);
  const caller = traceParentOf(headerOf(request, 'traceparent'));
  const start: Start = {
    ...{ name: `${request.method} ${routeOf(request)}`, kind: 'server' },
    attributes: { 'http.request.method': request.method, 'http.route': routeOf(request) },
  };
  if (caller === undefined) return { ...start, correlationId };
  return caller.traceId === traceOf(correlationId)
    ? { ...start, parent: caller }
    : { ...start, correlationId, links: [caller] };
};

const endOf = (span: OpenSpan, { statusCode }: FastifyReply): void => {
  span.set({ 'http.response.status_code': statusCode });
  if (statusCode >= 500) span.set({ 'error.type': String(statusCode) });
  span.end();
};

const traceRequests = (fastify: FastifyInstance, tracing: Tracing): void => {
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  fastify.addHook('onRequest', (request, reply, done) => {
    const span = tracing.open(startOf(request));
    spans.set(request, span);
    reply.raw.once('close', () => endOf(span, reply));
    span.run(done);
  });
  // Reading a body leaves the span: it goes on where the socket's data comes from.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else span.run(done);
  });
};

/** Measures and traces every answer by route template. */
export const observeRequests = (fastify: FastifyInstance, metrics: Metrics, tracing: Tracing): void => {
  fastify.addHook('onRequest', async (_request, reply) => {
    metrics.inFlight.inc();
    reply.raw.once('close', () => metrics.inFlight.dec());
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: routeOf(request), status: reply.statusCode };
    metrics.requests.observe(labels, reply.elapsedTime / 1_000);
  });
  if (tracing.on) traceRequests(fastify, tracing);
};
