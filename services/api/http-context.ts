import type { Caller } from '@etapp/access';
import { languageOf, traceIdOf } from '@etapp/http';
import type { FastifyRequest } from 'fastify';
import { v7 as newId, validate } from 'uuid';

/** What one request carries besides its path and body. */
export type HttpContext = {
  readonly correlationId: string;
  readonly language: 'sv' | 'en';
  /** Set once the token was checked; absent on open routes. */
  caller?: Caller;
};

const contexts = new WeakMap<FastifyRequest['raw'], HttpContext>();

const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** A header that may be sent once. */
export const headerOf = (request: FastifyRequest, name: string): string | undefined => single(request.headers[name]);

/** The client's own id, else the id of the trace that the request belongs to, else a new one. */
const correlationIdOf = (request: FastifyRequest): string => {
  const sent = headerOf(request, 'etapp-correlation-id');
  if (sent !== undefined && validate(sent)) return sent.toLowerCase();
  return traceIdOf(headerOf(request, 'traceparent')) ?? newId();
};

/** The context of a request, made on first use. */
export const contextOf = (request: FastifyRequest): HttpContext => {
  const known = contexts.get(request.raw);
  if (known !== undefined) return known;
  const context: HttpContext = {
    correlationId: correlationIdOf(request),
    language: languageOf(headerOf(request, 'accept-language')),
  };
  contexts.set(request.raw, context);
  return context;
};

/** The caller of a request on a route that needs one. Throws where the identity hook was not run: a defect. */
export const callerOf = (request: FastifyRequest): Caller => {
  const { caller } = contextOf(request);
  if (caller === undefined) throw new Error('a route that needs a caller was reached without one');
  return caller;
};
