import type { AddressInfo } from 'node:net';

import { type Api, composeApi, composeCommands, refreshLag } from '@etapp/api';
import type { OutgoingConfig } from '@etapp/config';
import { startEmbeddedPostgres } from '@etapp/database';
import { boardPath, composeEngine } from '@etapp/reminder-service';
import { type OnExport, serveMetrics, startTracing, type Tracing } from '@etapp/telemetry';
import { Registry } from 'prom-client';

import { type SettableClock, systemClock } from './clock.js';
import { type DataFolder, openDataFolder } from './data-folder.js';
import { demoTenant, demoUsers } from './demo/people.js';
import { showProgress } from './demo/progress.js';
import { demoRinging } from './demo/ringing.js';
import { seedDemo } from './demo/seed.js';
import { devAudience, type DevIssuer, refuseUnsafe, startDevIssuer } from './dev-issuer.js';
import { requireFreePort } from './free-port.js';
import { prepareDatabase, type RoleUrls } from './prepare-database.js';
import { runProjector } from './run-projector.js';
import { outgoingOf, runReminders } from './run-reminders.js';
import type { Settings } from './settings.js';
import { welcome } from './welcome.js';

/** A running Etapp. */
export type Standalone = {
  readonly url: string;
  readonly issuerUrl: string;
  readonly metricsUrl: string;
  /** Where an operator looks after the reminder worker. */
  readonly operationsUrl: string;
  readonly stop: () => Promise<void>;
};

type Say = (line: string) => void;

const trust = (issuer: DevIssuer) => [
  {
    issuer: issuer.url,
    audience: devAudience,
    jwksUri: issuer.jwksUri,
    algorithms: ['ES256' as const],
    tenant: demoTenant,
    typ: 'at+jwt',
  },
];

const requireFreePorts = async (settings: Settings): Promise<void> => {
  const [api, host] = [settings.ETAPP_HOST, '127.0.0.1'];
  await requireFreePort({ host: api, port: settings.ETAPP_PORT, variable: 'ETAPP_PORT' });
  await requireFreePort({ host, port: settings.ETAPP_ISSUER_PORT, variable: 'ETAPP_ISSUER_PORT' });
  await requireFreePort({ host, port: settings.ETAPP_METRICS_PORT, variable: 'ETAPP_METRICS_PORT' });
  await requireFreePort({ host, port: settings.ETAPP_OPERATIONS_PORT, variable: 'ETAPP_OPERATIONS_PORT' });
};

type Base = {
  readonly settings: Settings;
  readonly clock: SettableClock;
  readonly issuer: DevIssuer;
  readonly data: DataFolder;
  readonly urls: RoleUrls;
  readonly say: Say;
};

const commandsOf = ({ urls, data, clock }: Base) => ({
  ...{ apiDatabaseUrl: urls.api, keysDatabaseUrl: urls.keys, wrapping: data.wrapping, now: clock.now },
});

/** Tells the demo with the reminders that its two years gave: the worker finds none of them waiting. Nobody traces that. */
const tellDemo = async (base: Base): Promise<void> => {
  const { clock, urls, say } = base;
  const engine = composeEngine(urls.reminders, { now: clock.now, onTrouble: () => undefined });
  const show = showProgress(say, process.stdout.isTTY);
  const progress = (total: number) => show('Demokommunen berättas / Telling the demo', total);
  const api = await composeCommands(commandsOf(base));
  try {
    await seedDemo({ api, clock, progress, ringing: demoRinging(engine, clock) });
  } finally {
    await api.close();
    await engine.close();
  }
};

/** Begins to trace as one of the programs that run here, which the spans name as if it ran apart. */
const tracingAs =
  ({ settings, say }: Base) =>
  (service: string, onExport: OnExport): Tracing =>
    startTracing(settings.tracing, { service, onExport, write: say });

const startApi = (base: Base, outgoing: OutgoingConfig): Promise<Api> =>
  composeApi({
    ...commandsOf(base),
    secret: base.data.secret,
    issuers: trust(base.issuer),
    webhookHosts: outgoing.ETAPP_WEBHOOK_HOSTS,
    tracing: (onExport) => tracingAs(base)('etapp-api', onExport),
  });

type Measured = { readonly registry: Registry; readonly refresh: () => Promise<void> };

/** The API's metrics and the reminder worker's, from one port. */
const showMetrics = async (api: Api, reminders: Measured, port: number) => {
  const registry = Registry.merge([api.metrics.registry, reminders.registry]);
  const refreshApi = refreshLag(api);
  const refresh = async (): Promise<void> => void (await Promise.all([refreshApi(), reminders.refresh()]));
  const server = await serveMetrics(registry, refresh, { host: '127.0.0.1', port });
  const { port: taken } = Object.assign<Partial<AddressInfo>, unknown>({}, server.address());
  return { server, url: `http://127.0.0.1:${taken}/metrics` };
};

/** Starts what runs on a prepared database: the API, the projector and the reminder worker. */
const startPrograms = async (base: Base) => {
  const { settings, clock, data, urls, say } = base;
  const { ETAPP_HOST: host, ETAPP_PORT: port, ETAPP_OPERATIONS_PORT: operationsPort } = settings;
  const outgoing = outgoingOf(settings, { urls, data, publicUrl: `http://${host}:${port}` });
  if (settings.ETAPP_DEMO === 'on') await tellDemo(base);
  const api = await startApi(base, outgoing);
  const { registry, traced } = api.metrics;
  const as = (service: string) => ({ say, now: clock.now, tracing: tracingAs(base)(service, traced) });
  // After the telling: its events are then read in batches rather than one by one.
  const projector = runProjector({ url: urls.projector, registry, ...as('etapp-projector') });
  await projector.caughtUp();
  const reminders = await runReminders({ urls, outgoing, data, operationsPort, ...as('etapp-reminders') });
  const metrics = await showMetrics(api, reminders.metrics, settings.ETAPP_METRICS_PORT);
  await api.app.listen({ port, host });
  return {
    url: await api.app.getUrl(),
    metricsUrl: metrics.url,
    operationsUrl: reminders.operations?.url ?? '',
    stop: async (): Promise<void> => {
      metrics.server.close();
      await reminders.stop();
      await api.close();
      await projector.stop();
    },
  };
};

/**
 * Starts everything in one process on an embedded PostgreSQL; on the first start with a demo municipality. The clock is the
 * machine's unless another is given.
 */
export const startStandalone = async (settings: Settings, say: Say, clock = systemClock()): Promise<Standalone> => {
  const { ETAPP_MODE: mode, ETAPP_HOST: host, ETAPP_DATA: folder } = settings;
  refuseUnsafe({ mode, apiHost: host });
  await requireFreePorts(settings);
  const issuer = await startDevIssuer({ mode, apiHost: host, port: settings.ETAPP_ISSUER_PORT, users: demoUsers });
  const data = openDataFolder(folder);
  const postgres = await startEmbeddedPostgres({ dataDir: data.postgres });
  const stopGround = async (): Promise<void> => {
    await issuer.close();
    await postgres.stop();
  };
  const prepared = prepareDatabase(postgres.superuserUrl);
  const starting = prepared.then((urls) => startPrograms({ settings, clock, issuer, data, urls, say }));
  const programs = await starting.catch(async (error: unknown) => {
    await stopGround();
    throw error;
  });
  const { url, operationsUrl } = programs;
  const { operationsTokenFile } = data;
  say(welcome({ url, issuerUrl: issuer.url, queueUrl: operationsUrl + boardPath, operationsTokenFile, settings }));
  return {
    ...programs,
    issuerUrl: issuer.url,
    stop: async () => {
      await programs.stop();
      await stopGround();
    },
  };
};
