import { setTimeout as delay } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';

/** Which lease, and until when to wait for it. */
export type Lease = { readonly pool: Pool; readonly name: string; readonly signal: AbortSignal };

const retryMs = 500;

const tryLock = async (client: PoolClient, name: string): Promise<boolean> => {
  const { rows } = await client.query<{ held: boolean }>(
    'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held',
    [`etapp ${name}`],
  );
  return rows[0]?.held === true;
};

/** Waits unless the signal aborts. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await delay(ms, undefined, { signal }).catch(() => undefined);
};

const onOneConnection = async <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  const ignore = (): void => undefined;
  client.on('error', ignore);
  try {
    return await work(client);
  } finally {
    client.off('error', ignore);
    // Closing the connection gives up its lock, whatever state it is in.
    client.release(true);
  }
};

/**
 * Runs the work on one connection that holds the lease, so that nobody does the same twice; the database takes it back
 * when the connection ends. Undefined if the signal aborted before it was free. Correctness never rests on it.
 */
export const withLease = <T>({ pool, name, signal }: Lease, work: (client: PoolClient) => Promise<T>) =>
  onOneConnection(pool, async (client): Promise<T | undefined> => {
    while (!signal.aborted) {
      if (await tryLock(client, name)) return work(client);
      await pause(retryMs, signal);
    }
    return undefined;
  });

/** The same without waiting: `refuse` is called if somebody else holds the lease. */
export const withFreeLease = <T>(
  { pool, name }: Omit<Lease, 'signal'>,
  { work, refuse }: { work: (client: PoolClient) => Promise<T>; refuse: () => never },
): Promise<T> => onOneConnection(pool, async (client) => ((await tryLock(client, name)) ? work(client) : refuse()));
