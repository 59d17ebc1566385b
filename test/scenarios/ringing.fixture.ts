import { createPool } from '@etapp/database';
import { EventStoreDbStore, openEventStore } from '@etapp/event-store';
import {
  memoryBell,
  reminderEngine,
  type ReminderEngine,
  ringingFigures,
  startReminders,
  sweepOnce,
} from '@etapp/reminder-service';
import { waitFor } from '@etapp/testing';
import type { Pool } from 'pg';

import { type Clock, instant, localTime } from './local-time.fixture.js';
import { type AskedRings, rangIn, storedRings, toPlanned } from './rings.fixture.js';
import type { StartedService } from './started-service.fixture.js';

const refuseTrouble = (error: unknown): never => {
  throw error;
};

/** Plans and sweeps without a bell, by the agenda alone: each sweep is at the instant of what rings next. */
const handsOn = (engine: ReminderEngine, { now, set }: Clock) => {
  const sweep = async (): Promise<void> => {
    const dueNow = (limit: number, after?: Parameters<typeof engine.agenda.due>[2]) =>
      engine.agenda.due(now(), limit, after);
    const fire = async (reminderId: string): Promise<void> => void (await engine.fire(reminderId));
    const pace = { everySeconds: 30, concurrency: 4, onTrouble: refuseTrouble };
    await sweepOnce(
      { dueNow, fire, now, figures: ringingFigures(), ...pace },
      { signal: new AbortController().signal, by: 'sweep' },
    );
    await engine.planner.catchUp();
  };
  return async (to: string): Promise<void> => {
    await engine.planner.catchUp();
    for (;;) {
      const [next] = await engine.agenda.due(to, 1);
      if (next === undefined) return;
      if (next.ringAt > now()) set(localTime(next.ringAt));
      await sweep();
    }
  };
};

const tables = ['agenda', 'schedules', 'unplanned', 'faulty', 'coming_settings', 'planner'];
const forgetPlans = async (pool: Pool): Promise<void> => {
  for (const table of tables) await pool.query(`DELETE FROM reminders.${table}`);
};

const inOneRow = () => {
  let last = Promise.resolve();
  return (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
};

const openLog = ({ remindersUrl: url, eventStoreUrl }: StartedService) => {
  const name = 'scenario-reminders';
  const limits = { max: 8, statementTimeoutMs: 30_000, lockTimeoutMs: 10_000 };
  // Nobody sweeps once more here after an answer that was long in coming, as the worker does.
  const patience = { deadlineMs: 20_000, patienceMs: 60_000 };
  const store =
    eventStoreUrl === undefined
      ? openEventStore({ url, name })
      : new EventStoreDbStore({ url: eventStoreUrl, name, ...patience });
  return { store, pool: createPool({ url, name, ...limits }), name };
};

/** The worker on its tables: at work with an engine, or stopped without one. */
const workerOf = (service: StartedService) => {
  const { now } = service.clock;
  const { store, pool, name } = openLog(service);
  const parts = { store, pool, now, onTrouble: refuseTrouble };
  let engine: ReminderEngine | undefined = reminderEngine(parts);
  return {
    engine: () => engine,
    stop: async (): Promise<void> => {
      engine = undefined;
      await forgetPlans(pool);
    },
    start: async (): Promise<void> => {
      await forgetPlans(pool);
      engine = reminderEngine(parts);
    },
    runUntil: async (holds: () => Promise<boolean>): Promise<void> => {
      const bell = memoryBell({ now, onTrouble: refuseTrouble });
      const running = startReminders({ ...parts, name, bell, sweepSeconds: 1, concurrency: 4, pauseMs: 50 });
      await waitFor(holds).finally(running.stop);
      engine = reminderEngine(parts);
    },
    close: async (): Promise<void> => {
      await store.close();
      await pool.end();
    },
  };
};

/**
 * The reminder worker of a started service: it rings when the clock passes, and not by itself. `onRung` hears of the
 * position of the newest ring.
 */
export const startRinging = (service: StartedService, onRung: (position: string) => void) => {
  const { clock } = service;
  const { engine, stop, start, runUntil, close } = workerOf(service);
  const inTurn = inOneRow();

  const ringUpTo = async (at: string): Promise<void> => {
    const running = engine();
    if (running !== undefined) await handsOn(running, clock)(at);
    const newest = (await storedRings(service)).at(-1);
    if (newest !== undefined) onRung(newest.position);
  };
  const moveTo = async (local: string): Promise<void> => {
    if (instant(local) < clock.now()) throw new Error(`the clock does not go back from ${clock.local()} to ${local}`);
    if (local === clock.local()) return;
    await ringUpTo(instant(local));
    clock.set(local);
  };
  return {
    /** Lets time pass to a local time; everything that is due by then rings, each at its own time. */
    passTo: (local: string): Promise<void> => inTurn(() => moveTo(local)),
    /** What has rung. */
    rang: (asked: AskedRings) => rangIn(service, asked),
    /** What would ring as things stand, by time. */
    planned: async (rules: readonly string[]) => {
      const running = engine();
      if (running === undefined) return [];
      await running.planner.catchUp();
      const rows = await running.agenda.due(instant('2100-01-01 00:00'), 100_000);
      return rows.map(toPlanned).filter(({ ruleId }) => rules.includes(ruleId));
    },
    /** Stops the worker and takes its plans away: time passes without it. */
    stopRinging: stop,
    /** Runs the worker with its own loops until a condition holds. */
    runRingingUntil: runUntil,
    /** Takes the worker's plans away and lets it read the whole log anew; answers how many rings that leads to. */
    replayRinging: async (): Promise<number> => {
      const before = (await storedRings(service)).length;
      await start();
      await ringUpTo(clock.now());
      return (await storedRings(service)).length - before;
    },
    close,
  };
};
