import { projectionStatus, type StatusOptions } from '@etapp/projection-engine';
import type { Pool } from 'pg';

import type { Metrics } from './metrics.js';

/** Where the figures about read models come from. */
export type LagParts = StatusOptions & { readonly pool: Pool; readonly metrics: Metrics };

/** Writes how far each read model is into the metrics, once per look. */
export const refreshLag =
  ({ pool, metrics, ...options }: LagParts) =>
  async (): Promise<void> =>
    metrics.lag.show(await projectionStatus(pool, options));
