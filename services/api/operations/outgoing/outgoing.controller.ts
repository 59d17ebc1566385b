import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { callerOf } from '../../http-context.js';
import { refuseParameters } from '../../problems/refuse-parameters.js';
import { OUTGOING } from '../../tokens.js';
import type { OutgoingAdmin } from './outgoing-admin.js';

/** Deliveries that gave up, and who outside is told, for the operator. */
@Controller('v1/admin')
export class OutgoingController {
  constructor(@Inject(OUTGOING) private readonly outgoing: OutgoingAdmin) {}

  /** What was given up. */
  @Get('dead-letters')
  deadLetters(@Req() request: FastifyRequest): Promise<unknown> {
    refuseParameters(request.query);
    return this.outgoing.deadLetters(callerOf(request));
  }

  /** Sends one again. */
  @Post('dead-letters/:key/retry')
  @HttpCode(200)
  retry(@Param('key') key: string, @Req() request: FastifyRequest): Promise<unknown> {
    refuseParameters(request.query);
    return this.outgoing.retry(callerOf(request), key);
  }

  /** Gives one up for good. */
  @Post('dead-letters/:key/discard')
  @HttpCode(200)
  discard(@Param('key') key: string, @Req() request: FastifyRequest): Promise<unknown> {
    refuseParameters(request.query);
    return this.outgoing.discard(callerOf(request), key, request.body);
  }

  /** Who outside is told. */
  @Get('webhook-subscriptions')
  subscriptions(@Req() request: FastifyRequest): Promise<unknown> {
    refuseParameters(request.query);
    return this.outgoing.subscriptions(callerOf(request));
  }

  /** Lets somebody be told. */
  @Post('webhook-subscriptions')
  @HttpCode(201)
  subscribe(@Req() request: FastifyRequest): Promise<unknown> {
    refuseParameters(request.query);
    return this.outgoing.subscribe(callerOf(request), request.body);
  }

  /** Ends one for good. */
  @Post('webhook-subscriptions/:webhookId/end')
  @HttpCode(200)
  unsubscribe(@Param('webhookId') webhookId: string, @Req() request: FastifyRequest): Promise<unknown> {
    refuseParameters(request.query);
    return this.outgoing.unsubscribe(callerOf(request), webhookId);
  }
}
