import { setMaxListeners } from 'node:events';

import { events } from '@etapp/domain';
import type { EventStore } from '@etapp/event-store';
import type { Projection } from '@etapp/kernel';
import { runProjection } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import type { Pool } from 'pg';

/** What the projector is made of. The pool is of the role `etapp_projector`, with a connection per read model to spare. */
export type ProjectorParts = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly now: () => string;
  /** Hears of each failure before it is tried again. */
  readonly onTrouble: (projection: string, error: unknown) => void;
};

/** A running projector. */
export type Projector = {
  /** Ends after the batches in hand. */
  readonly stop: () => Promise<void>;
  /** Settles when a read model cannot go on by itself, such as on a restored log; rejects with the reason. */
  readonly finished: Promise<void>;
};

/** Connections that the projector needs at most. */
export const projectorConnections = projections.length + 2;

/** Runs every read model until stopped. */
export const startProjector = ({ store, pool, now, onTrouble }: ProjectorParts): Projector => {
  const ending = new AbortController();
  // Every read model listens, more than Node expects of one signal.
  setMaxListeners(0, ending.signal);
  const run = (projection: Projection): Promise<void> =>
    runProjection(
      { catalogue: events, projection, store, pool, now },
      { signal: ending.signal, onTrouble: (error) => onTrouble(projection.name, error) },
    );
  const runs = projections.map(run);
  const finished = Promise.all(runs).then(() => undefined);
  // Whoever watches `finished` hears of it; nobody watching must not end the process.
  finished.catch(() => undefined);
  return {
    finished,
    stop: async () => {
      ending.abort();
      await Promise.allSettled(runs);
    },
  };
};
