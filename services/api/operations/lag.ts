import type { ClockWatch } from '@etapp/database';
import type { StatusReader } from '@etapp/projection-engine';

import type { Metrics } from './metrics.js';

/** Where the figures about read models and clocks come from. */
export type LagParts = {
  readonly status: StatusReader;
  readonly clock?: ClockWatch | undefined;
  readonly metrics: Pick<Metrics, 'lag'>;
};

/** Writes how far each read model is into the metrics, and how far the clocks differ, once per look. */
export const refreshLag =
  ({ status, clock, metrics }: LagParts) =>
  async (): Promise<void> => {
    const [all] = await Promise.all([status(), clock?.look()]);
    metrics.lag.show(all);
  };
