// How many events a second read models keep up with while they follow the log, by their number, and how soon a row is
// there at a calm rate. How it is measured and run: README.md.
import { parseArgs } from 'node:util';

import { PostgresStore } from '@etapp/event-store';
import { installProjections } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';

import { throwAwayDatabase } from '../throw-away-database.js';
import { caseLog, type LogRow } from './case-log.js';
import { startChild } from './child.js';
import { fillLog, tidyUp } from './fill-log.js';
import { followBurst, followCalm, whenReached } from './following.js';
import { catchUp } from './read-models.js';
import { conditionsOf, writeReport } from './report.js';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    /** Events in the log before anything is measured. */
    events: { type: 'string', default: '50000' },
    burst: { type: 'string', default: '20000' },
    /** Events a second of the calm rate: the busiest hour of 290 municipalities, as docs/scale.md computes it. */
    calm: { type: 'string', default: '21' },
    seconds: { type: 'string', default: '20' },
    counts: { type: 'string', default: `1,4,9,${projections.length}` },
  },
});
const burst = Number(options.burst);
const calm = { perSecond: Number(options.calm), seconds: Number(options.seconds) };
const warmUp = 2_000;
const courses = ['meeting', 'referral', 'placement', 'referral'] as const;
/** So many cases side by side that a burst holds whole cases, and so few that what comes calmly does too. */
const open = { burst: 500, calm: 10 };

/** Cases that nobody has met, from their first event; `part` sets apart those of one number of models. */
const casesOf = (models: number, part: 0 | 1 | 2, side = open.burst): Iterator<LogRow> =>
  caseLog({ events: Infinity, courses, open: side, series: 1 + models * 3 + part });

const database = await throwAwayDatabase();
const { superuserUrl } = database;
const store = new PostgresStore({ url: database.urlOf('api'), name: 'writer' });

const measure = async (count: number) => {
  await tidyUp(superuserUrl);
  const names = projections.slice(0, count).map(({ name }) => name);
  const projector = startChild('projector-child.ts', { ownSession: true });
  try {
    await projector.ask('start', { url: database.urlOf('projector'), names });
    await whenReached({ superuserUrl, names }, await store.head());
    const follow = { store, superuserUrl, names, projector };
    await followBurst({ ...follow, rows: casesOf(count, 0) }, warmUp);
    const took = await followBurst({ ...follow, rows: casesOf(count, 1) }, burst);
    return {
      models: count,
      burst: took,
      calm: await followCalm({ ...follow, rows: casesOf(count, 2, open.calm) }, calm),
    };
  } finally {
    await projector.stop();
  }
};

const lineOfBurst = ({ models, burst: took }: Awaited<ReturnType<typeof measure>>) => ({
  ...{ models, 's of appending': Number(took.appendSeconds.toFixed(1)), s: Number(took.seconds.toFixed(1)) },
  ...{ 'events/s': Math.round(took.perSecond), 'µs/event': Math.round(took.micros) },
  'batches/event': Number(took.batches.toFixed(2)),
});
const lineOfCalm = ({ models, calm: took }: Awaited<ReturnType<typeof measure>>) => ({
  ...{ models, 'p50 ms': Number(took.each.p50.toFixed(1)), 'p99 ms': Number(took.each.p99.toFixed(1)) },
  ...{ 'last p50 ms': Number(took.last.p50.toFixed(1)), 'last p99 ms': Number(took.last.p99.toFixed(1)) },
  ...{ 'µs/event': Math.round(took.micros), 'batches/event': Number(took.batches.toFixed(2)) },
});

try {
  await fillLog(superuserUrl, caseLog({ events: Number(options.events), courses, open: 2_000, series: 0 }));
  await installProjections(database.urlOf('owner'), projections);
  await catchUp(database.urlOf('projector'), projections);
  const figures = [];
  for (const count of options.counts.split(',').map(Number)) figures.push(await measure(count));
  for (const told of [figures.map(lineOfBurst), figures.map(lineOfCalm)]) console.table(told);
  writeReport(options.json, { ...(await conditionsOf(superuserUrl)), events: Number(options.events), calm, figures });
} finally {
  await store.close();
  await database.remove();
}
