import { createHash } from 'node:crypto';

import { localDay } from '@etapp/calendar';
import type { Engine } from '@etapp/command-engine';
import type { ClockWatch } from '@etapp/database';
import type { EventStore } from '@etapp/event-store';
import { cursors, type Issuer, tokenVerifier } from '@etapp/http';
import { opener } from '@etapp/privacy';
import { createPositionWaiter, type StatusReader, statusReader } from '@etapp/projection-engine';
import { noTracing, type OnExport, type Tracing } from '@etapp/telemetry';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Pool } from 'pg';

import type { InsideCommands } from './commands/act.js';
import { type CommandStep, tellingSteps } from './commands/command-steps.js';
import { type Receipts, receipts } from './commands/receipts.js';
import { type CommandComposition, type CommandSettings, composeCommands } from './compose-commands.js';
import { createApi } from './create-api.js';
import { staffDirectory } from './directory.js';
import { knownPersons } from './facts/known-persons.js';
import { protectionLookup } from './facts/protection-lookup.js';
import { createDrain, type Drain, type DrainTimes } from './operations/drain.js';
import { hourly } from './operations/housekeeping.js';
import { createMetrics, type Metrics } from './operations/metrics.js';
import { outgoingAdmin } from './operations/outgoing/outgoing-admin.js';
import { projectionHealth } from './operations/projection-health.js';
import { readiness } from './operations/readiness.js';
import { reminderHealth } from './operations/reminder-health.js';
import { traceReads, traceSearch } from './operations/trace-reads.js';
import { webhookKeys } from './operations/webhook-keys.js';
import { openedCases } from './queries/opened-cases.js';
import { personSearch } from './queries/person-search.js';
import { readService } from './queries/read-service.js';

/** Where the API finds what it needs, and what it may trust. */
export type ApiSettings = Omit<CommandSettings, 'observer'> & {
  readonly issuers: readonly Issuer[];
  /** Gateways (addresses or networks) whose word on a client's address is taken; none unless given. */
  readonly trustedProxies?: readonly string[];
  /** Hosts that may be told of facts, as `host` or `host:port`, by municipality; none unless given. */
  readonly webhookHosts?: Readonly<Record<string, readonly string[]>>;
  /** A secret of the deployment for cursors and fingerprints; losing it invalidates open cursors, no more. */
  readonly secret: Uint8Array;
  /** Begins to trace, and hears what becomes of spans; none: nothing is traced. */
  readonly tracing?: ((onExport: OnExport) => Tracing) | undefined;
  /** How long ending takes; unless given it begins at once. */
  readonly drain?: DrainTimes;
  /** Told of each step of a command before the next begins, for tests of what a crash there leaves behind. */
  readonly onStep?: (step: CommandStep) => void;
};

/** A composed API. */
export type Api = {
  readonly app: NestFastifyApplication;
  readonly engine: Engine;
  readonly store: EventStore;
  readonly metrics: Metrics;
  readonly pool: Pool;
  readonly now: () => string;
  /** How far the read models are, of all municipalities. */
  readonly status: StatusReader;
  /** Compares the clocks; none where time is made up. */
  readonly clock: ClockWatch | undefined;
  /** Gives commands from inside the deployment: seeding, the first unit and staff. */
  readonly act: InsideCommands;
  /** Drains requests, then closes every connection. */
  readonly close: () => Promise<void>;
};

const keyFor = (secret: Uint8Array, purpose: string): Uint8Array =>
  createHash('sha256').update(secret).update(purpose).digest();

const forgetHourly = (kept: Receipts, issuers: readonly Issuer[]) =>
  hourly(async () => {
    for (const { tenant } of issuers) await kept.forget(tenant);
  });

type Serving = { readonly commands: CommandComposition; readonly drain: Drain; readonly status: StatusReader };

/** What operators, and whoever is told of facts, are answered from. */
const forOperators = ({ commands, drain, status }: Serving, { now, webhookHosts = {} }: ApiSettings) => {
  const { pool, keysPool, store, clock } = commands;
  return {
    operations: {
      readiness: [drain.readiness, ...readiness({ pool, keysPool, store, clock })],
      webhookKeys: webhookKeys(pool, () => performance.now()),
    },
    reminderHealth: reminderHealth(pool),
    projectionHealth: projectionHealth(status),
    outgoing: outgoingAdmin({ pool, store, now, webhookHosts }),
  };
};

/** Builds the API on PostgreSQL. Throws UnsafeDatabase where the database could lose or leak data. */
export const composeApi = async (settings: ApiSettings): Promise<Api> => {
  const { now, secret } = settings;
  const metrics = createMetrics();
  const tracing = settings.tracing?.(metrics.traced) ?? noTracing;
  const { log, keys, pools, clock } = metrics;
  const commands = await composeCommands({ ...settings, observer: { tracing, log, keys, pools, clock } });
  const { pool, store, engine, states, index, resolveFacts } = commands;
  const waiter = createPositionWaiter({ pool, store });
  const reading = { pool, store, opener: opener(commands.keys), now };
  const status = statusReader(pool, { store, now });
  const today = (): string => localDay(now());
  const signed = cursors(keyFor(secret, 'cursors'));
  const kept = receipts(pool, keyFor(secret, 'receipts'), now);
  const stopForgetting = forgetHourly(kept, settings.issuers);
  const parts = { engine, resolveFacts, receipts: kept };
  const drain = createDrain(settings.drain ?? {});
  const app = await createApi({
    ...(settings.onStep === undefined ? parts : tellingSteps(parts, settings.onStep)),
    ...{ today, metrics, tracing },
    isProtected: protectionLookup(states),
    mayKnowPerson: knownPersons({ pool, store, now }),
    reads: traceReads(readService({ ...reading, cursors: signed, opened: openedCases(pool, now), waiter }), tracing),
    search: traceSearch(personSearch({ ...reading, index, today }), tracing),
    verify: tokenVerifier(settings.issuers, () => Date.parse(now())),
    directory: staffDirectory({ pool, store, now }, () => performance.now()),
    ...{ drain, ...forOperators({ commands, drain, status }, settings) },
    trustedProxies: settings.trustedProxies ?? [],
  });
  return {
    ...{ app, engine, store, metrics, pool, now, status, clock: commands.clock },
    act: commands.act,
    close: async () => {
      stopForgetting();
      await drain.run(app.getHttpAdapter().getInstance(), () => app.close());
      await waiter.close();
      await commands.close();
      await tracing.close();
    },
  };
};
