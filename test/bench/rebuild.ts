// Rebuilds of read models against a bare read of the same log through `pg`. How it is measured and run: README.md.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import { installProjections } from '@etapp/projection-engine';
import { caseTimeline, worklist } from '@etapp/projections';
import { z } from 'zod';

import { throwAwayDatabase } from '../throw-away-database.js';
import { caseLog } from './case-log.js';
import { median } from './figures.js';
import { fillLog } from './fill-log.js';
import { conditionsOf, writeReport } from './report.js';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    events: { type: 'string', default: '1000000' },
    pairs: { type: 'string', default: '1' },
  },
});
const [most, pairs] = [Number(options.events), Number(options.pairs)];
const measured = [worklist, caseTimeline];
// From the middle on every bound on what is held has been reached: what then still grows, grows with the log.
const sizes = [most / 10, most / 2, most];

const Run = z.object({
  ...{ events: z.number(), seconds: z.number(), cpuSeconds: z.number() },
  peakMegabytes: z.number(),
});

const database = await throwAwayDatabase();

/** A run in a process of its own; without a projection, the bare read. */
const run = async (projection = '') => {
  const program = fileURLToPath(new URL('rebuild-run.ts', import.meta.url));
  const asked = ['--url', database.urlOf('projector'), '--projection', projection];
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, program, ...asked]);
  const { events, seconds, cpuSeconds, peakMegabytes } = Run.parse(JSON.parse(stdout));
  return {
    perSecond: events / seconds,
    clientMicros: (cpuSeconds / events) * 1_000_000,
    peakMegabytes,
  };
};
type Figures = Awaited<ReturnType<typeof run>>;

const middle = (runs: readonly Figures[], of: (figures: Figures) => number): number => median(runs.map(of));

const summary = (events: number, name: string, runs: readonly Figures[]) => ({
  ...{ events, name, runs, perSecond: middle(runs, ({ perSecond }) => perSecond) },
  clientMicros: middle(runs, ({ clientMicros }) => clientMicros),
  peakMegabytes: Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)),
});

const measure = async (events: number) => {
  await run();
  const names = ['', ...measured.map(({ name }) => name)];
  const runs = new Map(names.map((name): [string, Figures[]] => [name, []]));
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const name of pair % 2 === 0 ? names : names.toReversed()) runs.get(name)?.push(await run(name));
  }
  const bare = summary(events, 'bare read', runs.get('') ?? []);
  const rebuilds = measured.map(({ name }) => summary(events, name, runs.get(name) ?? []));
  return [bare, ...rebuilds].map((each) => ({ ...each, ratio: each.perSecond / bare.perSecond }));
};

try {
  await installProjections(database.urlOf('owner'), measured);
  const figures: Awaited<ReturnType<typeof measure>> = [];
  const plan = { courses: ['meeting', 'referral', 'placement', 'referral'], open: 2_000 } as const;
  for (const [series, size] of sizes.entries()) {
    const already = sizes[series - 1] ?? 0;
    await fillLog(database.superuserUrl, caseLog({ ...plan, events: size - already, series }));
    figures.push(...(await measure(size)));
  }
  console.table(
    figures.map(({ events, name, ...each }) => ({
      ...{ events, name, 'events/s': Math.round(each.perSecond), ratio: Number(each.ratio.toFixed(2)) },
      ...{ 'client µs/event': Number(each.clientMicros.toFixed(1)) },
      'peak MB': each.peakMegabytes,
    })),
  );
  writeReport(options.json, { ...(await conditionsOf(database.superuserUrl)), pairs, figures });
} finally {
  await database.remove();
}
