import { events } from '@etapp/domain';
import type { EventStore, StoredEvent } from '@etapp/event-store';
import { runProjections } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import type { Pool } from 'pg';

import type { ProjectorObserver } from './observe-batches.js';

/** What the projector is made of. The pool is of the role `etapp_projector`, with {@link projectorConnections}. */
export type ProjectorParts = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly now: () => string;
  /** Milliseconds after which another projector takes over from one that is silent. Default: 5,000. */
  readonly leaseMs?: number | undefined;
  /** Sees batches and failures; none: nobody looks. */
  readonly observer?: ProjectorObserver | undefined;
  /** Hears of each failure before it is tried again, and of the events in hand; of `leases` when it is about those. */
  readonly onTrouble: (projection: string, error: unknown, events?: readonly StoredEvent[]) => void;
};

/** A running projector. */
export type Projector = {
  /** Ends after the batches in hand; other projectors take over at once. */
  readonly stop: () => Promise<void>;
};

/** Connections that the projector needs at most: one per read model that it has, one for its leases, one to spare. */
export const projectorConnections = projections.length + 2;

/** Keeps every read model up to date until stopped; several projectors share them. */
export const startProjector = ({ store, pool, now, leaseMs, observer, ...parts }: ProjectorParts): Projector => {
  const ending = new AbortController();
  const onTrouble: ProjectorParts['onTrouble'] = (projection, error, inHand) => {
    observer?.failed(projection);
    parts.onTrouble(projection, error, inHand);
  };
  const running = runProjections({ catalogue: events, store, pool, now, onBatch: observer?.folded }, projections, {
    ...{ signal: ending.signal, leaseMs, onTrouble },
  });
  return {
    stop: async () => {
      ending.abort();
      await running;
    },
  };
};
