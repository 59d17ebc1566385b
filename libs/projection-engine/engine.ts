import type { EventStore, StoredEvent } from '@etapp/event-store';
import type { Pool } from 'pg';

import type { Parking } from './fold-key.js';
import type { Fold } from './read-event.js';

/** A moment within a batch at which a process may die; tests stop it there. */
export type Step = 'batch-read' | 'rows-applied' | 'committed' | 'before-switch' | 'after-switch';

/** A batch that was committed to the slot that readers see. */
export type Batch = {
  readonly projection: string;
  /** Those of its types; none where a page only moved the checkpoint. */
  readonly events: readonly StoredEvent[];
  /** Why it parked keys: one for each of them. */
  readonly parkings: readonly Parking[];
  /** When it began (of `performance.now()`), and how long it took until its commit. */
  readonly startedAt: number;
  readonly seconds: number;
};

/** One projection and what its upkeep needs. */
export type Engine = Fold & {
  readonly store: EventStore;
  /** Connections of the role `etapp_projector`; an upkeep holds one for as long as it runs. */
  readonly pool: Pool;
  /** The clock port: the time as a UTC instant. */
  readonly now: () => string;
  /** Called at each moment at which a crash must do no harm; a throw there is such a crash. */
  readonly onStep?: (step: Step) => void;
  /** Hears of each batch after its commit. */
  readonly onBatch?: ((batch: Batch) => void) | undefined;
};
