import { createPool } from '@etapp/database';
import { exampleIds } from '@etapp/domain';
import { headerOf, PostgresStore, type StoredEvent } from '@etapp/event-store';
import { reminderEngine } from '@etapp/reminder-service';
import { placeOf, traceOf } from '@etapp/telemetry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpanKind } from '@opentelemetry/api';
import { v7 as newId } from 'uuid';

import { type Desk, home, startDesk } from './desk.fixture.js';
import { entryOf } from './neighbourhood.fixture.js';
import { idsOf, linksOf, saidBy, tracedInMemory } from './spans.fixture.js';
import type { Received } from './wire.fixture.js';

const [callersTrace, callersSpan] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
const traceparent = `00-${callersTrace}-${callersSpan}-01`;
const { caseworker, unitLead } = exampleIds;
const canary = { givenName: 'Kanariefågel', familyName: 'Sjungande', number: '198503152384' };

const memory = tracedInMemory();
let desk: Desk;
const [personId, caseId] = [newId(), newId()];
let answer: Received;
let opened: StoredEvent;
beforeAll(async () => {
  desk = await startDesk({ tracing: memory.tracing });
  const { body } = entryOf('RegisterPerson').example;
  const { givenName, familyName, number } = canary;
  const person = { ...body, personId, givenName, familyName, idNumber: number, birthDate: '1985-03-15' };
  const identity = { tenant: home, actor: { userId: unitLead, role: 'unitLead', partyKind: 'x' }, key: newId() };
  await desk.service.api.act({ ...identity, name: 'RegisterPerson', id: personId, body: person });
  answer = await openCase({ traceparent });
  const [first] = await eventsOf('case', caseId);
  if (first === undefined) throw new Error('no case was opened');
  opened = first;
}, 60_000);
afterAll(() => desk.service.close());

const openCase = (headers: Record<string, string>): Promise<Received> => {
  const body = { ...entryOf('OpenCase').example.body, caseId, personId };
  const sent = { 'idempotency-key': newId(), ...headers };
  return desk.as(caseworker, { path: '/v1/cases', body, headers: sent });
};
const note = (headers: Record<string, string> = {}): Promise<Received> => {
  const text = `${canary.givenName} ${canary.number} ringde.`;
  const body = { entryId: newId(), category: 'contact', aboutOn: '2026-03-02', text };
  const sent = { 'idempotency-key': newId(), ...headers };
  return desk.as(caseworker, { path: `/v1/cases/${caseId}/commands/add-journal-entry`, body, headers: sent });
};
const eventsOf = (category: string, id: string): Promise<readonly StoredEvent[]> =>
  desk.service.api.store.readStream({ category, tenant: home, id });
const idsIn = (stored: StoredEvent): readonly string[] => {
  const { traceId = '', spanId = '' } = placeOf(headerOf(stored)) ?? {};
  return [traceId, spanId];
};

const atReminders = async <T>(work: (engine: ReturnType<typeof reminderEngine>) => Promise<T>): Promise<T> => {
  const { clock, remindersUrl: url } = desk.service;
  const store = new PostgresStore({ url, name: 'traces' });
  const pool = createPool({ url, name: 'traces', max: 4, statementTimeoutMs: 30_000, lockTimeoutMs: 10_000 });
  const onTrouble = (error: unknown): never => {
    throw error;
  };
  try {
    return await work(reminderEngine({ store, pool, now: clock.now, onTrouble, tracing: memory.tracing }));
  } finally {
    await store.close();
    await pool.end();
  }
};

/** Time passes until what the case began rings. */
const ringForIt = (): Promise<unknown> =>
  atReminders(async ({ planner, agenda, fire }) => {
    await planner.catchUp();
    desk.service.clock.set('2026-03-20 13:00');
    const due = await agenda.due(desk.service.clock.now(), 100);
    const ring = due.find(({ reminderId }) => reminderId.includes(caseId));
    return ring === undefined ? 'nothing is due' : fire(ring.reminderId);
  });

describe('a command that comes with a trace', () => {
  it('is a span of it, under the caller’s, with each of its steps below', async () => {
    const request = await memory.find(({ name }) => name === 'POST /v1/cases');
    expect([request.spanContext().traceId, request.parentSpanContext?.spanId]).toEqual([callersTrace, callersSpan]);
    const [command] = memory.named('command OpenCase');
    expect(command?.parentSpanContext?.spanId).toBe(request.spanContext().spanId);
    const steps = memory
      .spans()
      .filter(({ parentSpanContext }) => parentSpanContext?.spanId === command?.spanContext().spanId)
      .map(({ name }) => name);
    expect(steps).toEqual(['load', 'facts', 'decide', 'claim', 'decide', 'seal', 'append']);
  });

  it('answers with a correlation that names the trace, and stores nothing besides', () => {
    expect(answer.status).toBe(201);
    expect(traceOf(String(answer.headers['etapp-correlation-id']))).toBe(callersTrace);
    expect(headerOf(opened).correlationId).toBe(answer.headers['etapp-correlation-id']);
  });

  it('is found again from its event: the append has the ids that follow from the envelope', async () => {
    const append = await memory.find((span) => span.name === 'append' && idsOf(span)[0] === callersTrace);
    expect(idsOf(append)).toEqual(idsIn(opened));
  });

  it('is linked by the read models that fold its event', async () => {
    const fold = await memory.find((span) => span.name === 'fold case_page' && hasLink(span, idsIn(opened)));
    expect(fold.attributes).toMatchObject({ 'etapp.projection': 'case_page' });
  });

  it('is linked by the planning of its reminders, and by the ring at last, whose own event is folded and linked', async () => {
    expect(await ringForIt()).toBe('fired');
    await memory.find((span) => span.name === 'plan reminders' && hasLink(span, idsIn(opened)));
    const fired = await memory.find((span) => span.name === 'fire reminder' && hasLink(span, idsIn(opened)));
    const [rung] = await eventsOf('reminders', caseId);
    if (rung === undefined) throw new Error('nothing rang');
    expect(fired.spanContext().traceId).toBe(traceOf(headerOf(rung).correlationId));
    const append = await memory.find((span) => span.name === 'append' && idsOf(span)[1] === idsIn(rung)[1]);
    expect(append.parentSpanContext?.spanId).toBe(fired.spanContext().spanId);
    await memory.find((span) => span.name.startsWith('fold ') && hasLink(span, idsIn(rung)));
  });
});

const hasLink = (span: Parameters<typeof linksOf>[0], ids: readonly string[]): boolean =>
  linksOf(span).some((linked) => linked.join() === ids.join());

describe('a command without a trace', () => {
  it('begins the trace of its correlation', async () => {
    const noted = await note();
    expect(noted.status).toBe(200);
    const correlation = String(noted.headers['etapp-correlation-id']);
    const request = await memory.find(
      (span) => idsOf(span)[0] === traceOf(correlation) && span.kind === SpanKind.SERVER,
    );
    expect(request.name).toBe('POST /v1/cases/:caseId/commands/add-journal-entry');
    expect(request.parentSpanContext).toBeUndefined();
  });

  it('keeps to its own correlation where the caller names one besides a trace, and links the two', async () => {
    const named = newId();
    await note({ traceparent, 'etapp-correlation-id': named });
    const request = await memory.find((span) => idsOf(span)[0] === traceOf(named) && span.kind === SpanKind.SERVER);
    expect(linksOf(request)).toEqual([[callersTrace, callersSpan]]);
  });
});

describe('what is refused', () => {
  it('is no error of ours: the span says its code', async () => {
    await desk.as(caseworker, { path: '/v1/cases', body: {}, headers: { 'idempotency-key': newId() } });
    const refused = await memory.find(({ attributes }) => attributes['etapp.outcome'] === 'refused');
    expect([refused.attributes['etapp.code'], refused.status.code]).toEqual(['invalid-body', 0]);
  });
});

describe('all that is traced', () => {
  it('holds no name, number, person, case, user or municipality, whatever was asked and stored', async () => {
    await note();
    const search = { identityNumber: canary.number };
    await desk.as(caseworker, { path: '/v1/person-searches', body: search });
    await desk.as(caseworker, { path: `/v1/cases/${caseId}?secret=${canary.familyName}` });
    await desk.as(caseworker, { path: `/v1/cases/${caseId}` });
    await memory.find(({ name }) => name === 'query person_search');
    await memory.find((span) => span.name === 'query case_page');
    const said = memory.spans().map(saidBy);
    expect(said.length).toBeGreaterThan(50);
    const leaks = said.filter((text) =>
      [...Object.values(canary), personId, caseId, caseworker, unitLead, home].some((secret) => text.includes(secret)),
    );
    expect(leaks).toEqual([]);
    // Nor any other id: nothing of a UUID's form, and no number that is as long as a person's.
    expect(said.filter((text) => /[0-9a-f]{8}-?[0-9a-f]{4}|\d{10}/.test(text.replace(/"telemetry[^,]*/g, '')))).toEqual(
      [],
    );
  });
});
