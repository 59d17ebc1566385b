import { type Program, readApiProgram, runProgram } from '@etapp/config';
import { loadMasterKey } from '@etapp/privacy';
import { requireInstalled } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { serveMetrics, startTracing } from '@etapp/telemetry';

import { composeApi } from './compose.js';
import { refreshLag } from './operations/lag.js';

const start: Program['start'] = async (environment) => {
  const { api: config, log, ending, tracing } = readApiProgram(environment);
  const api = await composeApi({
    apiDatabaseUrl: config.ETAPP_API_DATABASE_URL,
    keysDatabaseUrl: config.ETAPP_KEYS_DATABASE_URL,
    eventStoreUrl: log.ETAPP_EVENT_STORE_URL,
    wrapping: loadMasterKey({ file: config.ETAPP_MASTER_KEY_FILE, env: config.ETAPP_MASTER_KEY }),
    secret: Buffer.from(config.ETAPP_SECRET, 'base64'),
    issuers: config.ETAPP_ISSUERS,
    webhookHosts: config.ETAPP_WEBHOOK_HOSTS,
    trustedProxies: config.ETAPP_TRUSTED_PROXIES,
    now: () => new Date().toISOString(),
    machineClock: Date.now,
    tracing: (onExport) => startTracing(tracing, { service: 'etapp-api', onExport }),
    drain: { noticeMs: ending.ETAPP_DRAIN_SECONDS * 1_000 },
  });
  await requireInstalled(api.pool, projections);
  const host = config.ETAPP_HOST;
  const metrics = await serveMetrics(api.metrics.registry, refreshLag(api), { host, port: config.ETAPP_METRICS_PORT });
  await api.app.listen({ host, port: config.ETAPP_PORT });
  return {
    stop: async () => {
      await api.close();
      // Last, so that the end itself is seen.
      metrics.close();
    },
  };
};

await runProgram({ name: 'etapp-api', start });
