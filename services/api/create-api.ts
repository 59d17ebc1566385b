import 'reflect-metadata';

import type { Caller } from '@etapp/access';
import type { Engine } from '@etapp/command-engine';
import type { TokenVerifier } from '@etapp/http';
import type { Tracing } from '@etapp/telemetry';
import { ConsoleLogger, type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { createAdapter } from './adapter.js';
import { CommandController } from './commands/command-controllers.js';
import { commandHandlers } from './commands/command-messages.js';
import { commandService } from './commands/command-service.js';
import type { Receipts } from './commands/receipts.js';
import type { FactResolver } from './facts/resolve-facts.js';
import { type Directory, installHooks } from './hooks.js';
import { installLimits } from './limits.js';
import { observeCommands } from './operations/observe-commands.js';
import { observeRequests } from './operations/observe-requests.js';
import type { Metrics } from './operations/metrics.js';
import { type Operations, OperationsController } from './operations/operations.controller.js';
import { installDocs } from './operations/docs.js';
import type { Drain } from './operations/drain.js';
import { ProblemFilter } from './problems/problem-filter.js';
import type { PersonSearcher } from './queries/person-search.js';
import type { OutgoingAdmin } from './operations/outgoing/outgoing-admin.js';
import { OutgoingController } from './operations/outgoing/outgoing.controller.js';
import { ProjectionHealthController } from './operations/projection-health.controller.js';
import type { ProjectionHealthReader } from './operations/projection-health.js';
import { ReminderHealthController } from './operations/reminder-health.controller.js';
import type { ReminderHealthReader } from './operations/reminder-health.js';
import { PersonSearchController } from './queries/person-search.controller.js';
import { QueryController } from './queries/query-controllers.js';
import type { ReadService } from './queries/read-service.js';
import {
  COMMAND_ENGINE,
  COMMANDS,
  OPERATIONS,
  OUTGOING,
  PERSON_SEARCH,
  PROJECTION_HEALTH,
  READS,
  REMINDER_HEALTH,
} from './tokens.js';

/** What the API is made of. Everything with IO comes from outside, so that tests and the standalone compose it as they need. */
export type ApiParts = {
  readonly engine: Engine;
  readonly receipts: Receipts;
  readonly resolveFacts: FactResolver;
  readonly isProtected: (tenant: string, personId: string) => Promise<boolean>;
  readonly mayKnowPerson: (caller: Caller, personId: string) => Promise<boolean>;
  readonly today: () => string;
  readonly reads: ReadService;
  readonly search: PersonSearcher;
  readonly reminderHealth: ReminderHealthReader;
  readonly projectionHealth: ProjectionHealthReader;
  readonly outgoing: OutgoingAdmin;
  readonly verify: TokenVerifier;
  readonly directory: Directory;
  readonly operations: Operations;
  readonly drain: Drain;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  /** Gateways (addresses or networks) whose word on a client's address is taken. */
  readonly trustedProxies: readonly string[];
};

@Module({})
class ApiModule {
  static of(parts: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        CommandController,
        QueryController,
        PersonSearchController,
        ReminderHealthController,
        ProjectionHealthController,
        OutgoingController,
        OperationsController,
      ],
      providers: [
        ...commandHandlers,
        { provide: COMMAND_ENGINE, useValue: parts.engine },
        {
          provide: COMMANDS,
          inject: [CommandBus],
          useFactory: (bus: CommandBus) => observeCommands(commandService({ ...parts, bus }), parts),
        },
        { provide: READS, useValue: parts.reads },
        { provide: PERSON_SEARCH, useValue: parts.search },
        { provide: REMINDER_HEALTH, useValue: parts.reminderHealth },
        { provide: PROJECTION_HEALTH, useValue: parts.projectionHealth },
        { provide: OUTGOING, useValue: parts.outgoing },
        { provide: OPERATIONS, useValue: parts.operations },
      ],
    };
  }
}

/** Builds the API, ready to listen. `close()` drains it. */
export const createApi = async (parts: ApiParts): Promise<NestFastifyApplication> => {
  const filter = new ProblemFilter((code) => parts.metrics.problems.inc({ code }));
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.of(parts),
    createAdapter(filter, parts.trustedProxies),
    {
      bodyParser: false,
      logger: new ConsoleLogger({ json: true, logLevels: ['error', 'warn'] }),
      abortOnError: false,
    },
  );
  app.useGlobalFilters(filter);
  const fastify = app.getHttpAdapter().getInstance();
  observeRequests(fastify, parts.metrics, parts.tracing);
  parts.drain.install(fastify);
  await installLimits(fastify);
  installHooks(fastify, parts.verify, parts.directory);
  await installDocs(fastify);
  await app.init();
  return app;
};
