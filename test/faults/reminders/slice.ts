import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { localInstant } from '@etapp/calendar';

import { chance } from '../chance.js';
import { aimsOf } from './aims.js';
import type { Fact } from './judged-case.js';
import { act, aim, decide, give } from './people.js';
import type { Counts, Running, SliceOptions } from './running.js';
import { office } from './story.js';
import { factsIn, openTown, settle } from './town.js';
import { disturb } from './troubles.js';
import { type Visit, visitsOf } from './visits.js';
import { type Failpoint, workersOf } from './workers.js';

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

/** The sweep of the service, in seconds of the clock. */
const sweepSeconds = 30;
const lies = { dropped: 0.05, early: 0.1, late: 0.05, doubled: 0.1, pretended: 0.05 };
const patience = { settleMs: 30_000, unsettledAtMost: 3 };

const calm = async ({ town, counts, workers }: Running): Promise<void> => {
  const { settled, promoted } = await settle(town, { idle: workers.idle, patienceMs: patience.settleMs });
  counts.promoted += promoted;
  if (!settled) counts.unsettled += 1;
};

/** A clock that stepped back comes to the same moment once more. */
const comeBackTo = async (running: Running, at: string): Promise<void> => {
  if (at <= running.town.now()) return;
  running.town.set(at);
  await calm(running);
};

/** It rings while people do what makes that pointless, and at some hours whatever else they do. */
const race = async (running: Running, acts: boolean): Promise<void> => {
  await Promise.all([calm(running), acts ? act(running) : undefined]);
  await running.aims.over();
};

/** What people do between two rings. */
const work = async (running: Running): Promise<void> => {
  await decide(running);
  await act(running);
  await calm(running);
};

const visit = async (running: Running, { at, acts, races }: Visit, index: number): Promise<void> => {
  const { town, counts, aims } = running;
  const aimed = await aim(running, at);
  if (at > town.now()) town.set(at);
  counts.moments += 1;
  const undisturbed = acts || (await disturb(running, index));
  if (undisturbed) {
    for (const [reminderId, told] of aimed) aims.at(reminderId, told);
    await race(running, races);
  }
  await calm(running);
  await comeBackTo(running, at);
  aims.forget();
  if (acts && !races) await work(running);
};

const begin = async (
  options: SliceOptions,
  folder: string,
): Promise<Running & { readonly visits: readonly Visit[] }> => {
  const by = chance(options.seed * 10_007 + options.year);
  const town = await openTown({ ...options, folder });
  const counts: Counts = {
    ...{ taken: 0, refused: 0, struck: 0, answered: 0, moments: 0, promoted: 0, unsettled: 0 },
    ...{ flushes: 0, flushedKeys: 0, restarts: 0, stepsBack: 0 },
  };
  town.set(localInstant(`${options.year}-01-02`, '06:00'));
  await give({ town, counts }, office());
  const { database, redis, clock } = town;
  const url = database.urlOf('reminders');
  const told = { url, redis: redis?.url, clock, folder, lies, sweepSeconds: sweepSeconds / options.pace };
  const aims = aimsOf((ending) => give({ town, counts }, ending));
  const workers = workersOf(told, by, aims.slow);
  const visits = visitsOf(options, by);
  const acting = visits.filter(({ acts }) => acts).length;
  return {
    ...{ options, town, workers, by, counts, aims, courses: [], visits },
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
    counts.struck = running.aims.struck();
    const seconds = Math.round((performance.now() - started) / 1_000);
    const { landed, unexpected } = workers;
    return { options, facts, end, landed, unexpected, counts, seconds };
  } finally {
    await workers.stop();
    await town.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
