import { exampleIds } from '@etapp/domain';
import { v4 as randomId } from 'uuid';
import { z } from 'zod';

import type { Documented, DocumentOf } from '../e2e/document.fixture.js';
import { type Desk, home, neighbour, type Request } from '../e2e/desk.fixture.js';
import { operatorId } from '../e2e/neighbourhood.fixture.js';
import type { Received } from '../e2e/wire.fixture.js';
import type { Chance } from './chance.js';
import { hostileValue, type Ids, spoil, valueFor } from './values.fixture.js';

/** A word that stands only in the neighbour's records. */
export const canary = 'Kanariefågel';

/** What requests are made from: ids to name, and keys and tags that were used. */
export type Material = { readonly ids: Ids; readonly keys: string[]; readonly tags: string[] };

/** A request and who sends it. */
export type Shot = { readonly userId: string; readonly operation: Documented; readonly request: Request };

const users = [exampleIds.caseworker, exampleIds.unitLead, exampleIds.otherCaseworker, operatorId, randomId()] as const;
const bodies = [
  '{',
  '',
  'null',
  '{"a":1,"a":2}',
  `{"a":"${'x'.repeat(270_000)}"}`,
  `${'['.repeat(5_000)}`,
  '\u0000',
] as const;
const oddHeaders: readonly [Record<string, string>, ...Record<string, string>[]] = [
  { 'content-type': 'text/plain' },
  { accept: 'text/html' },
  { 'accept-language': 'en' },
  { authorization: 'Bearer nobody' },
  { 'etapp-wait-for': 'x' },
  { 'etapp-correlation-id': '<script>' },
  { 'x-filler': 'a'.repeat(17_000) },
];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As text that an address can hold: halves of surrogate pairs cannot be sent. */
const inAddress = (value: unknown, length: number): string => {
  const text = typeof value === 'string' ? value : String(JSON.stringify(value));
  return encodeURIComponent(text.slice(0, length).replaceAll(/\p{Surrogate}/gu, '?'));
};

const pathOf = ({ path, parameters }: Documented, by: Chance, { ids }: Material): string => {
  const inPath = path.replaceAll(/\{\w+\}/g, () => {
    if (by.oneIn(12)) return inAddress(hostileValue(by), 300) || 'x';
    return by.oneIn(8) ? randomId() : by.pick(ids);
  });
  const asked = parameters.filter(({ in: place, required }) => place === 'query' && (required === true || by.oneIn(5)));
  const query = asked.map(({ name, schema }) => {
    const value = by.oneIn(6) ? hostileValue(by) : valueFor(isRecord(schema) ? schema : {}, by, ids);
    return `${name}=${inAddress(value, 2_500)}`;
  });
  if (by.oneIn(25)) query.push('colour=red');
  return query.length === 0 ? inPath : `${inPath}?${query.join('&')}`;
};

const contentOf = ({ requestBody }: Documented) => {
  const { schema, examples } = requestBody?.content['application/json'] ?? {};
  return { schema: isRecord(schema) ? schema : undefined, example: examples?.['example']?.value };
};

const bodyOf = (operation: Documented, by: Chance, { ids }: Material): unknown => {
  const { schema, example } = contentOf(operation);
  if (schema === undefined) return undefined;
  if (by.oneIn(20)) return by.pick(bodies);
  const made = by.oneIn(2) && isRecord(example) ? example : valueFor(schema, by, ids);
  if (!isRecord(made)) return made;
  return JSON.stringify(by.oneIn(3) ? spoil(made, by, ids) : made);
};

const headersOf = ({ method }: Documented, by: Chance, { keys, tags }: Material): Record<string, string> => {
  const [firstKey, firstTag] = [randomId(), '"1"'];
  const key = by.oneIn(8) ? by.pick([firstKey, ...keys]) : firstKey;
  const tag = by.pick([firstTag, '"0"', '*', 'W/"1"', '"999999"', ...tags.slice(-6)]);
  if (keys.length < 500) keys.push(key);
  return {
    ...(method === 'POST' && !by.oneIn(15) ? { 'idempotency-key': key } : {}),
    ...(by.oneIn(2) ? { 'if-match': tag } : {}),
    ...(by.oneIn(12) ? by.pick(oddHeaders) : {}),
  };
};

/** A request out of the document: right, spoilt or hostile. */
export const aShot = (document: DocumentOf, by: Chance, material: Material): Shot => {
  const [first, ...rest] = document.operations;
  if (first === undefined) throw new Error('a document without operations');
  const operation = by.pick([first, ...rest]);
  const userId = by.pick(users);
  const of = by.oneIn(10) ? neighbour : home;
  const { method } = operation;
  const request = { of, method, path: pathOf(operation, by, material), headers: headersOf(operation, by, material) };
  const body = bodyOf(operation, by, material);
  return { userId, operation, request: body === undefined ? request : { ...request, body } };
};

const Receipt = z.object({ version: z.number(), events: z.array(z.object({ id: z.string() })) });

/** The ids of the events that a command led to. */
export const eventsOf = ({ status, body }: Received): readonly string[] => {
  const receipt = status < 300 ? Receipt.safeParse(body) : undefined;
  return receipt?.success === true ? receipt.data.events.map(({ id }) => id) : [];
};

/** Statuses that any address may give, whatever it is documented to do. */
const ofTransport = new Set([413, 414, 415, 431]);

/** What is wrong with an answer, or nothing. */
export const faultOf = (document: DocumentOf, { operation, request }: Shot, received: Received): string => {
  const { status, text } = received;
  if (status === 500) return `500 ${text}`;
  if (request.of === home && text.includes(canary)) return 'shows what is the neighbour’s';
  if (ofTransport.has(status)) return '';
  // A hostile path may lead to another address, or to none.
  if (status === 404 || status === 405) return '';
  return document.complaintAbout(operation, received);
};

/** Cases here and at the neighbour’s, where the canary is. */
export const prepare = async ({ as, openCase }: Desk): Promise<Material> => {
  const paths = await Promise.all([
    openCase(),
    openCase(),
    openCase(),
    openCase(),
    openCase(neighbour),
    openCase(neighbour),
  ]);
  for (const path of paths.slice(4)) {
    const body = { entryId: randomId(), category: 'contact', aboutOn: '2026-03-02', text: canary };
    const headers = { 'idempotency-key': randomId() };
    const { status } = await as(exampleIds.caseworker, {
      path: `${path}/commands/add-journal-entry`,
      body,
      headers,
      of: neighbour,
    });
    if (status !== 200) throw new Error('the neighbour has no canary');
  }
  const [first = '', ...others] = paths.map((path) => path.split('/')[3] ?? '');
  return {
    ids: [first, ...others, exampleIds.unit, exampleIds.person, exampleIds.employer, exampleIds.caseworker],
    keys: [],
    tags: [],
  };
};
