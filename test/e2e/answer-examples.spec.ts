import { readFileSync, writeFileSync } from 'node:fs';

import { withClient } from '@etapp/database';
import { exampleIds } from '@etapp/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { startService, type StartedService } from '../scenarios/started-service.fixture.js';
import { type Documented, type DocumentOf, documentOf } from './document.fixture.js';
import { chainTo, tell } from './examples.fixture.js';
import { knows, operatorId, settle, tenantOf } from './neighbourhood.fixture.js';
import { wire } from './wire.fixture.js';

const file = new URL('../../services/api/openapi/answer-examples.json', import.meta.url);
const howToWrite = '`npm run openapi --workspace @etapp/test` records it anew.';
const tenant = tenantOf(1);

type Parameters = Readonly<Record<string, string | number>>;
const { case: caseId, meeting: meetingId, person: personId, employer: employerId, unit: unitId } = exampleIds;

/** When in the story which questions are asked, and with what. */
const moments: readonly {
  readonly until: string;
  readonly at: string;
  readonly questions: Readonly<Record<string, Parameters>>;
}[] = [
  {
    until: 'ActivatePlan',
    at: '2026-03-13 09:00',
    questions: {
      me: {},
      worklist: { scope: 'mine', filter: 'all' },
      worklistCounts: {},
      tripartiteQueue: { scope: 'unit' },
      myMeetings: {},
      tripartiteMeeting: { meetingId },
      referralFlow: { scope: 'mine', state: 'open' },
      consentRegister: { scope: 'mine', state: 'current' },
      firstContactSla: { scope: 'unit', receivedMonth: '2026-03' },
      trackShare: { scope: 'unit' },
      person: { personId },
      employers: {},
      employer: { employerId },
      unit: { unitId },
      staffMember: { staffId: exampleIds.caseworker },
      reminderSchedule: { scope: 'mine', state: 'planned' },
      reminderInbox: { state: 'open' },
      reminderInboxCounts: {},
    },
  },
  {
    until: 'AgreeMeasure',
    at: '2026-03-18 09:00',
    questions: {
      casePage: { caseId },
      caseTimeline: { caseId, order: 'newest', limit: 2 },
      commitments: { scope: 'mine', state: 'open' },
    },
  },
];
const asked = moments.flatMap(({ questions }) => Object.keys(questions));

/** What an operator asks once the story is told, and what depends on the run in the answers. */
const health = { head: '48', batchMs: 12, holder: 'projector-1:1' };
const operatorAsks = {
  projections: { parameters: {}, replaced: { ...health, position: '48', lagEvents: 0, lagSeconds: 0 } },
  projection: {
    parameters: { name: 'worklist' },
    replaced: { ...health, position: '50', lagEvents: 48, lagSeconds: 1e6 },
  },
};

/** A case from its first day to what three parties agreed, in the order of its days. */
const story = [
  'AssignCaseworker',
  'SendReferral',
  'RecordPartyReply',
  'AssessTrack',
  'ActivatePlan',
  'AgreeMeasure',
].reduce<readonly string[]>((so, name) => chainTo(name, so), []);

/**
 * An answer as its example shows it: each list cut to its first two, and what depends on how the log was written and how
 * far the projector had got, not on the question, replaced by a value of its kind.
 */
const shown = (value: unknown, replaced: object = { position: '48', behindMs: 0 }): unknown => {
  if (Array.isArray(value)) return value.slice(0, 2).map((item) => shown(item, replaced));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, Reflect.get(replaced, name) ?? shown(item, replaced)]),
  );
};

/** Where a question is asked: its path with what belongs there, the rest as query. */
const addressOf = ({ path }: Documented, parameters: Parameters): string => {
  const inPath = (name: string): boolean => path.includes(`{${name}}`);
  const query = Object.entries(parameters).flatMap(([name, value]) => (inPath(name) ? [] : [`${name}=${value}`]));
  const place = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => String(parameters[name]));
  return query.length === 0 ? place : `${place}?${query.join('&')}`;
};

describe('the example of every answer', () => {
  const answered = new Map<string, { readonly parameters: Parameters; readonly answer: unknown }>();
  const complaints: string[] = [];
  let service: StartedService;
  let document: DocumentOf;

  type Asking = { readonly by?: string; readonly position?: string; readonly replaced?: object };
  const ask = async (name: string, parameters: Parameters, { by, position, replaced }: Asking) => {
    const operation = document.operationOf(name);
    const received = await wire(service.url, {
      method: operation.method,
      path: addressOf(operation, parameters),
      headers: {
        authorization: `Bearer ${await service.tokenFor(by ?? exampleIds.caseworker, tenant)}`,
        ...(position === undefined ? {} : { 'etapp-wait-for': position }),
      },
    });
    if (received.status !== 200) throw new Error(`${name} was answered ${received.status} ${received.text}`);
    const answer = shown(received.body, replaced);
    for (const body of [received.body, answer]) {
      const complaint = document.complaintAbout(operation, { ...received, body });
      if (complaint !== '') complaints.push(`${name}: ${complaint}`);
    }
    answered.set(name, { parameters, answer });
  };

  const askAsOperator = (name: keyof typeof operatorAsks): Promise<void> => {
    const { parameters, replaced } = operatorAsks[name];
    return ask(name, parameters, { by: operatorId, replaced });
  };
  /** As if the log had been put back from a copy that the worklist is ahead of. */
  const restoreLog = async (): Promise<void> => {
    await service.stopProjecting();
    await withClient(service.superuserUrl, (client) =>
      client.query(`UPDATE engine.slots SET position = '1000000' WHERE name = 'worklist' AND state = 'live'`),
    );
  };

  beforeAll(async () => {
    service = await startService('2026-03-02 09:00', { neighbours: [tenant] });
    document = await documentOf(service.url);
    await settle(service, tenant);
    await knows(service, tenant, exampleIds.caseworker);
    for await (const { name, received } of tell({ service, document, tenant }, story)) {
      if (received.status >= 300) throw new Error(`${name} was answered ${received.status} ${received.text}`);
      const { at, questions = {} } = moments.find(({ until }) => until === name) ?? {};
      if (at !== undefined) service.clock.set(at);
      const position = String(received.headers['etapp-position']);
      for (const [question, parameters] of Object.entries(questions)) await ask(question, parameters, { position });
    }
    await askAsOperator('projections');
    await restoreLog();
    await askAsOperator('projection');
    if (process.env['ETAPP_WRITE_OPENAPI'] === '1') writeFileSync(file, JSON.stringify(Object.fromEntries(answered)));
  }, 120_000);
  afterAll(() => service.close());

  it.each([...asked, ...Object.keys(operatorAsks)])('%s shows what the service answers', (name) => {
    const recorded = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
    expect({ howToWrite, [name]: recorded[name] }).toEqual({ howToWrite, [name]: answered.get(name) });
  });

  it('keeps to the schema, whole and as shown', () => {
    expect(complaints).toEqual([]);
  });

  it('is there for every question', () => {
    const questions = document.operations.filter(({ parameters }) =>
      parameters.some(({ name }) => name === 'Etapp-Wait-For'),
    );
    expect(questions.map(({ operationId }) => operationId).sort()).toEqual([...asked].sort());
  });
});
