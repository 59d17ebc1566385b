// The API as it runs, in a process of its own; fills a municipality through commands and tells which SQL a request takes.
import { composeApi } from '@etapp/api';
import { generateMasterKey, loadMasterKey } from '@etapp/privacy';
import { type OnExport, startTracing, type Tracing } from '@etapp/telemetry';
import { Client } from 'pg';
import { z } from 'zod';

// eslint-disable-next-line no-restricted-imports -- benchmarks are not shipped either
import { audience, startIssuer } from '../scenarios/issuer.fixture.js';
import { caseIdOf, caseworkerOf, unitOf } from './case-log.js';
import { sample } from './case-histories.js';
import { answerParent } from './child.js';
import { ownCpu } from './cpu.js';
import { toldClock } from './told-clock.js';

const { tenant } = sample.stream;
const clock = toldClock();
const { now } = clock;
const issuer = await startIssuer(now);
const operator = { userId: 'bench', role: 'operator', partyKind: 'labourMarketAdministration' };

/** Spans by what became of them. */
const spans = { sent: 0, lost: 0, dropped: 0 };

/** As the API's own program does. */
const traceTo =
  (collector: string | undefined) =>
  (onExport: OnExport): Tracing => {
    // The library that sends reads the environment of the process itself.
    if (collector !== undefined) process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector;
    const hear: OnExport = (outcome, count) => {
      spans[outcome] += count;
      onExport(outcome, count);
    };
    return startTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: collector }, { service: 'etapp-api', onExport: hear });
  };

const Start = z.object({ api: z.string(), keys: z.string(), collector: z.string().optional() });

const start = async (about: unknown) => {
  const { api: apiDatabaseUrl, keys: keysDatabaseUrl, collector } = Start.parse(about);
  const api = await composeApi({
    ...{ apiDatabaseUrl, keysDatabaseUrl, now, secret: new Uint8Array(32).fill(1), tracing: traceTo(collector) },
    wrapping: loadMasterKey({ env: generateMasterKey() }),
    issuers: [
      {
        issuer: issuer.nameFor(tenant),
        audience,
        jwksUri: issuer.jwksUri,
        algorithms: ['ES256'],
        tenant,
        typ: 'at+jwt',
      },
    ],
  });
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  return api;
};
let running: Awaited<ReturnType<typeof start>> | undefined;

const act = async (name: string, id: string, body: object): Promise<void> => {
  await running?.act({ tenant, actor: operator, name, id, body, key: 'bench' });
};

const registerStaff = async (userId: string, unitId: string, role: string): Promise<void> => {
  const who = { userId, displayName: role, partyKind: 'labourMarketAdministration', unitIds: [unitId] };
  await act('RegisterStaff', userId, { ...who, roles: [role], capacityPercent: 100 });
};

const openCase = async (series: number, number: number): Promise<void> => {
  const [caseId, personId] = [caseIdOf(series, number), caseIdOf(series, number, 2)];
  const [userId, unitId] = [caseworkerOf(series, number), unitOf(series, number)];
  const named = { givenName: `Test${number}`, familyName: 'Person', sex: 'unknown', municipalityCode: '1287' };
  await act('RegisterPerson', personId, { personId, idKind: 'unknown', ...named });
  const intake = { source: 'incomeSupportApplication', servedAs: 'incomeSupportApplicant', receivedAt: now() };
  await act('OpenCase', caseId, { caseId, personId, unitId, ...intake, legalBasis: sample.legalBasis });
  const fromOn = now().slice(0, 10);
  const role = { roleInCase: 'caseworker', reasonCode: 'newCase' };
  await act('AssignCaseworker', caseId, { userId, unitId, fromOn, ...role });
};

const journal = async (caseId: string, entries: number): Promise<void> => {
  for (let entry = 0; entry < entries; entry += 1) {
    const entryId = caseIdOf(0xfff, entry, 3);
    const text = 'Ringde om nästa steg; personen söker arbete på lager.';
    const body = { entryId, category: 'contact', aboutOn: now().slice(0, 10), text };
    await running?.act({ tenant, actor: operator, name: 'AddJournalEntry', id: caseId, body, key: entryId });
  }
};

const registerUnit = async (unitId: string, leadUserId: string): Promise<void> => {
  const unit = { unitId, name: 'Arbetsmarknadsenheten', municipalityCode: '1287', leadUserId };
  await act('RegisterUnit', unitId, { ...unit, legalBases: [sample.legalBasis] });
};

/** Registers the units and caseworkers of cases that were made up. */
const registerAll = async (about: unknown): Promise<void> => {
  const { series, cases } = z.object({ series: z.number(), cases: z.number() }).parse(about);
  const numbers = Array.from({ length: cases }, (_case, number) => number);
  for (const unitId of new Set(numbers.map((number) => unitOf(series, number)))) {
    await registerUnit(unitId, caseIdOf(series, 0, 9));
  }
  const unitOfStaff = new Map(numbers.map((number) => [caseworkerOf(series, number), unitOf(series, number)]));
  for (const [userId, unitId] of unitOfStaff) await registerStaff(userId, unitId, 'labourMarketCaseworker');
};

const Municipality = z.object({ series: z.number(), cases: z.number(), entriesOfFirst: z.number() });

/** Opens cases, forty for each caseworker; the first has a journal. */
const fill = async (about: unknown): Promise<void> => {
  const { series, cases, entriesOfFirst } = Municipality.parse(about);
  const unitId = unitOf(series, 0);
  await registerUnit(unitId, caseIdOf(series, 0, 9));
  const numbers = Array.from({ length: cases }, (_case, number) => number);
  for (const userId of new Set(numbers.map((number) => caseworkerOf(series, number)))) {
    await registerStaff(userId, unitId, 'labourMarketCaseworker');
  }
  for (let first = 0; first < cases; first += 32) {
    await Promise.all(numbers.slice(first, first + 32).map((number) => openCase(series, number)));
  }
  await journal(caseIdOf(series, 0), entriesOfFirst);
};

type Sent = { readonly text: string; readonly values?: unknown };
type Send = (this: Client, ...asked: unknown[]) => unknown;

const toSent = ([text, values]: readonly unknown[]): Sent =>
  typeof text === 'string'
    ? { text, values }
    : z.object({ text: z.string(), values: z.unknown().optional() }).parse(text);

/** The SQL that goes out while a request is answered, with its values. */
const record = async (about: unknown): Promise<readonly Sent[]> => {
  const { path, token } = z.object({ path: z.string(), token: z.string() }).parse(about);
  const sent: Sent[] = [];
  const original = Object.getOwnPropertyDescriptor(Client.prototype, 'query') ?? {};
  const query: unknown = original.value;
  if (typeof query !== 'function') throw new Error('pg has no query');
  const recorded: Send = function recorded(...asked) {
    sent.push(toSent(asked));
    return Reflect.apply(query, this, asked);
  };
  Object.defineProperty(Client.prototype, 'query', { ...original, value: recorded });
  await fetch(`${await running?.app.getUrl()}${path}`, { headers: { authorization: `Bearer ${token}` } });
  Object.defineProperty(Client.prototype, 'query', original);
  return sent;
};

answerParent(
  {
    start: async (about) => {
      running = await start(about);
      return running.app.getUrl();
    },
    fill,
    staff: registerAll,
    clock: async (aheadMs) => clock.set(z.number().parse(aheadMs)),
    record,
    token: (about) => issuer.tokenFor(z.string().parse(about), tenant),
    cpu: async () => ownCpu(),
    spans: async () => spans,
  },
  async () => {
    await running?.close();
    await issuer.close();
  },
);
