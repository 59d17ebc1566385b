import { Controller, Get, Inject, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { callerOf } from '../http-context.js';
import { refuseParameters } from '../problems/refuse-parameters.js';
import { REMINDER_HEALTH } from '../tokens.js';
import type { ReminderHealthReader } from './reminder-health.js';

/** How the reminder workers are, for the operator. */
@Controller('v1/admin/reminders/health')
export class ReminderHealthController {
  constructor(@Inject(REMINDER_HEALTH) private readonly read: ReminderHealthReader) {}

  /** What each worker last said. */
  @Get()
  health(@Req() request: FastifyRequest): Promise<unknown> {
    refuseParameters(request.query);
    return this.read(callerOf(request));
  }
}
