import { createHash } from 'node:crypto';

import { localDay } from '@etapp/calendar';
import { type Engine, streamStates } from '@etapp/command-engine';
import { createPool, startCheck } from '@etapp/database';
import { type EventStore, PostgresStore } from '@etapp/event-store';
import { cursors, type Issuer, tokenVerifier } from '@etapp/http';
import {
  blindIndex,
  keyRing,
  linkOf,
  opener,
  postgresIndexStore,
  postgresKeyStore,
  sealer,
  type WrappingKeys,
} from '@etapp/privacy';
import { createPositionWaiter } from '@etapp/projection-engine';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { insideCommands, type InsideCommands } from './commands/act.js';
import { claims } from './commands/claims.js';
import { receipts } from './commands/receipts.js';
import { createApi } from './create-api.js';
import { staffDirectory } from './directory.js';
import { openCaseCounter } from './facts/open-case-counter.js';
import { protectionLookup } from './facts/protection-lookup.js';
import { factResolver } from './facts/resolve-facts.js';
import { createMetrics, type Metrics } from './operations/metrics.js';
import { readiness } from './operations/readiness.js';
import { openedCases } from './queries/opened-cases.js';
import { personSearch } from './queries/person-search.js';
import { readService } from './queries/read-service.js';

/** Where the API finds what it needs, and what it may trust. */
export type ApiSettings = {
  readonly apiDatabaseUrl: string;
  readonly keysDatabaseUrl: string;
  readonly wrapping: WrappingKeys;
  readonly issuers: readonly Issuer[];
  /** A secret of the deployment for cursors and fingerprints; losing it invalidates open cursors, no more. */
  readonly secret: Uint8Array;
  /** The clock port: UTC, milliseconds. */
  readonly now: () => string;
};

/** A composed API. */
export type Api = {
  readonly app: NestFastifyApplication;
  readonly engine: Engine;
  readonly store: EventStore;
  readonly metrics: Metrics;
  /** Gives commands from inside the deployment: seeding, the first unit and staff. */
  readonly act: InsideCommands;
  /** Drains requests, then closes every connection. */
  readonly close: () => Promise<void>;
};

const limits = { statementTimeoutMs: 5_000, lockTimeoutMs: 5_000 };
const cachedStreams = 20_000;

const keyFor = (secret: Uint8Array, purpose: string): Uint8Array =>
  createHash('sha256').update(secret).update(purpose).digest();

/** Builds the API on PostgreSQL. Throws UnsafeDatabase where the database could lose or leak data. */
export const composeApi = async (settings: ApiSettings): Promise<Api> => {
  const { now, secret, wrapping } = settings;
  const pool = createPool({ url: settings.apiDatabaseUrl, name: 'etapp-api', max: 16, ...limits });
  const keysPool = createPool({ url: settings.keysDatabaseUrl, name: 'etapp-api-keys', max: 8, ...limits });
  await Promise.all([startCheck(pool), startCheck(keysPool)]);

  const store = new PostgresStore({ url: settings.apiDatabaseUrl, name: 'etapp-api-log' });
  const keyStore = postgresKeyStore(keysPool);
  const keys = keyRing({ store: keyStore, wrapping, now });
  const seal = sealer(keys);
  const index = blindIndex({ keys: keyStore, index: postgresIndexStore(keysPool), wrapping, now });
  const states = streamStates(store, cachedStreams);
  const engine: Engine = {
    store,
    states,
    seal: (events) => seal.sealAll(events),
    link: linkOf,
    now,
    today: localDay,
  };
  const metrics = createMetrics();
  const waiter = createPositionWaiter({ pool, store });
  const open = opener(keys);
  const today = (): string => localDay(now());
  const resolveFacts = factResolver({
    states,
    claims: claims(pool, now),
    index,
    countOpenCases: openCaseCounter({ pool, store, now }),
    now,
    today: localDay,
  });
  const app = await createApi({
    engine,
    receipts: receipts(pool, keyFor(secret, 'receipts'), now),
    resolveFacts,
    isProtected: protectionLookup(states),
    today,
    reads: readService({
      pool,
      store,
      opener: open,
      cursors: cursors(keyFor(secret, 'cursors')),
      now,
      opened: openedCases(pool, now),
      waiter,
    }),
    search: personSearch({ pool, store, opener: open, index, now, today }),
    verify: tokenVerifier(settings.issuers, () => Date.parse(now())),
    directory: staffDirectory({ pool, store, now }, () => performance.now()),
    operations: { readiness: readiness(pool, keysPool) },
    metrics,
  });
  return {
    app,
    engine,
    store,
    metrics,
    act: insideCommands(engine, resolveFacts),
    close: async () => {
      await app.close();
      await waiter.close();
      await store.close();
      await Promise.all([pool.end(), keysPool.end()]);
    },
  };
};
