import { Controller, Get, Inject, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { callerOf, headerOf } from '../http-context.js';
import { refuseParameters } from '../problems/refuse-parameters.js';
import { READS } from '../tokens.js';
import type { Query } from './define-query.js';
import { queries } from './queries.js';
import type { Answered, IncomingQuery, ReadService } from './read-service.js';

type Ask = (reads: ReadService, query: Query, incoming: IncomingQuery) => Promise<Answered>;
type Handler = (this: { readonly reads: ReadService }, request: FastifyRequest, reply: FastifyReply) => Promise<object>;

/** Query and path parameters; one that the path gives cannot be given again. */
const parametersOf = (inQuery: object, inPath: object): Readonly<Record<string, unknown>> => {
  const twice = Object.keys(inQuery).filter((name) => name in inPath);
  refuseParameters(Object.fromEntries(twice.map((name) => [name, ''])));
  return { ...inQuery, ...inPath };
};

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

/** Aborts once the answer is sent, or its reader has hung up. */
const goneFrom = ({ raw }: FastifyReply): AbortSignal => {
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  return gone.signal;
};

const incomingOf = (request: FastifyRequest, reply: FastifyReply): IncomingQuery => ({
  caller: callerOf(request),
  parameters: parametersOf(fieldsOf(request.query), fieldsOf(request.params)),
  waitFor: headerOf(request, 'etapp-wait-for'),
  gone: goneFrom(reply),
});

const handlerFor = (query: Query, ask: Ask): Handler =>
  async function handle(request, reply) {
    const { body, position, etag } = await ask(this.reads, query, incomingOf(request, reply));
    reply.header('Etapp-Position', position);
    if (etag !== undefined) reply.header('ETag', etag);
    const next: unknown = fieldsOf(Reflect.get(body, 'page'))['nextCursor'];
    if (typeof next === 'string') reply.header('Link', `<${nextUrl(request, next)}>; rel="next"`);
    return body;
  };

const nextUrl = (request: FastifyRequest, cursor: string): string => {
  const url = new URL(request.url, 'http://localhost');
  url.searchParams.delete('page');
  url.searchParams.set('cursor', cursor);
  return `${url.pathname}${url.search}`;
};

/** The routes of every question, live and past, made from their definitions. */
const controllerFor = (): Type => {
  class QueryController {
    constructor(@Inject(READS) readonly reads: ReadService) {}
  }
  const { prototype } = QueryController;
  const add = (name: string, path: string, handler: Handler): void => {
    Object.defineProperty(prototype, name, { value: handler, configurable: true });
    Get(path)(prototype, name, Object.getOwnPropertyDescriptor(prototype, name) ?? {});
    Req()(prototype, name, 0);
    Res({ passthrough: true })(prototype, name, 1);
    Reflect.defineMetadata('design:paramtypes', [Object, Object], prototype, name);
  };
  for (const query of queries) {
    const live: Ask = (reads, asked, incoming) => reads.ask(asked, incoming);
    const past: Ask = (reads, asked, incoming) => reads.askPast(asked, incoming);
    add(query.name, query.path.replaceAll(/\{(\w+)\}/g, ':$1'), handlerFor(query, live));
    if (query.presentOnly === true) continue;
    add(`${query.name}_past`, `/audit/read-models/${query.name.replaceAll('_', '-')}`, handlerFor(query, past));
  }
  Controller('v1')(QueryController);
  return QueryController;
};

/** Every query route. */
export const QueryController = controllerFor();
