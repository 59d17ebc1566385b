import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';

import { ClockApart, clockWatch } from './clock-check.js';
import { throwAwayCluster } from './cluster.fixture.js';
import { createPool } from './pool.js';

let pool: Pool;
let remove: () => Promise<void>;
beforeAll(async () => {
  const cluster = await throwAwayCluster();
  remove = cluster.remove;
  pool = createPool({
    url: cluster.superuserUrl,
    name: 'spec',
    max: 1,
    statementTimeoutMs: 10_000,
    lockTimeoutMs: 5_000,
  });
});
afterAll(async () => {
  await pool.end();
  await remove();
});

const minuteMs = 60_000;
const shifted = (ms: number) => clockWatch({ pool, clock: () => Date.now() + ms });
const aheadOf = (error: unknown): number => (error instanceof ClockApart ? Math.round(error.aheadMs / minuteMs) : 0);

describe('the clock of a program', () => {
  it('may be what the database has', async () => {
    await expect(shifted(0).check()).resolves.toBeUndefined();
    await expect(shifted(0).checkNotAhead()).resolves.toBeUndefined();
  });

  it.each([4, 24 * 60, -4])('is refused when it is %i minutes ahead', async (minutes) => {
    const error: unknown = await shifted(minutes * minuteMs)
      .check()
      .catch((thrown: unknown) => thrown);
    expect(aheadOf(error)).toBe(minutes);
  });

  it('may be behind for what must not come early, and not ahead', async () => {
    await expect(shifted(-4 * minuteMs).checkNotAhead()).resolves.toBeUndefined();
    await expect(shifted(4 * minuteMs).checkNotAhead()).rejects.toBeInstanceOf(ClockApart);
  });

  it('is not taken for wrong by an answer that was long on its way', async () => {
    const times = [0, 10_000].map((ms) => Date.now() + ms);
    await expect(clockWatch({ pool, clock: () => times.shift() ?? 0 }).check()).resolves.toBeUndefined();
  });

  it('is told of at each look', async () => {
    const told: number[] = [];
    const clock = () => Date.now() + 4 * minuteMs;
    await clockWatch({ pool, clock, onLook: (aheadMs) => told.push(Math.round(aheadMs / minuteMs)) }).look();
    expect(told).toEqual([4]);
  });
});
