import { type Api, composeApi } from '@etapp/api';
import { createPool } from '@etapp/database';
import { openEventStore } from '@etapp/event-store';
import { generateMasterKey, loadMasterKey } from '@etapp/privacy';
import { installProjections, statusReader } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import {
  createProjectorMetrics,
  observeBatches,
  projectorConnections,
  refreshProjectorMetrics,
  startProjector,
} from '@etapp/projector';
import { noTracing, type Tracing } from '@etapp/telemetry';
import { type PrivateTestDatabase, testDatabase } from '@etapp/testing';

import { audience, startIssuer } from './issuer.fixture.js';
import { aClock, type Clock } from './local-time.fixture.js';

/** The municipality of the scenarios. */
export const tenant = '0197e7a0-0000-7000-8000-0000000000a1';

/** A whole Etapp on a database of its own: API over HTTP, projector, token issuer and a clock to set. */
export type StartedService = {
  readonly api: Api;
  readonly url: string;
  readonly clock: Clock;
  /** A token for a user, of the scenarios' municipality unless another is named. */
  readonly tokenFor: (userId: string, of?: string) => Promise<string>;
  /** Superuser in the service's database: to have it refuse or hold back what it is asked. */
  readonly superuserUrl: string;
  /** The database as the reminder worker sees it. */
  readonly remindersUrl: string;
  /** The event store that holds the log; undefined where it is in the database. */
  readonly eventStoreUrl: string | undefined;
  /** The database server, where it is the service's own. */
  readonly server: Pick<PrivateTestDatabase, 'stop' | 'start' | 'kill'> | undefined;
  /** What another API on the same database must be given, as JSON: `faults/api-process.ts`. */
  readonly settings: Readonly<Record<string, unknown>> & { readonly apiDatabaseUrl: string };
  /** The projector's metrics, as Prometheus reads them. */
  readonly projectorMetrics: () => Promise<string>;
  /** Ends the projector of this process, so that others can have all read models. */
  readonly stopProjecting: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Tables of this set of read models; a changed definition is a new version, so the name tells the set. */
const prepare = {
  name: `projections-${projections.map(({ name, version }) => `${name}${version}`).join('-')}`,
  run: async (ownerUrl: string): Promise<void> => {
    await installProjections(ownerUrl, projections);
  },
};

/** What a started service may have besides, such as other municipalities, and a database server of its own to stop and kill. */
export type ServiceOptions = {
  readonly neighbours?: readonly string[];
  readonly ownServer?: boolean;
  /** The event store that holds the log; unless given it is in the database. */
  readonly eventStoreUrl?: string | undefined;
  /** Sees the API and the projector at work. */
  readonly tracing?: Tracing;
  /** Hosts that may be told of facts, by municipality. */
  readonly webhookHosts?: Readonly<Record<string, readonly string[]>>;
};

const openDatabase = async ({ ownServer = false }: ServiceOptions) => {
  if (!ownServer) return { database: await testDatabase({ prepare }), server: undefined };
  const database = await testDatabase({ prepare, privateCluster: true });
  return { database, server: database };
};

const onceOnly = (work: () => Promise<void>): (() => Promise<void>) => {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
};

type Following = { readonly url: string; readonly logUrl: string; readonly clock: Clock; readonly tracing: Tracing };
const startProjecting = ({ url, logUrl, clock: { now }, tracing }: Following) => {
  const name = 'scenario-projector';
  const store = openEventStore({ url: logUrl, name });
  const limits = { max: projectorConnections, statementTimeoutMs: 30_000, lockTimeoutMs: 10_000 };
  const pool = createPool({ url, name, ...limits });
  const metrics = createProjectorMetrics();
  const status = statusReader(pool, { store, now });
  const observer = observeBatches(metrics, { tracing });
  const projector = startProjector({ store, pool, now, observer, onTrouble: () => undefined });
  return {
    scrape: async (): Promise<string> => {
      await refreshProjectorMetrics(metrics, status)();
      return metrics.registry.metrics();
    },
    stop: onceOnly(async () => {
      await projector.stop();
      await store.close();
      await pool.end();
    }),
  };
};

/** Starts Etapp at a local time. */
export const startService = async (start: string, options: ServiceOptions = {}): Promise<StartedService> => {
  const clock = aClock(start);
  const { database, server } = await openDatabase(options);
  const issuer = await startIssuer(clock.now);
  const { urls, superuserUrl } = database;
  const [masterKey, secret] = [generateMasterKey(), '01'.repeat(32)];
  const settings = {
    apiDatabaseUrl: urls.api,
    keysDatabaseUrl: urls.keys,
    issuers: [tenant, ...(options.neighbours ?? [])].map((of) => ({
      ...{ issuer: issuer.nameFor(of), audience, jwksUri: issuer.jwksUri, tenant: of, typ: 'at+jwt' },
      algorithms: ['ES256' as const],
    })),
  };
  const wrapping = loadMasterKey({ env: masterKey });
  const { tracing = noTracing, webhookHosts = {}, eventStoreUrl } = options;
  const own = { eventStoreUrl, wrapping, secret: Buffer.from(secret, 'hex'), now: clock.now, webhookHosts };
  const api = await composeApi({ ...settings, ...own, tracing: () => tracing });
  const projecting = startProjecting({ url: urls.projector, logUrl: eventStoreUrl ?? urls.projector, clock, tracing });
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  return {
    api,
    clock,
    url: await api.app.getUrl(),
    ...{ server, superuserUrl, remindersUrl: urls.reminders, eventStoreUrl, projectorMetrics: projecting.scrape },
    settings: { ...settings, masterKey, secret },
    tokenFor: (userId, of = tenant) => issuer.tokenFor(userId, of),
    stopProjecting: projecting.stop,
    close: async () => {
      await api.close();
      await projecting.stop();
      await issuer.close();
      await database.close();
    },
  };
};
