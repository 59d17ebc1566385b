import { createHmac, createPublicKey, randomUUID, verify } from 'node:crypto';

import { exampleIds } from '@etapp/domain';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { windowMs } from './backoff.js';
import { listDeadLetters, retryDeadLetters } from './dead-letters.js';
import { deliverNext } from './deliver.js';
import {
  deliverAll,
  elapse,
  closed,
  outgoingBench,
  type OutgoingBench,
  secrets,
  tenant,
} from './outgoing-bench.fixture.js';
import { type Received, type Receiver, startReceiver, usualReply } from './receiver.fixture.js';
import { pingWebhook } from './send-webhook.js';
import { hmacSecretsOf, publicKeysOf } from './signing.js';
import { findWebhook } from './webhooks.js';

let bench: OutgoingBench;
let receiver: Receiver;
beforeAll(async () => {
  bench = await outgoingBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  receiver = await startReceiver();
  bench.hosts.push(receiver.host);
});
afterEach(async () => {
  await receiver.close();
  await bench.empty();
});

const planRevised = {
  type: 'PlanRevised',
  data: {
    ...{ planId: exampleIds.plan, revision: 2, nextStepOn: '2026-03-20', reasonCode: 'newSituation' },
    nextStep: closed('Ringa Amal på kvällen'),
  },
};
const revise = (id: string) => bench.record({ ...planRevised, stream: { id } });
const subjects = () => receiver.told().map(({ subject }) => subject);
const ids = () => receiver.posted().map(({ headers }) => headers['webhook-id']);
const failing = (status: number, stream?: string) => (received: Received) =>
  received.method === 'POST' && (stream === undefined || received.body.includes(stream))
    ? { status }
    : usualReply(received);

const nothing: Received = { method: '', path: '', headers: {}, body: '' };

const checks = (received: Received | undefined, publicKey: string): boolean[] => {
  const { headers, body } = received ?? nothing;
  const content = Buffer.from([headers['webhook-id'], headers['webhook-timestamp'], body].join('.'));
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return String(headers['webhook-signature'])
    .split(' ')
    .map((signature) => verify(null, content, key, Buffer.from(signature.slice('v1a,'.length), 'base64')));
};

describe('a receiver that agreed to be told', () => {
  it('gets a signed CloudEvent with codes, ids and dates, and nothing that is personal', async () => {
    const [webhook, caseId] = [await bench.tell(receiver.url), randomUUID()];
    const eventId = await revise(caseId);
    await bench.fold();
    await deliverAll(bench.parts);
    const [asked, told] = receiver.got;
    expect(asked).toMatchObject({ method: 'OPTIONS', headers: { 'webhook-request-origin': 'etapp.example' } });
    expect(JSON.parse(told?.body ?? '')).toEqual({
      ...{ specversion: '1.0', id: eventId, source: `urn:etapp:${tenant}`, type: 'se.etapp.case.plan-revised.v1' },
      ...{ subject: `case-${caseId}`, partitionkey: `case-${caseId}`, sequence: '1', time: expect.any(String) },
      ...{ datacontenttype: 'application/json', correlationid: '0197e7a0-0c0f-7000-8000-000000000001' },
      data: { planId: exampleIds.plan, revision: 2, nextStepOn: '2026-03-20', reasonCode: 'newSituation' },
    });
    expect(told?.headers).toMatchObject({
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': `webhook_${eventId}_${webhook.webhookId}`,
      'etapp-delivery': 'at-least-once; attempt=1',
    });
  });

  it('can check each message with either of two keys, so that one can be replaced', async () => {
    await bench.tell(receiver.url);
    await revise(randomUUID());
    await bench.fold();
    await deliverAll(bench.parts);
    const [former = '', newest = ''] = publicKeysOf(secrets);
    const [told] = receiver.posted();
    expect(checks(told, newest)).toEqual([true, false]);
    expect(checks(told, former)).toEqual([false, true]);
  });

  it('can check with a secret of its own instead', async () => {
    const { webhookId } = await bench.tell(receiver.url, { signature: 'v1' });
    await revise(randomUUID());
    await bench.fold();
    await deliverAll(bench.parts);
    const [told] = receiver.posted();
    const content = [told?.headers['webhook-id'], told?.headers['webhook-timestamp'], told?.body].join('.');
    const expected = hmacSecretsOf(secrets, webhookId).map((secret) => {
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
      return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
    });
    expect(told?.headers['webhook-signature']).toBe(expected.toReversed().join(' '));
  });

  it('is told of the facts that it named, after the place that it named', async () => {
    const [before, after] = [randomUUID(), randomUUID()];
    await revise(before);
    const position = await bench.parts.store.head();
    await bench.record({ type: 'WaitingEnded', stream: { id: after }, data: { waitId: exampleIds.wait } });
    await revise(after);
    await bench.record({ ...planRevised, stream: { id: after, tenant: randomUUID() } });
    await bench.tell(receiver.url, { position, types: ['PlanRevised'] });
    await bench.fold();
    await deliverAll(bench.parts);
    expect(subjects()).toEqual([`case-${after}`]);
  });

  it('is told once, however often the log is gone through', async () => {
    await bench.tell(receiver.url);
    await revise(randomUUID());
    await Promise.all([bench.fold(), bench.fold(), bench.fold()]);
    await Promise.all([deliverAll(bench.parts), deliverAll(bench.parts)]);
    expect(receiver.posted().filter(({ body }) => body.includes('plan-revised')).length).toBe(new Set(ids()).size);
  });
});

describe('a receiver that does not take a message', () => {
  it('gets the same message again under the same id, later each time, until it does', async () => {
    await bench.tell(receiver.url);
    const eventId = await revise(randomUUID());
    await bench.fold();
    receiver.reply = failing(503);
    await deliverAll(bench.parts);
    expect(await deliverNext(bench.parts)).toBe(false);
    elapse(10_000);
    await deliverAll(bench.parts);
    elapse(10_000);
    expect(await deliverNext(bench.parts)).toBe(false);
    receiver.reply = usualReply;
    elapse(10_000);
    await deliverAll(bench.parts);
    expect(new Set(ids()).size).toBe(1);
    expect(receiver.told().map(({ id }) => id)).toEqual([eventId, eventId, eventId]);
    expect(receiver.posted().map(({ headers }) => headers['etapp-delivery'])).toEqual(
      [1, 2, 3].map((attempt) => `at-least-once; attempt=${attempt}`),
    );
  });

  it('holds back later events of that stream, and of no other', async () => {
    await bench.tell(receiver.url);
    const [stuck, other] = [randomUUID(), randomUUID()];
    for (const id of [stuck, stuck, other, other]) await revise(id);
    await bench.fold();
    receiver.reply = failing(500, stuck);
    await deliverAll(bench.parts);
    expect(subjects()).toEqual([stuck, other, other].map((id) => `case-${id}`));
    receiver.reply = usualReply;
    elapse(10_000);
    await deliverAll(bench.parts);
    expect(receiver.told().slice(3)).toMatchObject([
      { subject: `case-${stuck}`, sequence: '1' },
      { subject: `case-${stuck}`, sequence: '2' },
    ]);
  });

  it('is a dead letter after 72 hours, which lets later events pass and can be tried again', async () => {
    await bench.tell(receiver.url);
    const id = randomUUID();
    const first = await revise(id);
    await revise(id);
    await bench.fold();
    receiver.reply = failing(500);
    await deliverAll(bench.parts);
    elapse(windowMs - 1);
    await deliverAll(bench.parts);
    expect(await listDeadLetters(bench.parts.pool, tenant)).toEqual([]);
    elapse(1);
    receiver.reply = (received) => (received.body.includes(first) ? { status: 500 } : usualReply(received));
    await deliverAll(bench.parts);
    const [dead, ...others] = await listDeadLetters(bench.parts.pool, tenant);
    expect([dead?.eventId, dead?.error, others]).toEqual([first, 'http-500', []]);
    expect(subjects()).toHaveLength(4);
    receiver.reply = usualReply;
    const { now } = bench.parts;
    expect(await retryDeadLetters(bench.parts.pool, { tenant, now: now() })).toEqual([dead?.key]);
    await deliverAll(bench.parts);
    expect(ids().at(-1)).toBe(dead?.key);
    expect(await listDeadLetters(bench.parts.pool, tenant)).toEqual([]);
  });

  it('is told no more once it is gone (410)', async () => {
    const webhook = await bench.tell(receiver.url);
    const id = randomUUID();
    await revise(id);
    await revise(id);
    await bench.fold();
    receiver.reply = failing(410);
    await deliverAll(bench.parts);
    await revise(id);
    await bench.fold();
    await deliverAll(bench.parts);
    expect(receiver.posted()).toHaveLength(1);
    expect(await findWebhook(bench.parts.pool, tenant, webhook.webhookId)).toMatchObject({ state: 'ended' });
  });

  it('is not waited for beyond the limit where nobody answers what its address is', async () => {
    await bench.tell(receiver.url);
    await revise(randomUUID());
    await bench.fold();
    const rules = { ...bench.parts.rules, resolve: () => new Promise<never>(() => undefined) };
    await deliverAll({ ...bench.parts, rules, limits: { timeoutMs: 100 } });
    expect(await bench.pending()).toMatchObject([{ error: 'address-unknown', attempts: 1 }]);
    expect(receiver.got).toEqual([]);
  });

  it('is not waited for beyond the limit, and no redirect is followed', async () => {
    await bench.tell(receiver.url);
    await revise(randomUUID());
    await bench.fold();
    const elsewhere = `http://${receiver.host}/elsewhere`;
    receiver.reply = (received) =>
      received.method === 'POST' ? { status: 307, headers: { location: elsewhere } } : usualReply(received);
    await deliverAll(bench.parts);
    expect((await bench.pending())[0]).toMatchObject({ error: 'redirected' });
    receiver.reply = () => 'hang';
    elapse(10_000);
    await deliverAll({ ...bench.parts, limits: { timeoutMs: 100 } });
    expect((await bench.pending())[0]).toMatchObject({ error: 'timeout' });
    expect(receiver.got.filter(({ path }) => path !== '/hooks')).toEqual([]);
  });
});

describe('a receiver that has not agreed', () => {
  it('is told nothing until it does', async () => {
    await bench.tell(receiver.url);
    await revise(randomUUID());
    await bench.fold();
    receiver.reply = () => ({ status: 200, headers: { 'webhook-allowed-origin': 'somebody.example' } });
    await deliverAll(bench.parts);
    expect((await bench.pending())[0]).toMatchObject({ error: 'handshake-refused' });
    expect(receiver.posted()).toEqual([]);
    receiver.reply = usualReply;
    elapse(10_000);
    await deliverAll(bench.parts);
    expect(receiver.posted()).toHaveLength(1);
  });

  it('says so to a ping', async () => {
    const webhook = await bench.tell(receiver.url);
    const id = randomUUID();
    expect(await pingWebhook(bench.parts, webhook, { id })).toEqual({ kind: 'sent' });
    expect(receiver.posted()).toMatchObject([{ headers: { 'webhook-id': `ping_${id}` } }]);
    receiver.reply = () => ({ status: 405 });
    expect(await pingWebhook(bench.parts, webhook, { id })).toEqual({ kind: 'failed', error: 'handshake-refused' });
  });
});
