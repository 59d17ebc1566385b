import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { contextOf } from '../http-context.js';
import { asyncApiDocument } from '../asyncapi/document.js';
import { openApiDocument } from '../openapi/document.js';
import { ProblemError } from '../problems/problem-error.js';
import { refuseParameters } from '../problems/refuse-parameters.js';
import { isProblemCode, problems } from '../problems/problems.js';
import { OPERATIONS } from '../tokens.js';
import { apiInfo } from './api-info.js';
import { type Health, type HealthCheck, healthOf } from './health.js';

/** What operations need of the composition. */
export type Operations = {
  readonly readiness: readonly HealthCheck[];
  /** Public keys that check what webhooks are told, newest last. */
  readonly webhookKeys: () => Promise<readonly string[]>;
};

const cacheable = 'public, max-age=3600';
type Language = 'sv' | 'en';

/** A document that is made once in each language. */
const madeOnce = (make: (language: Language) => object): ((language: Language) => object) => {
  const made = new Map<Language, object>();
  return (language) => {
    const document = made.get(language) ?? make(language);
    made.set(language, document);
    return document;
  };
};
const openApiIn = madeOnce(openApiDocument);
const asyncApiIn = madeOnce(asyncApiDocument);

const languageIn = (parameters: object): Language => {
  refuseParameters(parameters, ['lang']);
  const language: unknown = Reflect.get(parameters, 'lang') ?? 'sv';
  if (language === 'sv' || language === 'en') return language;
  const detail = { sv: 'Här ska stå sv eller en.', en: 'This must be sv or en.' };
  throw new ProblemError('invalid-query', { errors: [{ pointer: '/lang', code: 'not-in-list', detail }] });
};

/** Open routes: who we are, our documents, how we are. */
@Controller()
export class OperationsController {
  constructor(@Inject(OPERATIONS) private readonly operations: Operations) {}

  /** Name, version, limits, and the keys that check what webhooks are told. */
  @Get('v1/api-info')
  async info(@Query() parameters: object, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    refuseParameters(parameters);
    const webhookKeys = await this.operations.webhookKeys();
    reply.header('Cache-Control', cacheable);
    return { ...apiInfo, webhookKeys };
  }

  /** The OpenAPI document in Swedish or English. */
  @Get('v1/openapi.json')
  openApi(@Query() parameters: object, @Res({ passthrough: true }) reply: FastifyReply): object {
    const language = languageIn(parameters);
    reply.header('Cache-Control', cacheable);
    return openApiIn(language);
  }

  /** The AsyncAPI document of what webhooks are told, in Swedish or English. */
  @Get('v1/asyncapi.json')
  asyncApi(@Query() parameters: object, @Res({ passthrough: true }) reply: FastifyReply): object {
    const language = languageIn(parameters);
    reply.header('Cache-Control', cacheable);
    return asyncApiIn(language);
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
