import type { EventStore } from '@etapp/event-store';
import { projectionStatus } from '@etapp/projection-engine';
import type { Pool } from 'pg';

import type { Metrics } from './metrics.js';

/** Where the figures about read models come from. */
export type LagParts = {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly metrics: Metrics;
  readonly now: () => string;
};

/** Writes how far each read model is into the metrics, once per look. */
export const refreshLag =
  ({ pool, store, metrics, now }: LagParts) =>
  async (): Promise<void> =>
    metrics.lag.show(await projectionStatus(pool, { store, now }));
