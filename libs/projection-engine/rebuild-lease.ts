import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

import type { Projection } from '@etapp/kernel';
import type { Pool } from 'pg';

import { defaultLeaseMs, type Lease } from './lease.js';
import { leaveBoard, releaseLeases, takeLeases, tellAlive } from './lease-board.js';
import { pause } from './one-connection.js';

/** The same projection is being rebuilt already. */
export class RebuildRunning extends Error {
  override readonly name = 'RebuildRunning';
}

const lookAgainMs = 250;

type Held = { token: string; until: string };

/** Who has the lease, and until when they said that they live; undefined if it is free. */
const readHolder = async (pool: Pool, { name, version }: Projection): Promise<Held | undefined> => {
  const { rows } = await pool.query<Held>(
    `SELECT l.token::text AS token, r.until::text AS until
     FROM engine.leases l JOIN engine.living r ON r.id = l.holder
     WHERE l.name = $1 AND l.version = $2 AND l.work = 'rebuild'`,
    [name, version],
  );
  return rows[0];
};

/**
 * Takes the lease. One that died holds it until it is out of date: that is waited for, as long as its holder does not say
 * that it lives. Throws RebuildRunning.
 */
const take = async (pool: Pool, projection: Projection, runner: string): Promise<Lease> => {
  const first = await readHolder(pool, projection);
  for (;;) {
    const [lease] = await takeLeases(pool, { runner, work: 'rebuild', wanted: [projection] });
    if (lease !== undefined) return lease;
    const holder = await readHolder(pool, projection);
    if (holder !== undefined && (holder.token !== first?.token || holder.until !== first.until)) {
      throw new RebuildRunning(`${projection.name} version ${projection.version} is being rebuilt already`);
    }
    await pause(lookAgainMs, new AbortController().signal);
  }
};

/** Says again and again that the runner lives. An outage ends nothing: the lease may still be held when it is over. */
const keepAlive = async (tell: () => Promise<void>, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await pause(defaultLeaseMs / 4, signal);
    if (!signal.aborted) await tell().catch(() => undefined);
  }
};

/**
 * Works under the lease on a projection's rebuild, so that there is one at a time wherever it runs.
 * @throws RebuildRunning when somebody else has it.
 */
export const withRebuildLease = async <T>(
  pool: Pool,
  projection: Projection,
  work: (lease: Lease) => Promise<T>,
): Promise<T> => {
  const runner = { id: randomUUID(), name: `${hostname()}-${process.pid}`, follows: [], leaseMs: defaultLeaseMs };
  await tellAlive(pool, runner);
  const ended = new AbortController();
  const living = keepAlive(() => tellAlive(pool, runner), ended.signal);
  try {
    const lease = await take(pool, projection, runner.id);
    try {
      return await work(lease);
    } finally {
      await releaseLeases(pool, [lease]).catch(() => undefined);
    }
  } finally {
    ended.abort();
    await living;
    await leaveBoard(pool, runner.id).catch(() => undefined);
  }
};
