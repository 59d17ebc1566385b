import { withClient } from '@etapp/database';
import { exampleIds } from '@etapp/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';

import { type Desk, home, startDesk } from './desk.fixture.js';
import { at, codeOf, type Received } from './wire.fixture.js';

const { caseworker, otherCaseworker } = exampleIds;
const note = (text = 'Ringde.') => ({ entryId: newId(), category: 'contact', aboutOn: '2026-03-02', text });
const rejection = { reasonCode: 'wrongAuthority', referredTo: 'otherMunicipality' };

const detailsOf = ({ body }: Received): unknown => at(body, 'details');

let desk: Desk;
let path = '';
beforeAll(async () => {
  desk = await startDesk();
}, 60_000);
afterAll(() => desk.service.close());

type Headers = Record<string, string>;
const sendBy =
  (by: string) =>
  (command: string, body: unknown, headers: Headers = {}) =>
    desk.as(by, { path: `${path}/commands/${command}`, body, headers });
const send = sendBy(caseworker);
const write = (body: unknown, key: string, headers: Record<string, string> = {}) =>
  send('add-journal-entry', body, { 'idempotency-key': key, ...headers });
const versionOf = async (): Promise<number> => {
  const stream = { category: 'case', tenant: home, id: path.split('/')[3] ?? '' };
  return (await desk.service.api.store.readStream(stream)).length;
};

describe('doing it twice', () => {
  beforeAll(async () => {
    path = await desk.openCase();
  });

  it('gives the first answer again to the same key and body', async () => {
    const [body, key] = [note(), newId()];
    const first = await write(body, key);
    await write(note(), newId());
    const again = await write(body, key);
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
    expect([first.headers['etapp-replayed'], again.headers['etapp-replayed']]).toEqual([undefined, 'true']);
    expect(again.headers.etag).toBe(first.headers.etag);
    expect(again.headers['etapp-position']).toBe(first.headers['etapp-position']);
  });

  it('refuses the same key for another body, and writes nothing', async () => {
    const key = newId();
    await write(note(), key);
    const before = await versionOf();
    expect(codeOf(await write(note('Annat.'), key))).toEqual([422, 'idempotency-key-reused']);
    expect(await versionOf()).toBe(before);
  });

  it('lets a key be tried again when the first attempt was refused', async () => {
    const [key, body] = [newId(), note()];
    const refused = await write({ ...body, occurredAt: '2027-01-01T09:00:00Z' }, key);
    expect(codeOf(refused)).toEqual([422, 'occurred-in-future']);
    expect((await write(body, key)).status).toBe(200);
  });

  it('has one effect however many send the same at once', async () => {
    const [key, body] = [newId(), note()];
    const before = await versionOf();
    const answers = await Promise.all(Array.from({ length: 12 }, () => write(body, key)));
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    expect(new Set(answers.filter(({ status }) => status === 200).map(({ text }) => text)).size).toBe(1);
    expect(await versionOf()).toBe(before + 1);
  });

  it('is told that the first try is under way, while it is', async () => {
    const [key, body] = [newId(), note()];
    const answers = await withClient(desk.service.superuserUrl, async (client) => {
      // Whoever appends waits for this lock, so the first try stays under way.
      await client.query(`SELECT pg_advisory_lock(hashtextextended('etapp event log', 0))`);
      const tries = [write(body, key), write(body, key)];
      const refused = await Promise.race(tries);
      await client.query('SELECT pg_advisory_unlock_all()');
      expect([...codeOf(refused), refused.headers['retry-after']]).toEqual([409, 'idempotency-key-in-use', '1']);
      return Promise.all(tries);
    });
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await write(body, key)).headers['etapp-replayed']).toBe('true');
  });

  it('takes an address for the same however its id is written', async () => {
    const [key, body] = [newId(), note()];
    const first = await write(body, key);
    const upper = `/v1/cases/${(path.split('/')[3] ?? '').toUpperCase()}/commands/add-journal-entry`;
    const again = await desk.as(caseworker, { path: upper, body, headers: { 'idempotency-key': key } });
    expect([again.text, again.headers['etapp-replayed']]).toEqual([first.text, 'true']);
  });

  it('keeps keys of different users and municipalities apart', async () => {
    const key = newId();
    await write(note(), key);
    const other = await sendBy(otherCaseworker)('add-journal-entry', note(), { 'idempotency-key': key });
    expect([other.status, other.headers['etapp-replayed']]).toEqual([200, undefined]);
  });

  it('finds the effect in the stream after the first answer is forgotten, whatever the body', async () => {
    const key = newId();
    const first = await write(note(), key);
    desk.service.clock.set('2026-03-03 09:01');
    const again = await write(note('Annat.'), key);
    desk.service.clock.set('2026-03-02 09:00');
    expect([again.status, again.text, again.headers['etapp-replayed']]).toEqual([200, first.text, 'true']);
  });

  it.each([
    ['no key', {}],
    ['a short key', { 'idempotency-key': 'short' }],
    ['a key with spaces', { 'idempotency-key': 'a key with some spaces in it' }],
    ['a long key', { 'idempotency-key': 'a'.repeat(129) }],
  ])('asks for a key when there is %s', async (_name, headers) => {
    expect(codeOf(await send('add-journal-entry', note(), headers))).toEqual([400, 'idempotency-key-missing']);
  });

  it('authorises a repeat again before its first answer is shown', async () => {
    const [key, body] = [newId(), note()];
    await write(body, key);
    const { clock } = desk.service;
    const assignment = { userId: otherCaseworker, unitId: exampleIds.unit, roleInCase: 'caseworker' };
    await sendBy(otherCaseworker)(
      'assign-caseworker',
      { ...assignment, fromOn: clock.now().slice(0, 10), reasonCode: 'newCase' },
      { 'idempotency-key': newId() },
    );
    expect(codeOf(await write(body, key))).toEqual([403, 'not-permitted']);
  });
});

describe('two people at once', () => {
  beforeAll(async () => {
    path = await desk.openCase();
  });

  it('tells who was late the new version and what happened since, by types, times and roles', async () => {
    const { headers } = await write(note(), newId());
    await write(note(), newId());
    await write(note(), newId());
    const late = await write(note(), newId(), { 'if-match': headers.etag ?? '' });
    expect(codeOf(late)).toEqual([412, 'stale-version']);
    const version = await versionOf();
    expect(late.headers.etag).toBe(`"${version}"`);
    const [type, role] = ['JournalEntryAdded', 'labourMarketCaseworker'];
    const now = desk.service.clock.now();
    const event = { type, role, occurredAt: now, recordedAt: now };
    expect(detailsOf(late)).toEqual({ version, since: [event, event] });
  });

  it.each(['W/"1"', '1', '"x"', '"1", "2"', '""', '"99999"'])('never takes %s for the newest version', async (tag) => {
    const answer = await write(note(), newId(), { 'if-match': tag });
    expect(codeOf(answer)).toEqual([412, 'stale-version']);
    expect(answer.headers.etag).toBe(`"${await versionOf()}"`);
    expect(at(detailsOf(answer), 'since')).toEqual([]);
  });

  it('takes any version for * where the command does not depend on what was seen', async () => {
    expect((await write(note(), newId(), { 'if-match': '*' })).status).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ['no version', {}],
    ['*', { 'if-match': '*' }],
  ])(
    'asks for the version seen, and names the newest, when a command that depends on it has %s',
    async (_n, headers) => {
      const answer = await send('reject-case', rejection, { 'idempotency-key': newId(), ...headers });
      expect(codeOf(answer)).toEqual([428, 'version-required']);
      expect(answer.headers.etag).toBe(`"${await versionOf()}"`);
    },
  );

  it('lets exactly one of many with the same tag win', async () => {
    const before = await versionOf();
    const tag = { 'if-match': `"${before}"` };
    const answers = await Promise.all(Array.from({ length: 20 }, () => write(note(), newId(), tag)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
    expect(await versionOf()).toBe(before + 1);
  });

  it('takes all of a few who name no version, one after the other, or says that they raced', async () => {
    const before = await versionOf();
    const answers = await Promise.all(Array.from({ length: 20 }, () => write(note(), newId())));
    const accepted = answers.filter(({ status }) => status === 200);
    const raced = answers.filter(({ status }) => status !== 200);
    expect(
      raced.filter((answer) => codeOf(answer)[1] !== 'version-race' || answer.headers['retry-after'] === undefined),
    ).toEqual([]);
    expect(await versionOf()).toBe(before + accepted.length);
    expect(accepted.length).toBeGreaterThan(0);
  });
});

describe('a refusal for the state that something is in', () => {
  it('says which state that is and which one is needed, in the reader’s language', async () => {
    path = await desk.openCase();
    const meetingId = newId();
    const request = { meetingId, form: 'tripartite', reasonCode: 'planStuck', urgent: false, purpose: 'Nästa steg?' };
    const requestedBy = 'labourMarketAdministration';
    await send('request-tripartite-meeting', { ...request, requestedBy }, { 'idempotency-key': newId() });
    const withdraw = async (reasonCode: string, language: string) => {
      const headers = { 'idempotency-key': newId(), 'if-match': `"${await versionOf()}"`, 'accept-language': language };
      return send('withdraw-tripartite-request', { meetingId, reasonCode }, headers);
    };
    await withdraw('notNeeded', 'sv');
    const [sv, en] = [await withdraw('solvedOtherwise', 'sv'), await withdraw('solvedOtherwise', 'en')];
    expect(codeOf(sv)).toEqual([409, 'wrong-state']);
    expect(at(sv.body, 'detail')).toContain('Läget är: återtagen. Det här kräver: begärd.');
    expect(at(en.body, 'detail')).toContain('The state is: withdrawn. This needs: requested.');
    expect(detailsOf(sv)).toEqual({ meetingId, state: 'withdrawn', allowed: ['requested'] });
  });
});

describe('a full disk', () => {
  const refuse = `CREATE FUNCTION public.full() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON log.events EXECUTE FUNCTION public.full()`;

  it('is named to whoever writes, who may send the same again once there is room', async () => {
    path = await desk.openCase();
    const [key, body] = [newId(), note()];
    const refused = await withClient(desk.service.superuserUrl, async (client) => {
      await client.query(refuse);
      try {
        return await write(body, key);
      } finally {
        await client.query('DROP FUNCTION public.full() CASCADE');
      }
    });
    expect(codeOf(refused)).toEqual([507, 'storage-full']);
    expect((await write(body, key)).status).toBe(200);
  });
});
