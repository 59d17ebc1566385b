import type { StatusReader } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import {
  foreignMetrics,
  lagMetrics,
  poolMetrics,
  programRegistry,
  projectionMetrics,
  traceMetrics,
} from '@etapp/telemetry';

/** The projector's metrics: counts and times by read model. */
export const createProjectorMetrics = () => {
  const registry = programRegistry();
  return {
    registry,
    lag: lagMetrics(registry, projections),
    folding: projectionMetrics(registry),
    pools: poolMetrics(registry),
    foreign: foreignMetrics(registry),
    traced: traceMetrics(registry),
  };
};

/** What `createProjectorMetrics` makes. */
export type ProjectorMetrics = ReturnType<typeof createProjectorMetrics>;

/** Writes how far each read model is into the metrics, once per look. */
export const refreshProjectorMetrics =
  ({ lag }: ProjectorMetrics, status: StatusReader) =>
  async (): Promise<void> =>
    lag.show(await status());
