import type { Batch } from '@etapp/projection-engine';
import { placesOf, type ProjectionMetrics, type Tracing } from '@etapp/telemetry';

import type { ProjectorMetrics } from './metrics.js';

/** What sees a projector at work. */
export type ProjectorObserver = ProjectionMetrics;

/**
 * Measures batches, and tells of them as spans that are linked to the requests whose events they hold. One that only moved
 * a checkpoint is not told.
 */
export const observeBatches = (
  { folding }: Pick<ProjectorMetrics, 'folding'>,
  tracing: Tracing,
): ProjectorObserver => ({
  failed: folding.failed,
  folded: (batch: Batch) => {
    const { projection, events, startedAt } = batch;
    if (events.length === 0) return;
    folding.folded(batch);
    if (!tracing.on) return;
    tracing.tell({
      ...{ name: `fold ${projection}`, kind: 'consumer', startedAt, links: placesOf(events) },
      attributes: { 'etapp.projection': projection, 'etapp.events': events.length },
    });
  },
});
