import { readProjectorConfig, readTracingConfig } from '@etapp/config';
import { createPool, startCheck } from '@etapp/database';
import { PostgresStore } from '@etapp/event-store';
import { serveMetrics, startTracing } from '@etapp/telemetry';

import { createProjectorMetrics, refreshProjectorMetrics } from './metrics.js';
import { observeBatches } from './observe-batches.js';
import { projectorConnections, startProjector } from './projector.js';

const config = readProjectorConfig(process.env);
const { ETAPP_PROJECTOR_DATABASE_URL: url, ETAPP_HOST: host, ETAPP_METRICS_PORT: port } = config;
const metrics = createProjectorMetrics();
const tracing = startTracing(readTracingConfig(process.env), { service: 'etapp-projector', onExport: metrics.traced });
const now = (): string => new Date().toISOString();
const store = new PostgresStore({ url, name: 'etapp-projector' });
const pool = createPool({
  url,
  name: 'etapp-projector',
  max: projectorConnections,
  statementTimeoutMs: 60_000,
  lockTimeoutMs: 10_000,
});
// Refuses to run on a database that could lose or leak data.
await startCheck(pool);
metrics.pools.watch('projector', pool);
const refresh = refreshProjectorMetrics(metrics, { pool, store, now });
const listener = port === undefined ? undefined : await serveMetrics(metrics.registry, refresh, { host, port });
const projector = startProjector({
  ...{ store, pool, now, observer: observeBatches(metrics, tracing) },
  onTrouble: (projection, error) => {
    console.error(JSON.stringify({ projection, error: error instanceof Error ? error.message : 'unknown' }));
  },
});

const stop = async (): Promise<void> => {
  listener?.close();
  await projector.stop();
  await Promise.all([store.close(), pool.end(), tracing.close()]);
};
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
