import { startCheck } from '@etapp/database';
import type { Pool } from 'pg';

import type { HealthCheck } from './health.js';

/** What must be fit before traffic is taken: the log and read models, and the key store, each with safe settings. */
export const readiness = (pool: Pool, keysPool: Pool): readonly HealthCheck[] => [
  { name: 'database', check: () => startCheck(pool) },
  { name: 'keys', check: () => startCheck(keysPool) },
];
