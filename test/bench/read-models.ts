import { createPool } from '@etapp/database';
import { events as catalogue } from '@etapp/domain';
import { PostgresStore } from '@etapp/event-store';
import type { Projection } from '@etapp/kernel';
import { rebuild } from '@etapp/projection-engine';

const statementTimeoutMs = 120_000;

/** Rebuilds read models from a log that nobody writes to, so that they are up to date. */
export const catchUp = async (url: string, projections: readonly Projection[]): Promise<void> => {
  const pool = createPool({ url, max: 3, name: 'bench', statementTimeoutMs, lockTimeoutMs: 5_000 });
  const store = new PostgresStore({ url, name: 'bench', statementTimeoutMs });
  const { signal } = new AbortController();
  try {
    for (const projection of projections) {
      await rebuild({ catalogue, projection, pool, store, now: () => new Date().toISOString() }, { signal });
    }
  } finally {
    await Promise.all([pool.end(), store.close()]);
  }
};
