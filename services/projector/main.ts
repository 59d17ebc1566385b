import { type Program, readProjectorProgram, runProgram } from '@etapp/config';
import { createPool, startCheck } from '@etapp/database';
import { openEventStore } from '@etapp/event-store';
import { requireInstalled, requireOwnLog, statusReader } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { programLog, serveMetrics, startTracing } from '@etapp/telemetry';

import { createProjectorMetrics, refreshProjectorMetrics } from './metrics.js';
import { observeBatches } from './observe-batches.js';
import { projectorConnections, startProjector } from './projector.js';
import { projectorHealth } from './readiness.js';
import { tellTroubles } from './tell-troubles.js';

const limits = { statementTimeoutMs: 60_000, lockTimeoutMs: 10_000 };
const now = (): string => new Date().toISOString();
const ownLog = programLog('projector');

const start: Program['start'] = async (environment) => {
  const { projector: config, log, sharing, tracing: traced } = readProjectorProgram(environment);
  const { ETAPP_PROJECTOR_DATABASE_URL: url, ETAPP_HOST: host, ETAPP_METRICS_PORT: port } = config;
  const pool = createPool({ url, name: 'etapp-projector', max: projectorConnections + 1, ...limits });
  // Refuses to run on a database that could lose or leak data, or that is not migrated.
  await startCheck(pool);
  await requireInstalled(pool, projections);
  const metrics = createProjectorMetrics();
  metrics.pools.watch('projector', pool);
  const tracing = startTracing(traced, { service: 'etapp-projector', onExport: metrics.traced });
  const { foreign: onForeign } = metrics;
  const store = openEventStore({ url: log.ETAPP_EVENT_STORE_URL ?? url, name: 'etapp-projector-log', onForeign });
  // Here, too: a read model without a checkpoint would begin with the wrong log.
  await requireOwnLog(pool, store);
  const projector = startProjector({
    ...{ store, pool, now, observer: observeBatches(metrics, { tracing, log: ownLog }) },
    leaseMs: sharing.ETAPP_PROJECTOR_LEASE_SECONDS * 1_000,
    onTrouble: tellTroubles(ownLog),
  });
  const status = statusReader(pool, { store, now });
  const refresh = refreshProjectorMetrics(metrics, status);
  const at = { host, health: projectorHealth(pool, status) };
  const listener = port === undefined ? undefined : await serveMetrics(metrics.registry, refresh, { ...at, port });
  return {
    stop: async () => {
      await projector.stop();
      listener?.close();
      await Promise.all([store.close(), pool.end(), tracing.close()]);
    },
  };
};

await runProgram({ name: 'etapp-projector', start });
