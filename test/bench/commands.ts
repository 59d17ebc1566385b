// Commands through HTTP against a bare Fastify route that does one INSERT. How it is measured and run: README.md.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

import { withClient } from '@etapp/database';
import { installProjections } from '@etapp/projection-engine';
import { projections, staffDirectory } from '@etapp/projections';

import { throwAwayDatabase } from '../throw-away-database.js';
import { sample } from './case-histories.js';
import { caseIdOf, caseworkerOf } from './case-log.js';
import { startChild } from './child.js';
import { compare, type Comparison, lineOf } from './compare.js';
import { hangUp, send } from './load.js';
import { catchUp } from './read-models.js';
import { conditionsOf, writeReport } from './report.js';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    pairs: { type: 'string', default: '3' },
    milliseconds: { type: 'string', default: '2000' },
    cases: { type: 'string', default: '1000' },
  },
});
const cases = Number(options.cases);
const asked = { pairs: Number(options.pairs), milliseconds: Number(options.milliseconds) };
const inFlight = [1, 8, 32];
const series = 1;
const json = { 'content-type': 'application/json' };

const text = 'Ringde om nästa steg; personen söker arbete på lager och vill ha hjälp med ansökan.';
const bodies: Readonly<Record<string, () => object>> = {
  'add-journal-entry': () => ({ entryId: randomUUID(), category: 'contact', aboutOn: '2026-03-02', text }),
  'record-intake-snapshot': () => ({
    ...{ snapshotId: randomUUID(), formId: 'application', formVersion: '2026-1' },
    answers: [{ label: 'Senaste arbete', value: 'Lager, 2024' }],
  }),
};

const database = await throwAwayDatabase();
const [etapp, bare] = [startChild('api-child.ts'), startChild('bare-child.ts')];
try {
  await installProjections(database.urlOf('owner'), projections);
  await withClient(database.superuserUrl, async (client) => {
    // The same columns, keys and checks as the log, without its trigger and row-level security.
    await client.query('CREATE TABLE bare (LIKE log.events INCLUDING ALL)');
    await client.query('ALTER TABLE bare ALTER position ADD GENERATED ALWAYS AS IDENTITY');
  });
  const url = await etapp.ask('start', { api: database.urlOf('api'), keys: database.urlOf('keys') });
  const bareUrl = await bare.ask('start', { url: database.superuserUrl, replies: {} });
  await etapp.ask('fill', { series, cases, entriesOfFirst: 0 });
  await catchUp(database.urlOf('projector'), [staffDirectory]);

  const users = [...new Set(Array.from({ length: cases }, (_case, number) => caseworkerOf(series, number)))];
  const tokens = new Map<string, unknown>();
  for (const user of users) tokens.set(user, await etapp.ask('token', user));
  let count = 0;
  const give = (name: string, bodyOf: () => object) => () => {
    const number = (count += 1) % cases;
    const authorization = `Bearer ${String(tokens.get(caseworkerOf(series, number)))}`;
    return send({
      url: `${String(url)}/v1/cases/${caseIdOf(series, number)}/commands/${name}`,
      headers: { ...json, authorization, 'idempotency-key': randomUUID() },
      body: JSON.stringify(bodyOf()),
    });
  };
  const insert = (bodyOf: () => object) => () => {
    const stream = `case-${sample.stream.tenant}.${randomUUID()}`;
    // As much as the log keeps of such an event.
    const row = { header: 'h'.repeat(650), body: JSON.stringify({ ...bodyOf(), sealed: 's'.repeat(250) }) };
    const body = JSON.stringify({ tenant: sample.stream.tenant, id: randomUUID(), stream, ...row });
    return send({ url: `${String(bareUrl)}/bare`, headers: json, body });
  };

  const figures: (Comparison & { readonly command: string })[] = [];
  for (const [command, bodyOf] of Object.entries(bodies)) {
    const ways = {
      bare: { child: bare, operation: insert(bodyOf) },
      etapp: { child: etapp, operation: give(command, bodyOf) },
    };
    for (const callers of inFlight)
      figures.push({ command, ...(await compare(ways, { ...asked, inFlight: callers })) });
  }
  console.table(figures.map(({ command, ...comparison }) => ({ command, ...lineOf(comparison) })));
  writeReport(options.json, { ...(await conditionsOf(database.superuserUrl)), ...asked, figures });
} finally {
  hangUp();
  await Promise.all([etapp.stop(), bare.stop()]);
  await database.remove();
}
