import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { composeCommands } from '@etapp/api';
import { roleUrl, startEmbeddedPostgres } from '@etapp/database';
import { headerOf } from '@etapp/event-store';
import { placeOf } from '@etapp/telemetry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCollector, type TraceCollector, waitFor } from '@etapp/testing';

import { systemClock } from './clock.js';
import { openDataFolder } from './data-folder.js';
import { demoStaff, demoTenant as tenant, demoUsers } from './demo/people.js';
import { demoLegalBases, demoMunicipalityCode, demoUnits } from './demo/units.js';
import { readSettings } from './settings.js';
import { type Standalone, startStandalone } from './standalone.js';

const { caseworker, lead } = demoStaff;
const { unitId } = demoUnits.centre;
const [legalBasis] = demoLegalBases;
const [personId, caseId] = [randomUUID(), randomUUID()];
const lines: string[] = [];
const clock = systemClock();

let folder: string;
let collector: TraceCollector;
let standalone: Standalone;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'etapp-traces-'));
  collector = await startCollector();
  const ports = { ETAPP_PORT: '0', ETAPP_ISSUER_PORT: '0', ETAPP_METRICS_PORT: '0', ETAPP_OPERATIONS_PORT: '0' };
  // The library that sends reads the environment of the process itself.
  const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '50' };
  Object.assign(process.env, traced);
  const settings = readSettings({ ...ports, ...traced, ETAPP_DATA: folder, ETAPP_DEMO: 'off' });
  standalone = await startStandalone(settings, (line) => lines.push(line), clock);
}, 120_000);
afterAll(async () => {
  await standalone.stop();
  await collector.close();
  rmSync(folder, { recursive: true });
});

/** Works in the standalone's database as one who gives commands. */
const inside = async <T>(work: (commands: Awaited<ReturnType<typeof composeCommands>>) => Promise<T>): Promise<T> => {
  const { postgres: dataDir, wrapping } = openDataFolder(folder);
  const { superuserUrl } = await startEmbeddedPostgres({ dataDir });
  const url = (role: 'api' | 'keys') => roleUrl(superuserUrl, role, 'etapp');
  const now = (): string => new Date().toISOString();
  const commands = await composeCommands({ apiDatabaseUrl: url('api'), keysDatabaseUrl: url('keys'), wrapping, now });
  try {
    return await work(commands);
  } finally {
    await commands.close();
  }
};

const prepare = () =>
  inside(async ({ act }) => {
    const actor = { userId: lead.userId, role: 'operator', partyKind: lead.partyKind };
    const give = (name: string, id: string, body: object) => act({ tenant, actor, name, id, body, key: 'spec' });
    const place = { municipalityCode: demoMunicipalityCode, leadUserId: lead.userId, legalBases: [...demoLegalBases] };
    await give('RegisterUnit', unitId, { unitId, name: 'Enheten', ...place });
    const { userId, displayName, partyKind, role } = caseworker;
    const duties = { unitIds: [unitId], roles: [role], capacityPercent: 100 };
    await give('RegisterStaff', userId, { userId, displayName, partyKind, ...duties });
    const name = { givenName: 'Test', familyName: 'Person', sex: 'unknown', municipalityCode: demoMunicipalityCode };
    await give('RegisterPerson', personId, { personId, idKind: 'unknown', ...name });
  });

const openCase = async (): Promise<Response> => {
  const user = demoUsers.find(({ userId }) => userId === caseworker.userId)?.name;
  const token = await (await fetch(`${standalone.issuerUrl}/token/${user}`)).text();
  const served = { source: 'incomeSupportApplication', servedAs: 'incomeSupportApplicant', legalBasis };
  return fetch(`${standalone.url}/v1/cases`, {
    method: 'POST',
    body: JSON.stringify({ caseId, personId, unitId, receivedAt: clock.now(), ...served }),
    headers: {
      ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      'idempotency-key': randomUUID(),
    },
  });
};

/** After which the first contact is late, whatever holidays come between. */
const aFortnightMs = 14 * 24 * 60 * 60 * 1_000;

type Collected = ReturnType<TraceCollector['spans']>[number];
const find = async (service: string, fits: (span: Collected) => boolean): Promise<Collected> => {
  const found = () => collector.spans().find((span) => span.service === service && fits(span));
  await waitFor(() => found() !== undefined, { timeoutMs: 90_000 });
  const span = found();
  if (span === undefined) throw new Error('a span that was there is gone');
  return span;
};
const firstOf = (category: string) =>
  inside(async ({ store }) => {
    const [first] = await store.readStream({ category, tenant, id: caseId });
    if (first === undefined) throw new Error(`nothing in ${category}`);
    return first;
  });

describe('a command of the standalone', () => {
  it('is one course through API, log, projector and worker, each of which traces by its own name', async () => {
    await prepare();
    const answer = await openCase();
    expect(answer.status).toBe(201);
    const correlationId = String(answer.headers.get('etapp-correlation-id'));
    const traceId = correlationId.replaceAll('-', '');
    const place = placeOf(headerOf(await firstOf('case')));
    expect(place?.traceId).toBe(traceId);
    const linked = ({ links }: Collected): boolean =>
      links.some((link) => link.traceId === place?.traceId && link.spanId === place.spanId);
    await find('etapp-api', (span) => span.name === 'POST /v1/cases' && span.traceId === traceId);
    await find('etapp-api', (span) => span.name === 'append' && span.spanId === place?.spanId);
    await find('etapp-projector', (span) => span.name === 'fold case_page' && linked(span));
    await find('etapp-reminders', (span) => span.name === 'plan reminders' && linked(span));
    clock.setTo(new Date(Date.now() + aFortnightMs).toISOString());
    const ring = await find('etapp-reminders', (span) => span.name === 'fire reminder' && linked(span));
    expect(ring.traceId).toBe(placeOf(headerOf(await firstOf('reminders')))?.traceId);
    const rung = placeOf(headerOf(await firstOf('reminders')));
    await find('etapp-reminders', (span) => span.name === 'append' && span.spanId === rung?.spanId);
    await find('etapp-projector', ({ links }) => links.some(({ spanId }) => spanId === rung?.spanId));
  }, 120_000);

  it('counts what became of the spans, and what was folded, beside its other figures', async () => {
    const text = await (await fetch(standalone.metricsUrl)).text();
    expect(text).toMatch(/^etapp_trace_spans_total\{outcome="sent"\} [1-9]/m);
    expect(text).toMatch(/^etapp_projection_events_total\{projection="case_page"\} [1-9]/m);
    expect(lines.filter((line) => line.startsWith('{'))).toEqual([]);
  });
});
