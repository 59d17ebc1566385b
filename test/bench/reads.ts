// Questions over HTTP against their own SQL behind a bare Fastify route, in a small and a large municipality.
// How it is measured and run: README.md.
import { parseArgs } from 'node:util';

import { installProjections } from '@etapp/projection-engine';
import {
  caseCard,
  casePage,
  caseTimeline,
  personCard,
  projections,
  staffDirectory,
  unitDirectory,
  worklist,
} from '@etapp/projections';

import { throwAwayDatabase } from '../throw-away-database.js';
import { caseIdOf, caseLog, caseworkerOf } from './case-log.js';
import { startChild } from './child.js';
import { compare, type Comparison, lineOf } from './compare.js';
import { fillLog, tidyUp } from './fill-log.js';
import { hangUp, send } from './load.js';
import { catchUp } from './read-models.js';
import { conditionsOf, writeReport } from './report.js';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    pairs: { type: 'string', default: '3' },
    milliseconds: { type: 'string', default: '2000' },
    cases: { type: 'string', default: '100000' },
  },
});
const asked = { inFlight: 8, pairs: Number(options.pairs), milliseconds: Number(options.milliseconds) };
const [few, many] = [1_000, Number(options.cases)];
const series = 1;
const eventsOfOther = 4;
const read = [worklist, caseCard, casePage, caseTimeline, personCard, staffDirectory, unitDirectory];

const database = await throwAwayDatabase();
const etapp = startChild('api-child.ts');

const questions = { worklist: '/v1/worklist', timeline: `/v1/cases/${caseIdOf(series, 0)}/timeline` };

const measure = async (url: unknown, cases: number) => {
  const token = await etapp.ask('token', caseworkerOf(series, 0));
  const headers = { authorization: `Bearer ${String(token)}` };
  const replies: Record<string, unknown> = {};
  for (const [name, path] of Object.entries(questions)) {
    await send({ url: `${String(url)}${path}`, headers });
    replies[`/${name}`] = await etapp.ask('record', { path, token });
  }
  const bare = startChild('bare-child.ts');
  const bareUrl = await bare.ask('start', { url: database.urlOf('api'), replies });
  const figures: (Comparison & { readonly question: string; readonly cases: number })[] = [];
  for (const [question, path] of Object.entries(questions)) {
    const ways = {
      bare: { child: bare, operation: () => send({ url: `${String(bareUrl)}/${question}`, headers: {} }) },
      etapp: { child: etapp, operation: () => send({ url: `${String(url)}${path}`, headers }) },
    };
    figures.push({ question, cases, ...(await compare(ways, asked)) });
  }
  await bare.stop();
  return figures;
};

try {
  await installProjections(database.urlOf('owner'), projections);
  const url = await etapp.ask('start', { api: database.urlOf('api'), keys: database.urlOf('keys') });
  await etapp.ask('fill', { series, cases: few, entriesOfFirst: 37 });
  await catchUp(database.urlOf('projector'), read);
  await tidyUp(database.superuserUrl);
  const small = await measure(url, few);
  // The others are cases like these, put behind the log; their persons are not asked for.
  const others = { courses: ['begun'], open: 1_000, series: 2, eventsOfEach: eventsOfOther } as const;
  await fillLog(database.superuserUrl, caseLog({ ...others, events: (many - few) * eventsOfOther }));
  await catchUp(database.urlOf('projector'), read);
  await tidyUp(database.superuserUrl);
  const figures = [...small, ...(await measure(url, many))];
  console.table(figures.map(({ question, cases, ...comparison }) => ({ question, cases, ...lineOf(comparison) })));
  writeReport(options.json, { ...(await conditionsOf(database.superuserUrl)), ...asked, figures });
} finally {
  hangUp();
  await etapp.stop();
  await database.remove();
}
