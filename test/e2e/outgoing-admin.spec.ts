import { withClient } from '@etapp/database';
import { exampleIds } from '@etapp/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';

import { type Desk, home, neighbour, type Request, startDesk } from './desk.fixture.js';
import { documentOf, type DocumentOf } from './document.fixture.js';
import { operatorId } from './neighbourhood.fixture.js';
import { at, codeOf, type Received } from './wire.fixture.js';

const [letters, hooks] = ['/v1/admin/dead-letters', '/v1/admin/webhook-subscriptions'];
const url = 'https://hooks.example.se/etapp';
const type = 'se.etapp.case.plan-revised.v1';
let desk: Desk;
let document: DocumentOf;
beforeAll(async () => {
  desk = await startDesk({ webhookHosts: { [home]: ['hooks.example.se'] } });
  document = await documentOf(desk.service.url);
});
afterAll(() => desk.service.close());

const sql = <T extends object>(text: string, values: readonly unknown[] = []): Promise<T[]> =>
  withClient(desk.service.superuserUrl, async (client) => (await client.query<T>(text, [...values])).rows);
const giveUp = async (tenant: string, recipient: string = newId()): Promise<string> => {
  const key = `webhook_${newId()}_${recipient}`;
  await sql(
    `INSERT INTO reminders.deliveries
       (tenant, key, channel, recipient, event_id, stream, version, next_at, state, error, attempts, first_at)
     VALUES ($1, $2, 'webhook', $3, $3, 'case-x', 1, '2026-03-02T06:00:00Z', 'dead', 'http-500', 9, '2026-02-27T06:00:00Z')`,
    [tenant, key, recipient],
  );
  return key;
};
const stateOf = async (key: string): Promise<unknown> =>
  (await sql<{ state: string }>('SELECT state FROM reminders.deliveries WHERE key = $1', [key]))[0]?.state;
const actsOn = (subject: string) =>
  sql('SELECT user_id, act, reason_code FROM app.operator_acts WHERE tenant = $1 AND subject = $2', [home, subject]);
const operator = (request: Request): Promise<Received> => desk.as(operatorId, request);
const post = (path: string, body?: object): Promise<Received> => operator({ path, method: 'POST', body });

describe('the dead letters of a municipality', () => {
  it('are shown to its operator as documented, and those of another are not', async () => {
    const [own, other] = [await giveUp(home), await giveUp(neighbour)];
    const received = await operator({ path: letters });
    expect(document.complaintAbout(document.operationOf('deadLetters'), received)).toBe('');
    expect(received.text).toContain(own);
    expect(received.text).not.toContain(other);
    expect(codeOf(await post(`${letters}/${other}/retry`))).toEqual([404, 'not-found']);
    expect(await stateOf(other)).toBe('dead');
  });

  it('are sent again once, with a note of who said so', async () => {
    const key = await giveUp(home);
    const received = await post(`${letters}/${key}/retry`);
    expect([received.status, received.body]).toEqual([200, { key, state: 'pending' }]);
    expect(await stateOf(key)).toBe('pending');
    expect(codeOf(await post(`${letters}/${key}/retry`))).toEqual([404, 'not-found']);
    expect(await actsOn(key)).toEqual([{ user_id: operatorId, act: 'retry-dead-letter', reason_code: null }]);
  });

  it('are given up for good with a reason only', async () => {
    const key = await giveUp(home);
    expect(codeOf(await post(`${letters}/${key}/discard`, {}))).toEqual([400, 'invalid-body']);
    const received = await post(`${letters}/${key}/discard`, { reasonCode: 'outdated' });
    expect(document.complaintAbout(document.operationOf('discardDeadLetter'), received)).toBe('');
    expect(await stateOf(key)).toBe('void');
    expect(await actsOn(key)).toMatchObject([{ act: 'discard-dead-letter', reason_code: 'outdated' }]);
  });
});

describe('the receivers of a municipality', () => {
  it('are added once under their id, listed, and ended with what was on its way', async () => {
    const webhookId = newId();
    const asked = { webhookId, url, types: [type] };
    const added = await post(hooks, asked);
    expect([added.status, added.body]).toMatchObject([201, { ...asked, signature: 'v1a', state: 'unconfirmed' }]);
    expect(document.complaintAbout(document.operationOf('addWebhookSubscription'), added)).toBe('');
    expect((await post(hooks, asked)).body).toEqual(added.body);
    const listed = await operator({ path: hooks });
    expect(document.complaintAbout(document.operationOf('webhookSubscriptions'), listed)).toBe('');
    expect(at(listed.body, 'items')).toMatchObject([asked]);
    expect(at((await desk.as(operatorId, { path: hooks, of: neighbour })).body, 'items')).toEqual([]);
    const key = await giveUp(home, webhookId);
    expect((await post(`${hooks}/${webhookId}/end`)).body).toMatchObject({ webhookId, state: 'ended' });
    expect(await stateOf(key)).toBe('void');
    const acts = (await actsOn(webhookId)).map((act) => at(act, 'act'));
    expect(acts).toEqual(['add-webhook', 'add-webhook', 'end-webhook']);
  });

  it.each([
    ['at a host that is not allowed', { url: 'https://elsewhere.example/' }, [422, 'webhook-host-not-allowed']],
    ['with a password in the address', { url: 'https://a:b@hooks.example.se/' }, [422, 'webhook-host-not-allowed']],
    ['without TLS', { url: 'http://hooks.example.se/' }, [400, 'invalid-body']],
    [
      'of an event that is not published',
      { types: ['se.etapp.person.protected-identity-recorded.v1'] },
      [400, 'invalid-body'],
    ],
  ])('are not added %s', async (_name, wrong, refusal) => {
    expect(codeOf(await post(hooks, { webhookId: newId(), url, types: [], ...wrong }))).toEqual(refusal);
  });

  it('are not ended where there is none', async () => {
    for (const id of [newId(), 'none']) expect((await post(`${hooks}/${id}/end`)).status).toBe(404);
  });
});

describe('somebody who does not run the service', () => {
  it.each([
    ['GET', letters],
    ['POST', `${letters}/x/retry`],
    ['POST', `${letters}/x/discard`],
    ['GET', hooks],
    ['POST', hooks],
    ['POST', `${hooks}/${newId()}/end`],
  ])('is refused %s %s', async (method, path) => {
    expect(codeOf(await desk.as(exampleIds.unitLead, { method, path }))).toEqual([403, 'not-permitted']);
  });
});
