import { withClient } from '@etapp/database';
import { exampleIds } from '@etapp/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, SignJWT } from 'jose';
import { v7 as newId } from 'uuid';
import { z } from 'zod';

import { type Desk, home, neighbour, startDesk } from './desk.fixture.js';
import { entryOf, operatorId } from './neighbourhood.fixture.js';
import { at, codeOf, type Received, wire } from './wire.fixture.js';

const { caseworker, unitLead } = exampleIds;
const note = () => ({ entryId: newId(), category: 'contact', aboutOn: '2026-03-02', text: 'Ringde.' });
const key = () => ({ 'idempotency-key': newId() });

const Faulty = z.object({
  code: z.string(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
});
type Faulty = z.output<typeof Faulty>;

let desk: Desk;
let path = '';
let write = '';
beforeAll(async () => {
  desk = await startDesk();
  path = await desk.openCase();
  write = `${path}/commands/add-journal-entry`;
}, 60_000);
afterAll(() => desk.service.close());

const raw = (method: string, to: string, headers: Record<string, string> = {}) =>
  wire(desk.service.url, { method, path: to, headers });

describe('the order of checks', () => {
  it('asks who somebody is before anything else', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await wire(desk.service.url, { method: 'POST', path: write, headers, body: '{"nonsense":' });
    expect(codeOf(answer)).toEqual([401, 'not-authenticated']);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it.each(['GET', 'POST', 'PUT', 'DELETE'])('asks so also where no address is: %s', async (method) => {
    expect(codeOf(await raw(method, '/v1/nowhere'))).toEqual([401, 'not-authenticated']);
  });

  it('judges the role on the route before the body', async () => {
    const answer = await desk.as(operatorId, { path: write, body: '{' });
    expect(codeOf(answer)).toEqual([403, 'not-permitted']);
  });

  it('judges the body before it looks for the stream', async () => {
    const answer = await desk.as(caseworker, { path: `/v1/cases/${newId()}/commands/add-journal-entry`, body: '{' });
    expect(codeOf(answer)).toEqual([400, 'invalid-body']);
  });

  it('judges need to know before the key and the version', async () => {
    await desk.as(unitLead, {
      path: `${path}/commands/assign-caseworker`,
      headers: key(),
      body: {
        ...{ userId: exampleIds.otherCaseworker, unitId: exampleIds.unit, roleInCase: 'caseworker' },
        ...{ fromOn: '2026-03-02', reasonCode: 'newCase' },
      },
    });
    const answer = await desk.as(caseworker, { path: write, body: note(), headers: { 'if-match': '"1"' } });
    expect(codeOf(answer)).toEqual([403, 'not-permitted']);
    expect(answer.headers.etag).toBeUndefined();
  });

  it('asks for the key before the version', async () => {
    const answer = await desk.as(unitLead, { path: write, body: note(), headers: { 'if-match': '"1"' } });
    expect(codeOf(answer)).toEqual([400, 'idempotency-key-missing']);
  });

  const withoutId = ({ status, headers, text }: Received) => ({
    status,
    headers: { ...headers, date: '', 'etapp-correlation-id': '' },
    text: text.replace(/urn:uuid:[0-9a-f-]{36}/, ''),
  });

  it('answers for a case of another municipality as for one that never was', async () => {
    const foreign = await desk.openCase(neighbour);
    const ask = (to: string) =>
      desk.as(caseworker, { path: `${to}/commands/add-journal-entry`, body: note(), headers: key() });
    const [theirs, none] = [await ask(foreign), await ask(`/v1/cases/${newId()}`)];
    expect(codeOf(theirs)).toEqual([404, 'not-found']);
    expect(withoutId(theirs)).toEqual(withoutId(none));
  });

  it('answers a read of a case of another municipality as of one that never was', async () => {
    const foreign = await desk.openCase(neighbour);
    for (const page of ['', '/timeline']) {
      const theirs = await desk.as(caseworker, { path: foreign + page });
      const none = await desk.as(caseworker, { path: `/v1/cases/${newId()}${page}` });
      expect(codeOf(theirs)).toEqual([404, 'not-found']);
      expect(withoutId(theirs)).toEqual(withoutId(none));
    }
  });
});

describe('the transport', () => {
  it.each([
    ['PUT', '/v1/worklist', 'GET, HEAD'],
    ['PATCH', '/v1/cases', 'POST'],
    ['DELETE', `/v1/cases/${exampleIds.case}`, 'GET, HEAD'],
    ['OPTIONS', '/v1/me', 'GET, HEAD'],
    ['GET', '/v1/persons', 'POST'],
    ['GET', `/v1/cases/${exampleIds.case}/commands/add-journal-entry`, 'POST'],
    ['POST', '/v1/worklist?limit=5', 'GET, HEAD'],
  ])('says which verbs an address takes: %s %s', async (method, to, allow) => {
    const answer = await desk.as(caseworker, { method, path: to });
    expect([...codeOf(answer), answer.headers.allow]).toEqual([405, 'method-not-allowed', allow]);
  });

  it('says so of open addresses too', async () => {
    expect(codeOf(await raw('DELETE', '/v1/api-info'))).toEqual([405, 'method-not-allowed']);
  });

  it('says not found where no address is', async () => {
    expect(codeOf(await desk.as(caseworker, { path: '/v1/nowhere' }))).toEqual([404, 'not-found']);
    expect(codeOf(await desk.as(caseworker, { path: '/v1/%zz' }))).toEqual([404, 'not-found']);
  });

  it.each(['text/html', 'application/xml', 'image/*'])('answers in JSON only, not %s', async (accept) => {
    expect(codeOf(await desk.as(caseworker, { path: '/v1/me', headers: { accept } }))).toEqual([406, 'not-acceptable']);
  });

  it.each(['text/plain', 'application/xml', 'application/json; charset=iso-8859-1', 'multipart/form-data'])(
    'takes JSON in UTF-8 only, not %s',
    async (type) => {
      const answer = await desk.as(caseworker, { path: write, body: '{}', headers: { 'content-type': type } });
      expect(codeOf(answer)).toEqual([415, 'unsupported-media-type']);
    },
  );

  it('refuses a body that is too large, told beforehand or not', async () => {
    const body = JSON.stringify({ text: 'a'.repeat(300_000) });
    expect(codeOf(await desk.as(caseworker, { path: write, body }))).toEqual([413, 'body-too-large']);
    const chunked = await desk.as(caseworker, { path: write, body, headers: { 'transfer-encoding': 'chunked' } });
    expect(codeOf(chunked)).toEqual([413, 'body-too-large']);
  });

  it('refuses an address that is too long', async () => {
    const answer = await desk.as(caseworker, { path: `/v1/worklist?cursor=${'a'.repeat(3_000)}` });
    expect(codeOf(answer)).toEqual([414, 'url-too-long']);
  });

  it('refuses headers that are too large, as a problem', async () => {
    const answer = await desk.as(caseworker, { path: '/v1/me', headers: { 'x-filler': 'a'.repeat(20_000) } });
    expect(codeOf(answer)).toEqual([431, 'headers-too-large']);
  });

  it.each([
    ['bytes that are no text', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['a NUL in a text', JSON.stringify({ ...note(), text: 'a\0b' })],
    ['half a character', '{"text":"\\ud800"}'],
    ['a key of every object', '{"__proto__":{"a":1}}'],
    ['nesting without end', `{"a":${'['.repeat(50)}${']'.repeat(50)}}`],
    ['lists without end', JSON.stringify({ a: Array.from({ length: 1_001 }, () => 1) })],
    ['nothing', ' '],
    ['a list', '[]'],
    ['null', 'null'],
  ])('refuses a body with %s', async (_name, body) => {
    const answer = await desk.as(unitLead, { path: write, body, headers: key() });
    expect([400, answer.text.includes('stack')]).toEqual([answer.status, false]);
  });

  it('sends every answer with headers that keep it from being kept, sniffed, framed or shared', async () => {
    const answers = [
      await desk.as(caseworker, { path: '/v1/me' }),
      await desk.as(caseworker, { path: write, body: '{' }),
      await raw('GET', '/v1/me'),
      await desk.as(caseworker, { path: '/v1/nowhere' }),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'etapp-correlation-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      expect(
        Object.keys(headers).filter((name) => /^access-control|^x-powered|^server$|^x-ratelimit/.test(name)),
      ).toEqual([]);
    }
  });

  it('gives the client’s correlation id back, and makes one where it is none', async () => {
    const id = newId();
    const kept = await desk.as(caseworker, { path: '/v1/me', headers: { 'etapp-correlation-id': id } });
    const made = await desk.as(caseworker, { path: '/v1/nowhere', headers: { 'etapp-correlation-id': 'mine' } });
    expect(kept.headers['etapp-correlation-id']).toBe(id);
    expect(made.headers['etapp-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(made.body).toMatchObject({ instance: `urn:uuid:${String(made.headers['etapp-correlation-id'])}` });
  });
});

describe('a trace that a request belongs to', () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const asId = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736';
  const idOf = async (headers: Record<string, string>) =>
    (await desk.as(caseworker, { path: '/v1/me', headers })).headers['etapp-correlation-id'];

  it('is the correlation where the client names none of its own, and stands on its events', async () => {
    const traceparent = `00-${trace}-00f067aa0ba902b7-01`;
    expect(await idOf({ traceparent })).toBe(asId);
    const own = newId();
    expect(await idOf({ traceparent, 'etapp-correlation-id': own })).toBe(own);
    const opened = await desk.openCase();
    await desk.as(caseworker, {
      path: `${opened}/commands/add-journal-entry`,
      headers: { ...key(), traceparent },
      body: note(),
    });
    const stream = { category: 'case', tenant: home, id: opened.split('/')[3] ?? '' };
    const [newest] = (await desk.service.api.store.readStream(stream)).slice(-1);
    expect(newest?.header).toContain(`"correlationId":"${asId}"`);
  });

  it.each([
    ['of version ff', `ff-${trace}-00f067aa0ba902b7-01`],
    ['all noughts', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    ['without a parent', `00-${trace}-${'0'.repeat(16)}-01`],
    ['in capitals', `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`],
    ['of version 00 with more behind', `00-${trace}-00f067aa0ba902b7-01-more`],
    ['cut', `00-${trace}-00f067aa0ba902b7`],
  ])('is passed over when it is %s', async (_name, traceparent) => {
    expect(await idOf({ traceparent })).not.toContain('4bf92f35');
    expect(await idOf({ traceparent })).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the language', () => {
  const faulty = async (language: string) => {
    const body = { ...note(), aboutOn: 'igår', category: 7, extra: 1 };
    const headers = { ...key(), 'accept-language': language };
    return Faulty.parse((await desk.as(unitLead, { path: write, body, headers })).body);
  };

  it('changes the words of a problem and of each fault, never the codes', async () => {
    const [sv, en] = [await faulty('sv-SE'), await faulty('en-GB')];
    const codesOf = ({ code, errors }: Faulty) => [code, ...errors.map((fault) => [fault.pointer, fault.code])];
    expect(codesOf(sv)).toEqual(codesOf(en));
    expect(sv.errors.map(({ detail }) => detail)).toEqual([
      'Här ska stå ett av: contact, assessment, planning, decisionBasis, deviation, other.',
      'Här ska stå ett datum, ÅÅÅÅ-MM-DD.',
      'Fältet hör inte hit.',
    ]);
    expect(en.errors[1]?.detail).toBe('This must be a date, YYYY-MM-DD.');
  });
});

describe('a read', () => {
  it.each([
    ['an unknown parameter', '/v1/worklist?colour=red', 'invalid-query'],
    ['a parameter twice', '/v1/worklist?scope=mine&scope=unit', 'invalid-query'],
    ['a limit over a hundred', '/v1/worklist?limit=101', 'invalid-query'],
    ['page nought', '/v1/worklist?page=0', 'invalid-query'],
    ['a page beyond row 1,000', '/v1/worklist?limit=100&page=11', 'page-too-deep'],
    ['a made-up cursor', '/v1/worklist?cursor=abc.def', 'invalid-cursor'],
    ['a path’s name as a parameter', `/v1/cases/${exampleIds.case}?caseId=${newId()}`, 'invalid-query'],
    ['a parameter where none is known', '/v1/me?a=1', 'invalid-query'],
    ['a prototype key', '/v1/worklist?__proto__=1', 'invalid-query'],
    ['an unknown language', '/v1/openapi.json?lang=de', 'invalid-query'],
  ])('is refused with %s', async (_name, to, code) => {
    expect(codeOf(await desk.as(caseworker, { path: to }))).toEqual([400, code]);
  });

  it('is refused at once with a position that is none', async () => {
    const headers = { 'etapp-wait-for': 'soon' };
    expect(codeOf(await desk.as(caseworker, { path: '/v1/worklist', headers }))).toEqual([400, 'invalid-query']);
  });

  it('waits for a position, and says that it is behind one that does not come', async () => {
    const headers = { 'etapp-wait-for': '99999999' };
    const answer = await desk.as(caseworker, { path: '/v1/worklist', headers });
    expect([...codeOf(answer), answer.headers['retry-after']]).toEqual([503, 'read-model-behind', '1']);
  });

  it('shows what its own write led to', async () => {
    const before = await desk.openCase();
    const { headers } = await desk.as(caseworker, {
      path: `${before}/commands/add-journal-entry`,
      body: note(),
      headers: key(),
    });
    const waitFor = { 'etapp-wait-for': String(headers['etapp-position']) };
    const read = await desk.as(caseworker, { path: before, headers: waitFor });
    expect([read.status, read.headers.etag]).toEqual([200, headers.etag]);
  });

  it('finds the employer that a placement needs, and its workplaces', async () => {
    const { employer: employerId } = exampleIds;
    const workplace = { workplaceId: newId(), name: 'Lagret', municipalityCode: '1287' };
    const { headers } = await desk.as(caseworker, {
      path: `/v1/employers/${employerId}/commands/add-workplace`,
      headers: key(),
      body: workplace,
    });
    const waitFor = { 'etapp-wait-for': String(headers['etapp-position']) };
    const list = await desk.as(caseworker, { path: '/v1/employers?sector=state', headers: waitFor });
    const found = { employerId, name: entryOf('RegisterEmployer').example.body['name'], workplaces: [workplace] };
    expect(at(list.body, 'items')).toMatchObject([found]);
    expect((await desk.as(caseworker, { path: `/v1/employers/${employerId}` })).body).toMatchObject(found);
    expect(codeOf(await desk.as(caseworker, { path: `/v1/employers/${newId()}` }))).toEqual([404, 'not-found']);
    expect((await desk.as(unitLead, { path: '/v1/employers' })).status).toBe(200);
    const byName = await desk.as(caseworker, { path: '/v1/employers?name=Verket' });
    expect(codeOf(byName)).toEqual([400, 'invalid-query']);
  });

  it('marks the row that stopped following the log, wherever it is shown, and no other', async () => {
    const [stuck, sound] = [await desk.openCase(), await desk.openCase()];
    const idIn = (casePath: string): string => casePath.split('/')[3] ?? '';
    const waitFor = { 'etapp-wait-for': await desk.service.api.store.head() };
    await withClient(desk.service.superuserUrl, (client) =>
      client.query(
        `INSERT INTO engine.parked (name, version, slot, tenant, key, position, event_id, event_type, error, since)
         SELECT name, version, slot, $1::uuid, $2::text, position, gen_random_uuid(), 'JournalEntryAdded', 'TypeError', now()
         FROM engine.slots WHERE name = 'worklist' AND state = 'live'`,
        [home, idIn(stuck)],
      ),
    );
    const list = await desk.as(unitLead, { path: '/v1/worklist?scope=unit&filter=all&limit=100', headers: waitFor });
    const staleOf = (casePath: string): unknown =>
      z
        .array(z.looseObject({ caseId: z.string() }))
        .parse(at(list.body, 'items'))
        .find(({ caseId }) => caseId === idIn(casePath))?.['stale'];
    expect([staleOf(stuck), staleOf(sound), at(list.body, 'meta', 'parked')]).toEqual([true, undefined, 1]);
    const [page, other] = [await desk.as(unitLead, { path: stuck }), await desk.as(unitLead, { path: sound })];
    expect([at(page.body, 'stale'), at(other.body, 'stale')]).toEqual([true, undefined]);
  });

  it('goes on after a cursor for the same reader and question only', async () => {
    const [, , position] = [await desk.openCase(), await desk.openCase(), await desk.service.api.store.head()];
    const waitFor = { 'etapp-wait-for': position };
    const list = '/v1/worklist?scope=unit&filter=all&limit=1';
    const first = await desk.as(unitLead, { path: list, headers: waitFor });
    const link = /^<(.+)>; rel="next"$/.exec(String(first.headers.link))?.[1] ?? '';
    const next = await desk.as(unitLead, { path: link });
    expect([first.status, next.status]).toEqual([200, 200]);
    expect(at(next.body, 'items')).not.toEqual(at(first.body, 'items'));
    expect(codeOf(await desk.as(caseworker, { path: link }))).toEqual([400, 'invalid-cursor']);
    expect(codeOf(await desk.as(unitLead, { path: link, of: neighbour }))).toEqual([400, 'invalid-cursor']);
    expect(codeOf(await desk.as(unitLead, { path: link.replace('filter=all', 'filter=overdue') }))).toEqual([
      400,
      'invalid-cursor',
    ]);
  });
});

describe('identity', () => {
  const withToken = (token: string) => raw('GET', '/v1/me', { authorization: `Bearer ${token}` });

  it('is only that of the directory: an unknown user is nobody', async () => {
    expect(codeOf(await desk.as(newId(), { path: '/v1/me' }))).toEqual([401, 'not-authenticated']);
  });

  it('ends when somebody has left, whatever their token says', async () => {
    const { api, clock } = desk.service;
    const userId = newId();
    const actor = { userId: operatorId, role: 'operator', partyKind: 'labourMarketAdministration' };
    const act = (name: string, body: object) => api.act({ tenant: home, actor, name, id: userId, body, key: name });
    const unitIds = [exampleIds.unit];
    const person = { userId, displayName: 'Test', partyKind: actor.partyKind, unitIds, capacityPercent: 100 };
    await act('RegisterStaff', { ...person, roles: ['labourMarketCaseworker'] });
    const { position } = await act('StaffLeft', { leftOn: clock.now().slice(0, 10) });
    await desk.as(caseworker, { path: '/v1/me', headers: { 'etapp-wait-for': position } });
    expect(codeOf(await desk.as(userId, { path: '/v1/me' }))).toEqual([401, 'not-authenticated']);
  });

  it('does not carry over to another municipality', async () => {
    const { status, body } = await desk.as(caseworker, { path: '/v1/me', of: neighbour });
    expect([status, at(body, 'userId')]).toEqual([200, caseworker]);
    expect(codeOf(await desk.as(caseworker, { path: '/v1/me', of: newId() }))).toEqual([401, 'not-authenticated']);
  });

  it('is refused to tokens that were changed, cut, or signed by themselves', async () => {
    const good = await desk.service.tokenFor(caseworker, home);
    const [head = '', payload = '', signature = ''] = good.split('.');
    const claims = decodeJwt(good);
    const lifted = Buffer.from(JSON.stringify({ ...claims, sub: unitLead })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    const own = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'test', typ: 'at+jwt' })
      .sign(new TextEncoder().encode('test'));
    const tokens = [
      `${head}.${lifted}.${signature}`,
      `${none}.${payload}.`,
      `${head}.${payload}`,
      own,
      'x',
      `${good}x`,
    ];
    for (const token of tokens) expect(codeOf(await withToken(token))).toEqual([401, 'not-authenticated']);
    expect((await withToken(good)).status).toBe(200);
  });

  it('ends with the token', async () => {
    const token = await desk.service.tokenFor(caseworker, home);
    desk.service.clock.set('2026-03-02 10:01');
    expect(codeOf(await withToken(token))).toEqual([401, 'not-authenticated']);
    desk.service.clock.set('2026-03-02 09:00');
  });
});
