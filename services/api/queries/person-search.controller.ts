import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { callerOf } from '../http-context.js';
import { refuseParameters } from '../problems/refuse-parameters.js';
import { PERSON_SEARCH } from '../tokens.js';
import type { PersonSearcher } from './person-search.js';

/** Search by number goes in a body: no personal number stands in a path, a query or a log of addresses. */
@Controller('v1/person-searches')
export class PersonSearchController {
  constructor(@Inject(PERSON_SEARCH) private readonly search: PersonSearcher) {}

  /** Finds persons. */
  @Post()
  @HttpCode(200)
  find(@Req() request: FastifyRequest): Promise<unknown> {
    refuseParameters(request.query);
    return this.search(callerOf(request), request.body);
  }
}
