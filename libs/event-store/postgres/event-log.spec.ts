import { randomUUID } from 'node:crypto';

import { withClient } from '@etapp/database';
import { streamName } from '@etapp/kernel';
import { testDatabase, type TestDatabase } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { aStream, aTenant, anAppend, anEvent } from '../contract/sample.fixture.js';
import type { Append } from '../port.js';
import { toOutcomes, toStatement } from './batch.js';
import { PostgresStore } from './postgres-store.js';

let database: TestDatabase;
let store: PostgresStore;
beforeAll(async () => {
  database = await testDatabase();
  store = new PostgresStore({ url: database.urls.projector, name: 'event-log spec' });
});
afterAll(async () => {
  await store.close();
  await database.close();
});

const ask = (url: string, sql: string, values: unknown[] = []) =>
  withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql, values)).rows);

/** One batch in one call, past the queue. */
const appendBatch = (appends: readonly Append[], url = database.urls.api) =>
  withClient(url, async (client) => {
    const { rows } = await client.query<(string | null)[]>(toStatement(appends));
    return toOutcomes(appends, rows[0]);
  });

describe('a batch of appends', () => {
  it('gives each append its own verdict, and positions without a gap to those that went in', async () => {
    const [taken, mine] = [aStream(), aStream()];
    const repeat = anAppend(aStream(), 0, { events: [anEvent(), anEvent()] });
    await store.append(anAppend(taken, 0));
    const before = await store.append(repeat);
    const head = Number(await store.head());
    const outcomes = await appendBatch([
      anAppend(mine, 0, { events: [anEvent(), anEvent()] }),
      anAppend(taken, 0),
      repeat,
      anAppend(aStream(), 0),
    ]);
    expect(outcomes).toEqual([
      { version: 2, position: String(head + 2), repeated: false },
      expect.objectContaining({ name: 'WrongExpectedVersion', stream: streamName(taken), expected: 0, actual: 1 }),
      { ...before, repeated: true },
      { version: 1, position: String(head + 3), repeated: false },
    ]);
    expect(await store.head()).toBe(String(head + 3));
  });

  it('refuses an append whose tenant is not the one in the name of its stream', async () => {
    const [stream, other] = [aStream(), aTenant()];
    const statement = toStatement([anAppend(stream, 0)]);
    const forged = String(statement.values?.[0]).replace(`"tenant":"${stream.tenant}"`, `"tenant":"${other}"`);
    const rows = await ask(database.urls.api, 'SELECT verdicts FROM log.append($1)', [forged]);
    expect(rows).toMatchObject([{ verdicts: [{ verdict: 'wrong-tenant' }] }]);
    const row = ['0', JSON.stringify(rows[0]?.['verdicts'])];
    expect(toOutcomes([anAppend(stream, 0)], row)).toMatchObject([{ name: 'WrongTenant' }]);
    expect(await store.readStream(stream)).toEqual([]);
  });

  it('goes in without the append that the server cannot take', async () => {
    const good = Array.from({ length: 5 }, () => anAppend(aStream(), 0));
    const bad = anAppend(aStream(), 0, { events: [anEvent({ link: 'no hash' })] });
    const answers = await Promise.allSettled([...good, bad].map((append) => store.append(append)));
    expect(answers.map(({ status }) => status)).toEqual([...good.map(() => 'fulfilled'), 'rejected']);
    expect(await store.readStream(bad.stream)).toEqual([]);
  });

  it('holds at most one append of a stream, so that one caller meets no conflict with itself', async () => {
    const stream = aStream();
    const events = Array.from({ length: 40 }, () => anEvent());
    await Promise.all(events.map((event, version) => store.append(anAppend(stream, version, { events: [event] }))));
    expect((await store.readStream(stream)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('leaves no gap between positions, also where writers lost or rolled back', async () => {
    const streams = Array.from({ length: 40 }, () => aStream());
    const appendAll = () => Promise.allSettled(streams.map((stream) => store.append(anAppend(stream, 0))));
    const rolledBack = withClient(database.urls.api, async (client) => {
      await client.query('BEGIN');
      await client.query(toStatement([anAppend(aStream(), 0)]));
      await client.query('ROLLBACK');
    });
    await Promise.all([appendAll(), appendAll(), rolledBack]);
    const [counted] = await ask(database.urls.projector, 'SELECT count(*), max(position) FROM log.events');
    expect(counted?.['count']).toBe(counted?.['max']);
  });
});

describe('the event log table', () => {
  const roles = ['owner', 'api', 'projector', 'reminders', 'keys', 'sealer'] as const;
  const changes = [
    `UPDATE log.events SET data = ''`,
    'DELETE FROM log.events',
    'TRUNCATE log.events',
    `UPDATE log.events SET data = '' WHERE false`,
  ];

  it.each(changes)('refuses %s to everyone', async (sql) => {
    await store.append(anAppend(aStream(), 0));
    for (const role of roles) await expect(ask(database.urls[role], sql)).rejects.toMatchObject({ code: '42501' });
    await expect(ask(database.superuserUrl, sql)).rejects.toThrow('append only');
    const replica = `SET session_replication_role = replica; ${sql}`;
    await expect(ask(database.superuserUrl, replica)).rejects.toThrow('append only');
  });

  it('takes events through the append function only', async () => {
    const insert = `INSERT INTO log.events SELECT * FROM log.events LIMIT 1`;
    for (const role of ['api', 'projector', 'reminders', 'keys', 'sealer'] as const)
      await expect(ask(database.urls[role], insert)).rejects.toMatchObject({ code: '42501' });
    for (const role of ['keys', 'sealer'] as const)
      await expect(appendBatch([anAppend(aStream(), 0)], database.urls[role])).rejects.toMatchObject({ code: '42501' });
  });

  it('is closed to the role of the keys, and shows the sealer hashes but no data', async () => {
    await expect(ask(database.urls.keys, 'SELECT FROM log.events')).rejects.toMatchObject({ code: '42501' });
    await expect(ask(database.urls.sealer, 'SELECT data FROM log.events')).rejects.toMatchObject({ code: '42501' });
    expect(await ask(database.urls.sealer, 'SELECT link, position FROM log.events LIMIT 1')).toHaveLength(1);
  });

  it('shows the API the events of one municipality at a time', async () => {
    const api = new PostgresStore({ url: database.urls.api, name: 'api' });
    const [ours, theirs] = [aStream(), aStream()];
    const before = await api.head();
    await Promise.all([api.append(anAppend(ours, 0)), api.append(anAppend(theirs, 0))]);
    expect(await api.readStream(ours)).toHaveLength(1);
    expect((await api.readAll(before, { tenant: ours.tenant }, 10)).events).toMatchObject([{ stream: ours }]);
    expect((await api.readAll(before, {}, 10)).events).toEqual([]);
    const foreign = { ...theirs, tenant: ours.tenant };
    expect(await api.readStream(foreign)).toEqual([]);
    await api.close();
    const stolen = 'SELECT FROM log.read_stream($1, $2, 1)';
    expect(await ask(database.urls.api, stolen, [ours.tenant, streamName(theirs)])).toEqual([]);
    expect(await ask(database.urls.api, 'SELECT FROM log.events')).toEqual([]);
  });

  it('forgets the municipality of a read when the read is over', async () => {
    await withClient(database.urls.api, async (client) => {
      const stream = aStream();
      await store.append(anAppend(stream, 0));
      const { rowCount } = await client.query('SELECT FROM log.read_stream($1, $2, 1)', [
        stream.tenant,
        streamName(stream),
      ]);
      expect(rowCount).toBe(1);
      expect((await client.query('SELECT FROM log.events')).rowCount).toBe(0);
    });
  });
});

describe('reading far through the log', () => {
  it('bounds a read without a hit, and the reader still arrives', async () => {
    const stream = aStream();
    const rows = Array.from({ length: 10_050 }, () => anEvent());
    const [first, ...rest] = rows;
    if (first === undefined) throw new Error('no events');
    const before = await store.head();
    await store.append(anAppend(stream, 0, { events: [first, ...rest] }));
    const page = await store.readAll(before, { types: ['NeverHappened'] }, 10);
    expect(page).toEqual({ events: [], upTo: String(Number(before) + 10_000), atHead: false });
    expect(await store.readAll(page.upTo, { types: ['NeverHappened'] }, 10)).toMatchObject({ atHead: true });
  });

  it('does not turn a reader back that is ahead of a restored log', async () => {
    const ahead = String(Number(await store.head()) + 100);
    expect(await store.readAll(ahead, {}, 10)).toEqual({ events: [], upTo: ahead, atHead: true });
  });

  it('has ids of its own per stream: the same id elsewhere is no repeat', async () => {
    const id = randomUUID();
    const append = () => store.append(anAppend(aStream(), 0, { events: [anEvent({ id })] }));
    expect(await append()).toMatchObject({ repeated: false });
    expect(await append()).toMatchObject({ repeated: false });
  });
});
