import { randomUUID } from 'node:crypto';

import { exampleIds } from '@etapp/domain';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { retryDeadLetters } from './dead-letters.js';
import { startMailServer } from './mail-server.fixture.js';
import {
  clock,
  closed,
  deliverAll,
  elapse,
  outgoingBench,
  type OutgoingBench,
  tenant,
} from './outgoing-bench.fixture.js';
import { type Receiver, startReceiver } from './receiver.fixture.js';

let bench: OutgoingBench;
let receiver: Receiver;
beforeAll(async () => {
  bench = await outgoingBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  receiver = await startReceiver();
  bench.hosts.push(receiver.host);
  await bench.tell(receiver.url);
});
afterEach(async () => {
  await receiver.close();
  await bench.empty();
});

const levels = ['confidentialityMarking', 'protectedPopulationRegistration', 'fictitiousIdentity'] as const;
const protect = (personId: string, level: (typeof levels)[number]) =>
  bench.record({
    ...{ type: 'ProtectedIdentityRecorded', stream: { category: 'person', id: personId } },
    data: { level, source: 'populationRegister', effectiveOn: '2026-03-02' },
  });
const lift = (personId: string) =>
  bench.record({
    ...{ type: 'ProtectedIdentityLifted', stream: { category: 'person', id: personId } },
    data: { liftedOn: '2026-03-03', basisCode: 'populationRegister', approvedBy: exampleIds.unitLead },
  });
const waited = (caseId: string, personId: string) =>
  bench.record({
    ...{ type: 'WaitingEnded', stream: { id: caseId }, about: personId },
    data: { waitId: randomUUID(), reasonCode: 'over' },
  });
const fired = (scheduleId: string, userId: string) => {
  const [ruleId, occurrence] = ['minutes-missing', `${randomUUID()}.1`];
  const ring = { ruleId, subjectId: scheduleId, occurrence, reminderId: `${ruleId}.${scheduleId}.${occurrence}` };
  return bench.record({
    ...{ type: 'ReminderFired', stream: { category: 'reminders', id: scheduleId } },
    data: {
      ...{ ...ring, dueOn: '2026-03-02', firedAt: '2026-03-02T06:00:00.000Z', subjectVersion: 1 },
      recipients: [{ userId, role: 'caseworker' }],
    },
  });
};
const deliver = async (): Promise<void> => {
  await bench.fold();
  await deliverAll(bench.parts);
};
const toldOf = () => receiver.told().map(({ subject }) => subject);

describe('a person whose identity is protected', () => {
  it.each(levels)('has nothing told of, neither their case, their reminders nor themselves (%s)', async (level) => {
    const [caseId, personId, other] = [randomUUID(), randomUUID(), randomUUID()];
    await waited(caseId, personId);
    await fired(caseId, randomUUID());
    await fired(personId, randomUUID());
    await waited(other, randomUUID());
    await protect(personId, level);
    await waited(caseId, personId);
    await deliver();
    expect(toldOf()).toEqual([`case-${other}`]);
    const said = receiver.posted().map(({ body }) => body);
    for (const secret of [caseId, personId, level]) expect(said.join()).not.toContain(secret);
    expect(await bench.pending()).toEqual([]);
  });

  it('is told of again once that is over, but not of what happened meanwhile and was still on its way', async () => {
    const [caseId, personId] = [randomUUID(), randomUUID()];
    await protect(personId, 'confidentialityMarking');
    elapse(1);
    await waited(caseId, personId);
    await fired(caseId, randomUUID());
    await bench.record({
      ...{ type: 'PersonDeceased', stream: { category: 'person', id: personId } },
      data: { deceasedOn: '2026-03-02' },
    });
    await bench.fold();
    elapse(1);
    await lift(personId);
    elapse(1);
    const after = [await waited(caseId, personId), await fired(caseId, randomUUID())];
    await deliver();
    expect(receiver.told().map(({ id }) => id)).toEqual(after);
    expect(await bench.pending()).toEqual([]);
  });

  it('is not told of what happened meanwhile and was registered afterwards', async () => {
    const [caseId, personId] = [randomUUID(), randomUUID()];
    await protect(personId, 'confidentialityMarking');
    const meanwhile = clock.now;
    elapse(1);
    await lift(personId);
    elapse(1);
    await bench.record({
      ...{ type: 'WaitingEnded', stream: { id: caseId }, about: personId, occurredAt: meanwhile },
      data: { waitId: randomUUID(), reasonCode: 'over' },
    });
    await deliver();
    expect(toldOf()).toEqual([]);
  });

  it('is not told of as a dead letter that is tried again once that is over', async () => {
    const [caseId, personId] = [randomUUID(), randomUUID()];
    await protect(personId, 'confidentialityMarking');
    elapse(1);
    await waited(caseId, personId);
    await bench.fold();
    await bench.parts.pool.query(`UPDATE reminders.deliveries SET state = 'dead'`);
    elapse(1);
    await lift(personId);
    await retryDeadLetters(bench.parts.pool, { tenant, now: clock.now });
    await deliver();
    expect(toldOf()).toEqual([]);
  });

  it('is told of what happened before, if it was still on its way when that is over', async () => {
    const [caseId, personId] = [randomUUID(), randomUUID()];
    const before = await waited(caseId, personId);
    await bench.fold();
    elapse(1);
    await protect(personId, 'confidentialityMarking');
    await protect(personId, 'fictitiousIdentity');
    elapse(1);
    await lift(personId);
    await deliver();
    expect(receiver.told().map(({ id }) => id)).toEqual([before]);
  });

  it('is not told to have been protected by the reminder to check it, nor by what was done about that', async () => {
    const personId = randomUUID();
    await protect(personId, 'confidentialityMarking');
    elapse(1);
    await lift(personId);
    elapse(1);
    await fired(personId, randomUUID());
    await bench.record({
      ...{ type: 'ReminderAcknowledged', stream: { category: 'reminders', id: personId } },
      data: { reminderId: `protection-check.${personId}.${randomUUID()}.1` },
    });
    await deliver();
    expect(toldOf()).toEqual([]);
    expect(await bench.pending()).toEqual([]);
  });

  it('gives nobody outside a sign: the receiver is not even asked whether it would be told', async () => {
    const personId = randomUUID();
    await protect(personId, 'confidentialityMarking');
    await waited(randomUUID(), personId);
    await deliver();
    expect(receiver.got).toEqual([]);
  });

  it('is told of no more from the moment of protection, also of what was on its way', async () => {
    const [caseId, personId] = [randomUUID(), randomUUID()];
    await waited(caseId, personId);
    await bench.fold();
    await protect(personId, 'protectedPopulationRegistration');
    await deliver();
    expect(toldOf()).toEqual([]);
  });

  it('is reminded of by a letter that says what every letter says', async () => {
    const server = await startMailServer();
    const parts = bench.withMail(server.url);
    const [caseId, personId, kim] = [randomUUID(), randomUUID(), randomUUID()];
    const data = { email: closed('kim.handlaggare@kommunen.example') };
    await bench.record({ type: 'NotificationPreferencesChanged', stream: { category: 'staff', id: kim }, data });
    await waited(caseId, personId);
    await protect(personId, 'protectedPopulationRegistration');
    await fired(caseId, kim);
    await bench.fold();
    await deliverAll(parts);
    expect(server.arrived).toHaveLength(1);
    for (const secret of [caseId, personId, 'minutes', 'protect', 'skydd']) {
      expect(server.arrived[0]?.source).not.toContain(secret);
    }
    parts.mail?.mailer.close();
    await server.close();
  });
});

describe('an event about a case that names nobody', () => {
  it('is not told of', async () => {
    const caseId = randomUUID();
    await waited(caseId, '');
    await deliver();
    expect(toldOf()).toEqual([]);
    expect(await bench.pending()).toMatchObject([{ error: 'unknown-subject' }]);
  });
});
