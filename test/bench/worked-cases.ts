import { randomUUID } from 'node:crypto';

import { caseIdOf, caseworkerOf } from './case-log.js';
import type { Child } from './child.js';
import { send } from './load.js';
import { series, worked } from './ringing-town.js';

const json = { 'content-type': 'application/json' };
const text = 'Ringde om nästa steg; personen söker arbete på lager och vill ha hjälp med ansökan.';
const entry = () => ({ entryId: randomUUID(), category: 'contact', aboutOn: '2026-03-13', text });
const snapshot = () => ({
  ...{ snapshotId: randomUUID(), formId: 'application', formVersion: '2026-1' },
  answers: [{ label: 'Senaste arbete', value: 'Lager, 2024' }],
});

/** Asks a question, or gives a command, about the numbered case. */
type Ask = (number: number) => Promise<unknown>;

/**
 * What people who work in cases ask the API for, in the order in which it is asked: of ten requests eight are questions and
 * two are commands. Each goes round the cases.
 */
export const workIn = async (url: string, etapp: Child): Promise<readonly (() => Promise<unknown>)[]> => {
  const numbers = Array.from({ length: worked }, (_case, number) => number);
  const tokens = new Map<string, string>();
  for (const user of new Set(numbers.map((number) => caseworkerOf(series.worked, number)))) {
    tokens.set(user, String(await etapp.ask('token', user)));
  }
  const authorised = (number: number) => ({
    authorization: `Bearer ${tokens.get(caseworkerOf(series.worked, number)) ?? ''}`,
  });
  const idOf = (number: number): string => caseIdOf(series.worked, number);
  const get =
    (pathOf: (number: number) => string): Ask =>
    (number) =>
      send({ url: `${url}${pathOf(number)}`, headers: authorised(number) });
  const give =
    (name: string, bodyOf: () => object): Ask =>
    (number) =>
      send({
        url: `${url}/v1/cases/${idOf(number)}/commands/${name}`,
        headers: { ...json, ...authorised(number), 'idempotency-key': randomUUID() },
        body: JSON.stringify(bodyOf()),
      });
  const list = get(() => '/v1/worklist');
  const timeline = get((number) => `/v1/cases/${idOf(number)}/timeline`);
  const inbox = get(() => '/v1/reminders/inbox');
  const counts = get(() => '/v1/reminders/inbox/counts');
  const [journal, intake] = [give('add-journal-entry', entry), give('record-intake-snapshot', snapshot)];
  const round = [list, timeline, journal, counts, list, timeline, intake, inbox, list, timeline];
  let count = 0;
  // A step that shares no factor with the cases brings each of them to each request.
  return round.map((ask) => () => ask((count += 7) % worked));
};
