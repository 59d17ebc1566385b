import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { localInstant } from '@etapp/calendar';

// eslint-disable-next-line no-restricted-imports -- campaigns are not shipped either
import { type Chance, chance } from '../chance.fixture.js';
import { type Fact, text } from './judged-case.js';
import {
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
import { factsIn, openTown, settle, type Town } from './town.js';
import { type Visit, visitsOf } from './visits.js';
import { type Failpoint, type Workers, workersOf } from './workers.js';

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

/** What a slice came to. `unsettled`: moments at which something stayed due beyond all patience. */
export type SliceResult = {
  readonly options: SliceOptions;
  /** The log, and when the clock stood still: what is judged. */
  readonly facts: readonly Fact[];
  readonly end: string;
  readonly landed: Readonly<Record<Failpoint, number>>;
  /** Ends of workers that nobody asked for. */
  readonly unexpected: readonly string[];
  readonly counts: Counts;
  readonly seconds: number;
};

/** What was done; `flushedKeys`: what Redis had to forget, at all flushes. */
type Counts = Record<
  | 'taken'
  | 'refused'
  | 'answered'
  | 'moments'
  | 'promoted'
  | 'unsettled'
  | 'flushes'
  | 'flushedKeys'
  | 'restarts'
  | 'stepsBack',
  number
>;

/** The sweep of the service, in seconds of the clock. */
const sweepSeconds = 30;
const lies = { dropped: 0.05, early: 0.1, late: 0.05, doubled: 0.1, pretended: 0.05 };
const patience = { settleMs: 30_000, unsettledAtMost: 3 };
const tenMinutesMs = 600_000;

/** A slice that runs. */
type Running = {
  readonly options: SliceOptions;
  readonly town: Town;
  readonly workers: Workers;
  readonly by: Chance;
  readonly counts: Counts;
  readonly courses: Course[];
  /** Cases that open on a day on which anybody does anything. */
  readonly openings: number;
  /** Moments between two of so many, spread over the slice. */
  readonly every: (times: number) => number;
};

const give = async ({ town, counts }: Pick<Running, 'town' | 'counts'>, told: readonly Told[]): Promise<void> => {
  for (const one of told) {
    if (await town.tell(one)) counts.taken += 1;
    else counts.refused += 1;
  }
};

/** People work in half of the cases at the same time, open some, and answer what rang since they last did. */
const act = async (running: Running): Promise<void> => {
  const { courses, by, options, town, counts } = running;
  const at = town.now();
  const busy = courses.filter(() => by.oneIn(2)).map((course) => happensIn(course, at, by));
  for (let n = 0; n < running.openings && courses.length < options.cases; n += 1) {
    const course = courseOf(courses.length + 1);
    courses.push(course);
    busy.push(open(course, at));
  }
  await Promise.all(busy.map((told) => give(running, told)));
  const rang = (await factsIn(town.reader, ['ReminderFired'])).slice(counts.answered);
  counts.answered += rang.length;
  for (const ring of rang.filter(() => by.oneIn(4)))
    await give(running, [answer({ caseId: ring.streamId, reminderId: text(ring, 'reminderId'), at }, by)]);
};

/** What is not told while it rings, since nobody could say which of the two was first. */
const decide = async (running: Running): Promise<void> => {
  const { by, town, counts } = running;
  const at = town.now();
  if (by.oneIn(6)) await give(running, [settingChanges(at, by)]);
  if (by.oneIn(8)) await give(running, [goesAway(counts.moments, at, by)]);
};

const restart = async ({ town: { database }, counts }: Running): Promise<void> => {
  await (counts.restarts % 2 === 0 ? database.kill() : database.stop());
  await database.start();
  counts.restarts += 1;
};

const flush = async ({ town, counts }: Running): Promise<void> => {
  if (town.redis === undefined) return;
  counts.flushedKeys += await town.redis.flush();
  counts.flushes += 1;
};

const stepBack = ({ town, counts }: Running): void => {
  town.set(new Date(Date.parse(town.now()) - tenMinutesMs).toISOString());
  counts.stepsBack += 1;
};

const disturb = async (running: Running, index: number): Promise<void> => {
  const { options, workers, counts, every } = running;
  const { kills, flushes, restarts } = options;
  if (kills > 0 && index % every(kills * 1.5) === 0) await workers.arm();
  if (flushes > 0 && index % every(flushes) === 1) await flush(running);
  if (counts.restarts < restarts && index % every(restarts) === 7) await restart(running);
  if (index % 40 === 11) stepBack(running);
};

const calm = async ({ town, counts }: Running): Promise<void> => {
  const { settled, promoted } = await settle(town, patience.settleMs);
  counts.promoted += promoted;
  if (!settled) counts.unsettled += 1;
};

/** A clock that stepped back comes to the same moment once more. */
const comeBackTo = async (running: Running, at: string): Promise<void> => {
  if (at <= running.town.now()) return;
  running.town.set(at);
  await calm(running);
};

const visit = async (running: Running, { at, acts, races }: Visit, index: number): Promise<void> => {
  const { town, counts } = running;
  if (at > town.now()) town.set(at);
  counts.moments += 1;
  if (!acts) await disturb(running, index);
  if (!races) await calm(running);
  await comeBackTo(running, at);
  if (!acts) return;
  if (!races) await decide(running);
  // Where it rings at that very moment, it does so while people work.
  await Promise.all([act(running), races ? calm(running) : undefined]);
  await calm(running);
};

const begin = async (
  options: SliceOptions,
  folder: string,
): Promise<Running & { readonly visits: readonly Visit[] }> => {
  const by = chance(options.seed * 10_007 + options.year);
  const town = await openTown({ ...options, folder });
  const counts: Counts = {
    ...{ taken: 0, refused: 0, answered: 0, moments: 0, promoted: 0, unsettled: 0 },
    ...{ flushes: 0, flushedKeys: 0, restarts: 0, stepsBack: 0 },
  };
  town.set(localInstant(`${options.year}-01-02`, '06:00'));
  await give({ town, counts }, office());
  const { database, redis, clock } = town;
  const url = database.urlOf('reminders');
  const told = { url, redis: redis?.url, clock, folder, lies, sweepSeconds: sweepSeconds / options.pace };
  const workers = workersOf(told, by);
  const visits = visitsOf(options, by);
  const acting = visits.filter(({ acts }) => acts).length;
  return {
    ...{ options, town, workers, by, counts, courses: [], visits },
    openings: Math.ceil(options.cases / Math.max(1, acting * 0.7)),
    every: (times) => Math.max(1, Math.floor(visits.length / Math.max(1, times))),
  };
};

/** Runs a slice, from the opening of the town until nothing is left to ring. Throws when no server can be started. */
export const runSlice = async (options: SliceOptions): Promise<SliceResult> => {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'etapp-campaign-'));
  const running = await begin(options, folder);
  const { town, workers, counts, visits } = running;
  try {
    await workers.ready();
    for (const [index, moment] of visits.entries()) {
      if (counts.unsettled < patience.unsettledAtMost) await visit(running, moment, index);
    }
    const facts = await factsIn(town.reader);
    const end = town.now();
    const seconds = Math.round((performance.now() - started) / 1_000);
    const { landed, unexpected } = workers;
    return { options, facts, end, landed, unexpected, counts, seconds };
  } finally {
    await workers.stop();
    await town.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
