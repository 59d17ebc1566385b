import type { StatusReader } from '@etapp/projection-engine';

import type { Metrics } from './metrics.js';

/** Where the figures about read models come from. */
export type LagParts = { readonly status: StatusReader; readonly metrics: Pick<Metrics, 'lag'> };

/** Writes how far each read model is into the metrics, once per look. */
export const refreshLag =
  ({ status, metrics }: LagParts) =>
  async (): Promise<void> =>
    metrics.lag.show(await status());
