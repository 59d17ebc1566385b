import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { contextOf } from '../http-context.js';
import { openApiDocument } from '../openapi/document.js';
import { ProblemError } from '../problems/problem-error.js';
import { refuseParameters } from '../problems/refuse-parameters.js';
import { isProblemCode, problems } from '../problems/problems.js';
import { OPERATIONS } from '../tokens.js';
import { apiInfo } from './api-info.js';
import { type Health, type HealthCheck, healthOf } from './health.js';

/** What operations need of the composition. */
export type Operations = { readonly readiness: readonly HealthCheck[] };

const cacheable = 'public, max-age=3600';
const documents = new Map<string, object>();

const documentIn = (language: 'sv' | 'en'): object => {
  const document = documents.get(language) ?? openApiDocument(language);
  documents.set(language, document);
  return document;
};

/** Open routes: who we are, our documents, how we are. */
@Controller()
export class OperationsController {
  constructor(@Inject(OPERATIONS) private readonly operations: Operations) {}

  /** Name, version, limits. */
  @Get('v1/api-info')
  info(@Query() parameters: object, @Res({ passthrough: true }) reply: FastifyReply): object {
    refuseParameters(parameters);
    reply.header('Cache-Control', cacheable);
    return apiInfo;
  }

  /** The OpenAPI document in Swedish or English. */
  @Get('v1/openapi.json')
  openApi(@Query() parameters: object, @Res({ passthrough: true }) reply: FastifyReply): object {
    refuseParameters(parameters, ['lang']);
    const language: unknown = Reflect.get(parameters, 'lang');
    if (language !== undefined && language !== 'sv' && language !== 'en') {
      const detail = { sv: 'Här ska stå sv eller en.', en: 'This must be sv or en.' };
      throw new ProblemError('invalid-query', { errors: [{ pointer: '/lang', code: 'not-in-list', detail }] });
    }
    reply.header('Cache-Control', cacheable);
    return documentIn(language ?? 'sv');
  }

  /** Cause and cure of a problem code. */
  @Get('v1/problems/:code')
  problem(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    refuseParameters(request.query);
    if (!isProblemCode(code)) throw new ProblemError('not-found');
    reply.header('Cache-Control', cacheable);
    const { status, ...texts } = problems[code];
    return { code, status, ...texts[contextOf(request).language] };
  }

  /** The process answers. */
  @Get('health/live')
  live(): Health {
    return { status: 'up', checks: [] };
  }

  /** The process has started: it listens only then. */
  @Get('health/startup')
  startup(): Health {
    return { status: 'up', checks: [] };
  }

  /** Fit for traffic, or which dependency is at fault. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const health = await healthOf(this.operations.readiness);
    if (health.status === 'down') reply.status(503);
    return health;
  }
}
