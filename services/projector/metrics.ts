import type { EventStore } from '@etapp/event-store';
import { projectionStatus } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { lagMetrics, poolMetrics, programRegistry, projectionMetrics, traceMetrics } from '@etapp/telemetry';
import type { Pool } from 'pg';

/** The projector's metrics: counts and times by read model. */
export const createProjectorMetrics = () => {
  const registry = programRegistry();
  return {
    registry,
    lag: lagMetrics(registry, projections),
    folding: projectionMetrics(registry),
    pools: poolMetrics(registry),
    traced: traceMetrics(registry),
  };
};

/** What `createProjectorMetrics` makes. */
export type ProjectorMetrics = ReturnType<typeof createProjectorMetrics>;

type Sources = { readonly pool: Pool; readonly store: EventStore; readonly now: () => string };

/** Writes how far each read model is into the metrics, once per look. */
export const refreshProjectorMetrics =
  ({ lag }: ProjectorMetrics, { pool, store, now }: Sources) =>
  async (): Promise<void> =>
    lag.show(await projectionStatus(pool, { store, now }));
