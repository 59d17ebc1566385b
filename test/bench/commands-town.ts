import { randomUUID } from 'node:crypto';

import { installProjections } from '@etapp/projection-engine';
import { projections, staffDirectory } from '@etapp/projections';

import type { ThrowAwayDatabase } from '../throw-away-database.js';
import { caseIdOf, caseworkerOf } from './case-log.js';
import type { Child } from './child.js';
import { send } from './load.js';
import { catchUp } from './read-models.js';

const series = 1;
const json = { 'content-type': 'application/json' };

const text = 'Ringde om nästa steg; personen söker arbete på lager och vill ha hjälp med ansökan.';

/** The bodies of the commands that are measured, each with new ids. */
export const bodies: Readonly<Record<string, () => object>> = {
  'add-journal-entry': () => ({ entryId: randomUUID(), category: 'contact', aboutOn: '2026-03-02', text }),
  'record-intake-snapshot': () => ({
    ...{ snapshotId: randomUUID(), formId: 'application', formVersion: '2026-1' },
    answers: [{ label: 'Senaste arbete', value: 'Lager, 2024' }],
  }),
};

/** How many cases take turns; `collector` is where the API sends its traces (OTLP over HTTP), and none if it is absent. */
type Town = { readonly cases: number; readonly collector?: string };

/** Starts an API with cases that take commands. Gives, by a command's name, what sends one to the next of them. */
export const foundCommandsTown = async (
  database: ThrowAwayDatabase,
  etapp: Child,
  { cases, collector }: Town,
): Promise<(name: string, bodyOf: () => object) => () => Promise<string>> => {
  await installProjections(database.urlOf('owner'), projections);
  const url = await etapp.ask('start', { api: database.urlOf('api'), keys: database.urlOf('keys'), collector });
  await etapp.ask('fill', { series, cases, entriesOfFirst: 0 });
  await catchUp(database.urlOf('projector'), [staffDirectory]);
  const users = new Set(Array.from({ length: cases }, (_case, number) => caseworkerOf(series, number)));
  const tokens = new Map<string, unknown>();
  for (const user of users) tokens.set(user, await etapp.ask('token', user));
  let count = 0;
  return (name, bodyOf) => () => {
    const number = (count += 1) % cases;
    const authorization = `Bearer ${String(tokens.get(caseworkerOf(series, number)))}`;
    return send({
      url: `${String(url)}/v1/cases/${caseIdOf(series, number)}/commands/${name}`,
      headers: { ...json, authorization, 'idempotency-key': randomUUID() },
      body: JSON.stringify(bodyOf()),
    });
  };
};
