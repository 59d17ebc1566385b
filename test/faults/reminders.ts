// The campaign of faults against reminders. How it is run: README.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { reportOf } from './reminders/report.js';
import type { SliceOptions } from './reminders/running.js';
import { runSlice } from './reminders/slice.js';

const { values: given } = parseArgs({
  options: {
    backend: { type: 'string', default: 'postgres' },
    years: { type: 'string', default: '10' },
    from: { type: 'string', default: '2027' },
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '120' },
    every: { type: 'string', default: '12' },
    months: { type: 'string', default: '12' },
    rest: { type: 'string', default: '75' },
    kills: { type: 'string', default: '20' },
    flushes: { type: 'string', default: '6' },
    restarts: { type: 'string', default: '2' },
    pace: { type: 'string', default: '30' },
    out: { type: 'string', default: 'reminder-campaign' },
  },
});

const backend = given.backend === 'redis' ? 'redis' : 'postgres';
const [seed, from, years] = [Number(given.seed), Number(given.from), Number(given.years)];
const folder = join(given.out, `${backend}-${seed}`);
mkdirSync(folder, { recursive: true });
const results: unknown[] = [];
for (let year = from; year < from + years; year += 1) {
  const file = join(folder, `${year}.json`);
  const options: SliceOptions = {
    ...{
      backend,
      year,
      seed,
      cases: Number(given.cases),
      everyDays: Number(given.every),
      months: Number(given.months),
    },
    ...{ kills: Number(given.kills), flushes: Number(given.flushes), restarts: Number(given.restarts) },
    ...{ restDays: Number(given.rest), pace: Number(given.pace) },
  };
  // A slice that was done before is not done again.
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(await runSlice(options)));
  results.push(JSON.parse(readFileSync(file, 'utf8')));
}
const report = reportOf(results);
writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report.sum, undefined, 2)}\n`);
process.stdout.write(report.table);
process.exitCode = report.holds ? 0 : 1;
