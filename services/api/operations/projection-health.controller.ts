import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { callerOf } from '../http-context.js';
import { refuseParameters } from '../problems/refuse-parameters.js';
import { PROJECTION_HEALTH } from '../tokens.js';
import type { ProjectionHealthReader } from './projection-health.js';

/** How the read models are, for the operator. */
@Controller('v1/admin/projections')
export class ProjectionHealthController {
  constructor(@Inject(PROJECTION_HEALTH) private readonly read: ProjectionHealthReader) {}

  /** Each of them. */
  @Get()
  all(@Req() request: FastifyRequest): Promise<unknown> {
    refuseParameters(request.query);
    return this.read.all(callerOf(request));
  }

  /** One of them. */
  @Get(':name')
  one(@Param('name') name: string, @Req() request: FastifyRequest): Promise<unknown> {
    refuseParameters(request.query);
    return this.read.one(callerOf(request), name);
  }
}
