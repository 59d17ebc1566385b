import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import type { Batch, ProjectionStatus } from '@etapp/projection-engine';

/** How far the read models are, as whoever reads their checkpoints tells it. */
export type LagMetrics = { readonly show: (status: readonly ProjectionStatus[]) => void };

/** What a program that folds read models tells of its work. */
export type ProjectionMetrics = {
  readonly folded: (batch: Batch) => void;
  readonly failed: (projection: string) => void;
};

type Version = Pick<ProjectionStatus, 'name' | 'version'>;

/**
 * The metrics of lag and parked keys, of the versions that the program reads or folds: those that another release left in the
 * database, which nobody keeps up to date, would hide them under the same name, or fall behind for ever.
 */
export const lagMetrics = (registry: Registry, own: readonly Version[]): LagMetrics => {
  const versions = new Map(own.map(({ name, version }) => [name, version]));
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['projection'], registers: [registry] });
  const gauges = {
    seconds: gauge('etapp_projection_lag_seconds', 'Age of the oldest event that a read model has not folded'),
    events: gauge('etapp_projection_lag_events', 'Events from a read model to the head, where positions are numbers'),
    parked: gauge('etapp_projection_parked_keys', 'Keys of a read model whose fold threw: each is an alarm'),
    held: gauge('etapp_projection_held', '1 while a projector keeps the read model up to date, 0 while none does'),
    building: gauge('etapp_projection_building', '1 while a read model is being rebuilt beside the one that serves'),
  };
  return {
    show: (status) => {
      // One that was taken away must not stay as it was seen last.
      for (const each of Object.values(gauges)) each.reset();
      for (const { name: projection, version, lag, parked, holder, building } of status) {
        if (versions.get(projection) !== version) continue;
        gauges.seconds.set({ projection }, lag.ms / 1_000);
        if (lag.events !== undefined) gauges.events.set({ projection }, lag.events);
        gauges.parked.set({ projection }, parked);
        gauges.held.set({ projection }, holder === undefined ? 0 : 1);
        gauges.building.set({ projection }, building === undefined ? 0 : 1);
      }
    },
  };
};

const seconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The metrics of folding. */
export const projectionMetrics = (registry: Registry): ProjectionMetrics => {
  const labelled = { labelNames: ['projection'] as const, registers: [registry] };
  const duration = new Histogram({
    name: 'etapp_projection_batch_duration_seconds',
    help: 'Time that a batch took from its first row to its commit, by read model',
    ...{ ...labelled, buckets: seconds },
  });
  const events = new Counter({
    name: 'etapp_projection_events_total',
    ...{ help: 'Events folded since the program started, by read model', ...labelled },
  });
  const parked = new Counter({
    name: 'etapp_projection_keys_parked_total',
    ...{ help: 'Keys parked since the program started, by read model', ...labelled },
  });
  const failures = new Counter({
    name: 'etapp_projection_failures_total',
    ...{ help: 'Batches that failed and were tried again, by read model', ...labelled },
  });
  return {
    folded: ({ projection, events: folded, seconds: took, parkings }) => {
      duration.observe({ projection }, took);
      events.inc({ projection }, folded.length);
      if (parkings.length > 0) parked.inc({ projection }, parkings.length);
    },
    failed: (projection) => failures.inc({ projection }),
  };
};
