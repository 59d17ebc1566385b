import type { Api } from '@etapp/api';
import { createPool } from '@etapp/database';
import { PostgresStore } from '@etapp/event-store';
import { createPositionWaiter } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { observeBatches, projectorConnections, startProjector, tellTroubles } from '@etapp/projector';
import { programLog, projectionMetrics, type Tracing } from '@etapp/telemetry';

/** What the projector of the standalone needs. */
type Surroundings = {
  readonly url: string;
  readonly now: () => string;
  readonly say: (line: string) => void;
  readonly tracing: Tracing;
  /** Where its metrics are shown. */
  readonly registry: Api['metrics']['registry'];
};

/** A rebuild may take longer; then the lists that it fills say how far behind they are. */
const longestCatchUpMs = 60_000;

/** Starts the projector, whose metrics are shown with the API's. */
export const runProjector = ({ url, now, say, tracing, registry }: Surroundings) => {
  const store = new PostgresStore({ url, name: 'etapp-projector-log' });
  const pool = createPool({
    url,
    name: 'etapp-projector',
    max: projectorConnections + 2,
    statementTimeoutMs: 60_000,
    lockTimeoutMs: 10_000,
  });
  const log = programLog('projector', say);
  const observer = observeBatches({ folding: projectionMetrics(registry) }, { tracing, log });
  const projector = startProjector({ store, pool, now, observer, onTrouble: tellTroubles(log) });
  const waiter = createPositionWaiter({ pool, store });
  return {
    /** Waits until every read model shows all that is in the log, at most a minute. */
    caughtUp: async (): Promise<boolean> =>
      waiter.waitFor(projections, await store.head(), { timeoutMs: longestCatchUpMs }),
    stop: async (): Promise<void> => {
      await projector.stop();
      await waiter.close();
      await store.close();
      await pool.end();
      await tracing.close();
    },
  };
};
