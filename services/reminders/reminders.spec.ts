import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ClockApart } from '@etapp/database';
import { waitFor } from '@etapp/testing';

import { lyingBell } from './bell/lying-bell.js';
import { memoryBell } from './bell/memory-bell.js';
import { type Bell, BellUnavailable } from './bell/port.js';
import { office, openCase, staff } from './cases.fixture.js';
import { type ReminderParts, type Reminders, startReminders } from './reminders.js';
import { id, instant, ringingBench, type Town } from './ringing-bench.fixture.js';

let bench: Awaited<ReturnType<typeof ringingBench>>;
beforeAll(async () => {
  bench = await ringingBench();
});
afterAll(() => bench.close());

const opened = '2026-03-02T09:00:00+01:00';
const dueAt = instant('2026-03-03T13:00:00+01:00');
const count = 20;

/** Before the first hour of the day, with a case for each reminder. */
const aTown = async (): Promise<Town> => {
  const town = await bench.town();
  await town.tell(...office(opened), ...staff(opened));
  for (let n = 1; n <= count; n += 1) await town.tell(...openCase(id(n), opened));
  town.clock.now = instant('2026-03-03T08:00:00+01:00');
  return town;
};
const quietly = (): void => undefined;
const running: Reminders[] = [];
afterEach(async () => void (await Promise.all(running.splice(0).map((worker) => worker.stop()))));
type Often = Pick<ReminderParts, 'sweepSeconds' | 'horizonEveryMs' | 'clock'>;
const workerOn = (town: Town, bell: Bell, often: Often): Reminders => {
  const worker = startReminders({
    ...{ store: town.store, pool: bench.pool, now: town.now, bell, ...often },
    ...{ name: 'spec', concurrency: 4, pauseMs: 5, onTrouble: quietly },
  });
  running.push(worker);
  return worker;
};
const planned = async (town: Town): Promise<true | undefined> =>
  (await town.rows()).length >= count ? true : undefined;
const allRang = async (town: Town): Promise<true | undefined> =>
  (await town.rang()).length >= count ? true : undefined;
const each = (town: Town) => town.rang().then((rang) => rang.map(({ reminderId }) => reminderId).toSorted());

describe('a worker', () => {
  it('rings by the bell alone what is planned, when its time has come', async () => {
    const town = await aTown();
    const bell = memoryBell({ now: town.now, onTrouble: quietly });
    const worker = workerOn(town, bell, { sweepSeconds: 3_600 });
    await waitFor(() => planned(town));
    await waitFor(async () => {
      const health = await bell.health();
      return health.reachable && health.delayed > 0 ? true : undefined;
    });
    expect(await town.rang()).toEqual([]);
    town.clock.now = dueAt;
    await bell.tick();
    expect(await town.rang()).toHaveLength(count);
    expect(await worker.health()).toMatchObject({ rung: count, swept: 0, dueNow: 0, lateP99Seconds: 0, faulty: 0 });
  });

  it('asks the bell for what rings within a day, as the days go by', async () => {
    const town = await aTown();
    const bell = memoryBell({ now: town.now, onTrouble: quietly });
    const delayed = async (): Promise<number> => {
      const health = await bell.health();
      return health.reachable ? health.delayed : 0;
    };
    town.clock.now = instant('2026-03-02T12:59:59+01:00');
    const worker = workerOn(town, bell, { sweepSeconds: 3_600, horizonEveryMs: 5 });
    await waitFor(() => planned(town));
    await worker.engine.planner.catchUp();
    expect(await delayed()).toBe(0);
    town.clock.now = instant('2026-03-02T13:00:00+01:00');
    await waitFor(async () => ((await delayed()) > 0 ? true : undefined));
    town.clock.now = dueAt;
    await bell.tick();
    expect(await worker.health()).toMatchObject({ rung: count, swept: 0, dueNow: 0 });
  });

  it('rings by the sweep alone while the bell is away', async () => {
    const town = await aTown();
    const away: Bell = {
      ring: () => Promise.reject(new BellUnavailable('away')),
      onRing: quietly,
      health: async () => ({ reachable: false, reason: 'away' }),
      close: async () => undefined,
    };
    const worker = workerOn(town, away, { sweepSeconds: 0.02 });
    await waitFor(() => planned(town));
    town.clock.now = instant('2026-03-03T13:00:25+01:00');
    await waitFor(() => allRang(town));
    await waitFor(async () => ((await worker.health()).dueNow === 0 ? true : undefined));
    expect(await worker.health()).toMatchObject({ rung: 0, swept: count, lateP99Seconds: 25 });
    expect(new Set(await each(town)).size).toBe(count);
  });

  it('rings nothing while its clock is ahead of the database, and everything as soon as it is not', async () => {
    const town = await aTown();
    let [looks, ahead] = [0, true];
    const checkNotAhead = async (): Promise<void> => {
      looks += 1;
      if (ahead) throw new ClockApart(240_000);
    };
    const bell = memoryBell({ now: town.now, onTrouble: quietly });
    workerOn(town, bell, { sweepSeconds: 0.02, clock: { checkNotAhead } });
    await waitFor(() => planned(town));
    town.clock.now = dueAt;
    const before = looks;
    await bell.tick();
    await waitFor(async () => (looks > before + 2 ? true : undefined));
    expect(await town.rang()).toEqual([]);
    ahead = false;
    await waitFor(() => allRang(town));
  });

  it.each([1, 2, 3])('rings each once on a bell that lies, and none early (seed %i)', async (seed) => {
    const town = await aTown();
    const chances = { dropped: 0.2, early: 0.2, late: 0.2, doubled: 0.2, pretended: 0.2 };
    const bells = [seed, seed + 10].map((from) => {
      const honest = memoryBell({ now: town.now, onTrouble: quietly });
      return { honest, lying: lyingBell(honest, { chances, seed: from, now: town.now }) };
    });
    for (const { lying } of bells) workerOn(town, lying, { sweepSeconds: 0.02 });
    await waitFor(() => planned(town));
    await Promise.all(bells.map(({ honest }) => honest.tick()));
    expect(await town.rang()).toEqual([]);
    town.clock.now = dueAt;
    await Promise.all(bells.map(({ honest }) => honest.tick()));
    await waitFor(() => allRang(town));
    await Promise.all(running.splice(0).map((worker) => worker.stop()));
    expect(new Set(await each(town)).size).toBe(count);
    expect(await each(town)).toHaveLength(count);
    expect(bells.some(({ lying }) => Object.values(lying.told).some((times) => times > 0))).toBe(true);
  });

  it('rings everything by a bell that drops, delays and doubles, long before the next sweep', async () => {
    const town = await aTown();
    const honest = memoryBell({ now: town.now, onTrouble: quietly });
    const bell = lyingBell(honest, { chances: { dropped: 0.3, late: 0.3, doubled: 0.4 }, seed: 3, now: town.now });
    workerOn(town, bell, { sweepSeconds: 3_600 });
    await waitFor(() => planned(town));
    await waitFor(async () => {
      const health = await bell.health();
      return health.reachable && health.delayed > 0 ? true : undefined;
    });
    town.clock.now = dueAt;
    await honest.tick();
    expect(await each(town)).toHaveLength(count);
    expect(new Set(await each(town)).size).toBe(count);
    expect(bell.told.dropped + bell.told.doubled).toBeGreaterThan(0);
  });

  it('leaves its figures where an operator finds them', async () => {
    const town = await aTown();
    workerOn(town, memoryBell({ now: town.now, onTrouble: quietly }), { sweepSeconds: 3_600 });
    const told = async () =>
      (await bench.pool.query<{ health: object }>('SELECT health FROM app.reminder_health')).rows[0];
    expect(await waitFor(told)).toMatchObject({ health: { faulty: 0, bell: { reachable: true } } });
  });
});
