import { etagOf } from '@etapp/http';
import { Controller, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { type CommandRoute, commandRoutes, idParameter } from '../catalogue.js';
import { callerOf, contextOf, headerOf } from '../http-context.js';
import { locationOf } from '../locations.js';
import { COMMANDS } from '../tokens.js';
import type { CommandService } from './command-service.js';

type Handler = (
  this: { readonly commands: CommandService },
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<object>;

const parameterOf = (request: FastifyRequest, name: string): string | undefined => {
  const { params } = request;
  const value: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' ? value : undefined;
};

const handlerFor = (route: CommandRoute): Handler =>
  async function handle(request, reply) {
    const id = parameterOf(request, idParameter(route.aggregate.category));
    const { receipt, position, repeated } = await this.commands.execute(route, {
      caller: callerOf(request),
      correlationId: contextOf(request).correlationId,
      parameters: request.query,
      id,
      body: request.body,
      idempotencyKey: headerOf(request, 'idempotency-key'),
      ifMatch: headerOf(request, 'if-match'),
    });
    reply.headers({ ETag: etagOf(receipt.version), 'Etapp-Position': position });
    if (repeated) reply.header('Etapp-Replayed', 'true');
    if (route.creates !== undefined) reply.status(201);
    const location = locationOf(route);
    const streamId = receipt.stream.slice(route.aggregate.category.length + 1);
    if (location !== undefined) reply.header('Location', `/v1${location.replace(/\{\w+\}/, streamId)}`);
    return receipt;
  };

/** One controller for a group of routes: what decorators would say, said by calls, once per catalogue entry. */
const controllerFor = (routes: readonly CommandRoute[]): Type => {
  class CommandController {
    constructor(@Inject(COMMANDS) readonly commands: CommandService) {}
  }
  const { prototype } = CommandController;
  for (const route of routes) {
    Object.defineProperty(prototype, route.name, { value: handlerFor(route), configurable: true });
    const descriptor = Object.getOwnPropertyDescriptor(prototype, route.name) ?? {};
    Post(route.path.replaceAll(/\{(\w+)\}/g, ':$1'))(prototype, route.name, descriptor);
    HttpCode(200)(prototype, route.name, descriptor);
    Req()(prototype, route.name, 0);
    Res({ passthrough: true })(prototype, route.name, 1);
    Reflect.defineMetadata('design:paramtypes', [Object, Object], prototype, route.name);
  }
  Controller('v1')(CommandController);
  return CommandController;
};

/** Every command route. */
export const CommandController = controllerFor(commandRoutes);
