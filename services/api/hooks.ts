import { isUtf8 } from 'node:buffer';

import type { Caller } from '@etapp/access';
import type { Principal, TokenVerifier } from '@etapp/http';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { allowedMethods } from './allowed-methods.js';
import { contextOf, headerOf } from './http-context.js';
import { ProblemError } from './problems/problem-error.js';

const maxBody = 256 * 1024;
const maxUrl = 2048;

/** Looks a principal up in the staff directory; undefined for somebody Etapp does not know. */
export type Directory = (principal: Principal) => Promise<Caller | undefined>;

const isOpen = (url: string): boolean =>
  url.startsWith('/health/') ||
  url.startsWith('/docs') ||
  /^\/v1\/(api-info|(open|async)api\.json|problems\/)/.test(url);

const checkSize = (request: FastifyRequest): void => {
  if (request.url.length > maxUrl) throw new ProblemError('url-too-long');
  if (Number(request.headers['content-length'] ?? 0) > maxBody) throw new ProblemError('body-too-large');
};

const isJson = (contentType = ''): boolean => {
  const [type = ''] = contentType.split(';');
  const [, charset = 'utf-8'] = /charset="?([^\s;"]+)/i.exec(contentType) ?? [];
  return type.trim().toLowerCase() === 'application/json' && /^utf-?8$/i.test(charset);
};

const hasBody = ({ headers }: FastifyRequest): boolean =>
  (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;

const checkMedia = (request: FastifyRequest): void => {
  const { accept = '*/*', 'content-type': type } = request.headers;
  if (request.method === 'POST' && hasBody(request) && !isJson(type)) throw new ProblemError('unsupported-media-type');
  if (!/\*\/\*|application\/(\*|json|problem\+json)/.test(accept)) throw new ProblemError('not-acceptable');
};

/**
 * What happens to every request before its route: size and media, then identity. Identity is the default: a route is open
 * only if it is listed as such, so a forgotten route is a closed one.
 */
export const installHooks = (fastify: FastifyInstance, verify: TokenVerifier, directory: Directory): void => {
  fastify.removeAllContentTypeParsers();
  // The text is parsed by the route, after it has judged the caller's role: an answer never reveals a later step.
  // Bytes that are no UTF-8 are no text, hence no JSON.
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBody }, (_request, body, done) =>
    done(null, Buffer.isBuffer(body) && isUtf8(body) ? body.toString() : undefined),
  );
  const routes = allowedMethods(fastify);

  fastify.addHook('onRequest', async (request, reply) => {
    const context = contextOf(request);
    reply.header('Etapp-Correlation-Id', context.correlationId);
    reply.header('Cache-Control', 'no-store');
    checkSize(request);
    if (isOpen(request.url)) return routes.check(request);
    checkMedia(request);
    const caller = await directory(await verify(headerOf(request, 'authorization')));
    if (caller === undefined) throw new ProblemError('not-authenticated');
    context.caller = caller;
    routes.check(request);
  });
};
