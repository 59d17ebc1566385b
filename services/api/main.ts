import { InvalidConfiguration, readConfig } from '@etapp/config';
import { loadMasterKey } from '@etapp/privacy';

import { composeApi } from './compose.js';
import { refreshLag } from './operations/lag.js';
import { serveMetrics } from './operations/metrics-server.js';

const start = async (): Promise<void> => {
  const config = readConfig(process.env);
  const api = await composeApi({
    apiDatabaseUrl: config.ETAPP_API_DATABASE_URL,
    keysDatabaseUrl: config.ETAPP_KEYS_DATABASE_URL,
    wrapping: loadMasterKey({ file: config.ETAPP_MASTER_KEY_FILE, env: config.ETAPP_MASTER_KEY }),
    secret: Buffer.from(config.ETAPP_SECRET, 'base64'),
    issuers: config.ETAPP_ISSUERS,
    webhookHosts: config.ETAPP_WEBHOOK_HOSTS,
    trustedProxies: config.ETAPP_TRUSTED_PROXIES,
    now: () => new Date().toISOString(),
  });
  const refresh = refreshLag(api);
  const metrics = await serveMetrics(api.metrics, refresh, {
    host: config.ETAPP_HOST,
    port: config.ETAPP_METRICS_PORT,
  });
  await api.app.listen({ host: config.ETAPP_HOST, port: config.ETAPP_PORT });
  const stop = (): void => {
    metrics.close();
    api.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
};

try {
  await start();
} catch (error) {
  const lines =
    error instanceof InvalidConfiguration ? error.faults : [error instanceof Error ? error.message : 'failed'];
  console.error(lines.join('\n'));
  process.exit(3);
}
