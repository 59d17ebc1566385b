import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { addDays, isBusinessDay, localDay, localInstant } from '@etapp/calendar';
import { headerOf, PostgresStore, type StoredEvent } from '@etapp/event-store';
import { installBell } from '@etapp/reminder-service';
import { Pool } from 'pg';

import { chance } from '../chance.fixture.js';
import { judge, type Verdict } from './judge.js';
import { type Fact, text } from './judged-rules.js';
import { startDatabase, startRedis } from './servers.js';
import {
  actionDays,
  answer,
  type Course,
  courseOf,
  goesAway,
  happensIn,
  office,
  open,
  settingChanges,
  type Told,
} from './story.js';
import { tellerOf } from './teller.js';
import { timeMachine } from './time-machine.js';
import { clockOf, setClock } from './told-clock.js';
import { type Failpoint, workersOf } from './workers.js';

/** A slice of the campaign: one simulated year in a town of its own. */
export type SliceOptions = {
  readonly backend: 'postgres' | 'redis';
  readonly year: number;
  readonly seed: number;
  readonly cases: number;
  /** Days between those on which people do something. */
  readonly everyDays: number;
  /** Months of the year in which they do. */
  readonly months: number;
  readonly kills: number;
  readonly flushes: number;
  readonly restarts: number;
  /** Seconds of the clock in a second. */
  readonly pace: number;
};

/** What a slice came to. */
export type SliceResult = {
  readonly options: SliceOptions;
  readonly verdict: Verdict;
  readonly landed: Readonly<Record<Failpoint, number>>;
  readonly unexpected: readonly string[];
  readonly flushes: number;
  /** What Redis had to forget, at all of them. */
  readonly flushedKeys: number;
  readonly restarts: number;
  readonly stepsBack: number;
  readonly moments: number;
  readonly promoted: number;
  readonly commands: { readonly taken: number; readonly refused: number };
  readonly events: number;
  readonly seconds: number;
};

const sweepSeconds = 30;
const lies = { dropped: 0.05, early: 0.1, late: 0.05, doubled: 0.1, pretended: 0.05 };
const settleMs = 120_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const UNSETTLED = `
  SELECT (SELECT count(*)::int FROM reminders.unplanned) AS unplanned,
    (SELECT count(*)::int FROM reminders.agenda WHERE ring_at <= $1) AS due,
    (SELECT count(*)::int FROM reminders.coming_settings WHERE from_on <= $2) AS settings,
    (SELECT position FROM reminders.planner) AS position`;

const toFact = (stored: StoredEvent): Fact => ({
  ...{ id: stored.id, type: stored.type, category: stored.stream.category, streamId: stored.stream.id },
  ...{ version: stored.version, position: Number(stored.position), recordedAt: stored.recordedAt },
  ...{ occurredAt: headerOf(stored).occurredAt, data: JSON.parse(stored.data) },
});

const factsIn = async (store: PostgresStore, types: readonly string[] = []): Promise<readonly Fact[]> => {
  const facts: Fact[] = [];
  let position = store.start;
  for (let atHead = false; !atHead;) {
    const page = await store.readAll(position, { types }, 2_000);
    facts.push(...page.events.map(toFact));
    ({ upTo: position, atHead } = page);
  }
  return facts;
};

const openTown = async ({ backend, pace }: SliceOptions, folder: string) => {
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
type Town = Awaited<ReturnType<typeof openTown>>;

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

const settle = async (town: Town): Promise<number> => {
  const giveUpAt = Date.now() + settleMs;
  let promoted = 0;
  for (;;) {
    if (await isSettled(town)) return promoted;
    promoted += await town.machine.promote(town.now());
    if (Date.now() > giveUpAt) throw new Error(`nothing settles at ${town.now()}`);
    await pause(25);
  }
};

/** The moments of a day: rings, and what people do between and during them. */
type Visit = { readonly at: string; readonly acts: boolean; readonly race: boolean };

const visitsOf = (
  year: number,
  { everyDays, months }: SliceOptions,
  by: ReturnType<typeof chance>,
): readonly Visit[] => {
  const lastOn = addDays(`${year}-01-01`, Math.round(months * 30.4));
  const acting = new Set(actionDays(year, everyDays).filter((day) => day <= lastOn));
  const visits: Visit[] = [];
  for (let day = `${year}-01-02`; day <= addDays(lastOn, 75); day = addDays(day, 1)) {
    if (!isBusinessDay(day)) continue;
    const acts = acting.has(day);
    const race = acts && by.oneIn(3);
    for (const time of ['07:00', '08:15']) visits.push({ at: localInstant(day, time), acts: false, race: false });
    if (acts && !race) visits.push({ at: localInstant(day, by.pick(['09:30', '10:45'])), acts, race: false });
    visits.push({ at: localInstant(day, '13:00'), acts: race, race });
  }
  return visits;
};

const inOrder = async (tell: Town['tell'], told: readonly Told[], counts: { taken: number; refused: number }) => {
  for (const one of told) (await tell(one)) ? (counts.taken += 1) : (counts.refused += 1);
};

/** Runs a slice from the opening of the town to the judgement over its log. */
export const runSlice = async (options: SliceOptions): Promise<SliceResult> => {
  const begin = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'etapp-campaign-'));
  const by = chance(options.seed * 10_007 + options.year);
  const town = await openTown(options, folder);
  const { database, redis, now, tell, set } = town;
  const counts = { taken: 0, refused: 0 };
  const done = { flushes: 0, flushedKeys: 0, restarts: 0, stepsBack: 0, moments: 0, promoted: 0 };
  set(localInstant(`${options.year}-01-02`, '06:00'));
  await inOrder(tell, office(), counts);
  const workers = workersOf(
    {
      ...{ url: database.urlOf('reminders'), redis: redis?.url, clock: town.clock, folder, lies },
      sweepSeconds: sweepSeconds / options.pace,
    },
    by,
  );
  try {
    await workers.ready();
    const courses: Course[] = [];
    const visits = visitsOf(options.year, options, by);
    const opening = visits.filter(({ acts }) => acts).length;
    const perDay = Math.ceil(options.cases / Math.max(1, opening * 0.7));
    const every = (times: number): number => Math.max(1, Math.floor(visits.length / Math.max(1, times)));
    let answered = 0;

    const act = async (at: string): Promise<void> => {
      const busy = courses.filter(() => by.oneIn(2)).map((course) => happensIn(course, at, by));
      for (let n = 0; n < perDay && courses.length < options.cases; n += 1) {
        const course = courseOf(courses.length + 1);
        courses.push(course);
        busy.push(open(course, at));
      }
      await Promise.all(busy.map((told) => inOrder(tell, told, counts)));
      const rang = (await factsIn(town.reader, ['ReminderFired'])).slice(answered);
      answered += rang.length;
      const answers = rang
        .filter(() => by.oneIn(4))
        .map((ring) => answer(ring.streamId, text(ring, 'reminderId'), at, by));
      for (const one of answers) await inOrder(tell, [one], counts);
    };
    const quietly = async (at: string): Promise<void> => {
      if (by.oneIn(6)) await inOrder(tell, [settingChanges(at, by)], counts);
      if (by.oneIn(8)) await inOrder(tell, [goesAway(done.moments, at, by)], counts);
    };
    const disturb = async (index: number): Promise<void> => {
      if (options.kills > 0 && index % every(options.kills * 1.5) === 0) await workers.arm();
      if (redis !== undefined && options.flushes > 0 && index % every(options.flushes) === 1) {
        done.flushedKeys += await redis.flush();
        done.flushes += 1;
      }
      if (index % every(options.restarts) === 7 && done.restarts < options.restarts) {
        await (done.restarts % 2 === 0 ? database.kill() : database.stop());
        await database.start();
        done.restarts += 1;
      }
      if (index % 40 === 11) {
        set(new Date(Date.parse(now()) - 600_000).toISOString());
        done.stepsBack += 1;
      }
    };

    for (const [index, { at, acts, race }] of visits.entries()) {
      if (at > now()) set(at);
      done.moments += 1;
      if (!race) await settleAndDisturb(index, acts);
      if (acts) {
        const moment = now();
        if (!race) await quietly(moment);
        await act(moment);
      }
      done.promoted += await settle(town);
    }
    async function settleAndDisturb(index: number, acts: boolean): Promise<void> {
      if (!acts) await disturb(index);
      done.promoted += await settle(town);
    }
    const end = now();
    const facts = await factsIn(town.reader);
    const verdict = judge(facts, { end, patienceSeconds: 300 });
    const seconds = Math.round((performance.now() - begin) / 1_000);
    const { landed, unexpected } = workers;
    return { options, verdict, landed, unexpected, ...done, commands: counts, events: facts.length, seconds };
  } finally {
    await workers.stop();
    await town.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
