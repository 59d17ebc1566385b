import { readProjectorConfig } from '@etapp/config';
import { createPool, startCheck } from '@etapp/database';
import { PostgresStore } from '@etapp/event-store';

import { projectorConnections, startProjector } from './projector.js';

const { ETAPP_PROJECTOR_DATABASE_URL: url } = readProjectorConfig(process.env);
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
const projector = startProjector({
  store,
  pool,
  now: () => new Date().toISOString(),
  onTrouble: (projection, error) => {
    console.error(JSON.stringify({ projection, error: error instanceof Error ? error.message : 'unknown' }));
  },
});

const stop = async (): Promise<void> => {
  await projector.stop();
  await Promise.all([store.close(), pool.end()]);
};
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
