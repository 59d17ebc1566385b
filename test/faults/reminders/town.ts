import { join } from 'node:path';

import { localDay } from '@etapp/calendar';
import { headerOf, PostgresStore, type StoredEvent } from '@etapp/event-store';
import { installBell } from '@etapp/reminder-service';
import { Pool } from 'pg';
import { z } from 'zod';

import type { Fact } from './judged-case.js';
import { startDatabase, startRedis } from './servers.js';
import { tellerOf } from './teller.js';
import { timeMachine } from './time-machine.js';
import { clockOf, setClock } from './told-clock.js';

/** Where a town is, what its workers ring on, and how many seconds its clock goes in a second. */
export type TownOptions = { readonly backend: 'postgres' | 'redis'; readonly folder: string; readonly pace: number };

const UNSETTLED = `
  SELECT (SELECT count(*)::int FROM reminders.unplanned) AS unplanned,
    (SELECT count(*)::int FROM reminders.agenda WHERE ring_at <= $1) AS due,
    (SELECT count(*)::int FROM reminders.coming_settings WHERE from_on <= $2) AS settings,
    (SELECT position FROM reminders.planner) AS position`;

const Data = z.record(z.string(), z.unknown());
const toFact = (stored: StoredEvent): Fact => ({
  ...{ id: stored.id, type: stored.type, category: stored.stream.category, streamId: stored.stream.id },
  ...{ version: stored.version, position: Number(stored.position), recordedAt: stored.recordedAt },
  ...{ occurredAt: headerOf(stored).occurredAt, data: Data.parse(JSON.parse(stored.data)) },
});

/** What the log says, of some types or all. Throws what the store throws. */
export const factsIn = async (store: PostgresStore, types: readonly string[] = []): Promise<readonly Fact[]> => {
  const facts: Fact[] = [];
  let position = store.start;
  for (let atHead = false; !atHead;) {
    const page = await store.readAll(position, { types }, 2_000);
    facts.push(...page.events.map(toFact));
    ({ upTo: position, atHead } = page);
  }
  return facts;
};

/** A town with servers of its own and a clock that is set, and nothing in it. */
export const openTown = async ({ backend, folder, pace }: TownOptions) => {
  const clock = join(folder, 'clock');
  const database = await startDatabase(folder);
  await installBell(database.urlOf('owner'));
  const redis = backend === 'redis' ? await startRedis(folder) : undefined;
  const now = clockOf(clock);
  const store = new PostgresStore({ url: database.urlOf('api'), name: 'campaign' });
  const machine = timeMachine(database.urlOf('reminders'), redis?.url);
  const set = (at: string): void => setClock(clock, at, pace);
  const reader = new PostgresStore({ url: database.urlOf('reminders'), name: 'campaign-judge', readers: 2 });
  const pool = new Pool({ connectionString: database.superuserUrl, max: 1, connectionTimeoutMillis: 2_000 });
  pool.on('error', () => undefined);
  const close = async (): Promise<void> => {
    await machine.close();
    await Promise.all([pool.end(), reader.close(), store.close()]);
    await redis?.close();
    await database.stop();
  };
  return { clock, database, redis, now, reader, pool, machine, set, close, tell: tellerOf(store, now) };
};
/** A town. */
export type Town = Awaited<ReturnType<typeof openTown>>;

/** Whether everything that is due was fired, and everything told was planned. */
type Standing = { unplanned: number; due: number; settings: number; position: string | null };
const isSettled = async ({ pool, reader, now }: Town): Promise<boolean> => {
  try {
    const { rows } = await pool.query<Standing>(UNSETTLED, [now(), localDay(now())]);
    const [state] = rows;
    if (state === undefined || state.unplanned + state.due + state.settings > 0) return false;
    return reader.compare(state.position ?? reader.start, await reader.head()) >= 0;
  } catch {
    return false;
  }
};

type Coming = { readonly reminderId: string; readonly streamId: string };
/** What rings by a moment, as the service has it; nothing while its database is away. */
export const comingAt = async ({ pool }: Town, at: string): Promise<readonly Coming[]> => {
  try {
    const { rows } = await pool.query<Coming>(
      `SELECT reminder_id AS "reminderId", schedule_id AS "streamId" FROM reminders.agenda
       WHERE ring_at <= $1 ORDER BY reminder_id`,
      [at],
    );
    return rows;
  } catch {
    return [];
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Lets the clock run until what is due was fired, as the service itself has it, and no worker has a ring in hand: the judge asks nobody. `settled` is false
 * when that took longer than it may.
 */
export const settle = async (
  town: Town,
  { idle, patienceMs }: { readonly idle: () => boolean; readonly patienceMs: number },
): Promise<{ settled: boolean; promoted: number }> => {
  const giveUpAt = Date.now() + patienceMs;
  let promoted = 0;
  while (!(await isSettled(town)) || !idle()) {
    if (Date.now() > giveUpAt) return { settled: false, promoted };
    promoted += await town.machine.promote(town.now());
    await pause(25);
  }
  return { settled: true, promoted };
};
