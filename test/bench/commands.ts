// Commands through HTTP against a bare Fastify route that does one INSERT. How it is measured and run: README.md.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

import { withClient } from '@etapp/database';

import { throwAwayDatabase } from '../throw-away-database.js';
import { sample } from './case-histories.js';
import { startChild } from './child.js';
import { bodies, foundCommandsTown } from './commands-town.js';
import { compare, type Comparison, lineOf } from './compare.js';
import { hangUp, send } from './load.js';
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
const json = { 'content-type': 'application/json' };

const database = await throwAwayDatabase();
const [etapp, bare] = [startChild('api-child.ts'), startChild('bare-child.ts')];
try {
  await withClient(database.superuserUrl, async (client) => {
    // The same columns, keys and checks as the log, without its trigger and row-level security.
    await client.query('CREATE TABLE bare (LIKE log.events INCLUDING ALL)');
    await client.query('ALTER TABLE bare ALTER position ADD GENERATED ALWAYS AS IDENTITY');
  });
  const give = await foundCommandsTown(database, etapp, { cases });
  const bareUrl = await bare.ask('start', { url: database.superuserUrl, replies: {} });
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
