import type { Batch } from '@etapp/projection-engine';
import { correlationsOf, placesOf, type ProgramLog, type ProjectionMetrics, type Tracing } from '@etapp/telemetry';

import type { ProjectorMetrics } from './metrics.js';

/** What sees a projector at work. */
export type ProjectorObserver = ProjectionMetrics;

const tellParked = (log: ProgramLog, { projection, events, parkings }: Batch): void => {
  for (const { eventId, type: eventType, error } of parkings) {
    const of = events.filter(({ id }) => id === eventId);
    log.error({ projection, parkedBy: eventId, eventType, error }, correlationsOf(of));
  }
};

/** What is seen besides the metrics. */
type Watched = { readonly tracing: Tracing; readonly log?: ProgramLog | undefined };

/**
 * Measures batches, and tells of them as spans that are linked to the requests whose events they hold; the log is told of
 * keys that they parked. One that only moved a checkpoint is not told.
 */
export const observeBatches = (
  { folding }: Pick<ProjectorMetrics, 'folding'>,
  { tracing, log }: Watched,
): ProjectorObserver => ({
  failed: folding.failed,
  folded: (batch: Batch) => {
    const { projection, events, startedAt } = batch;
    if (events.length === 0) return;
    folding.folded(batch);
    if (log !== undefined) tellParked(log, batch);
    if (!tracing.on) return;
    tracing.tell({
      ...{ name: `fold ${projection}`, kind: 'consumer', startedAt, links: placesOf(events) },
      attributes: { 'etapp.projection': projection, 'etapp.events': events.length },
    });
  },
});
