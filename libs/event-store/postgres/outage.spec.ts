import { withClient } from '@etapp/database';
import { testDatabase, waitFor, type PrivateTestDatabase } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { aStream, anAppend, idsOf, pagesToHead } from '../contract/sample.fixture.js';
import { type Append, StoreUnavailable } from '../port.js';
import { PostgresStore } from './postgres-store.js';

let database: PrivateTestDatabase;
beforeAll(async () => {
  database = await testDatabase({ privateCluster: true });
});
afterAll(() => database.close());

const open = (options: Partial<ConstructorParameters<typeof PostgresStore>[0]> = {}) =>
  new PostgresStore({ url: database.urls.projector, name: 'outage spec', pollMs: 100, ...options });

const cutConnections = () =>
  withClient(database.superuserUrl, async (client) => {
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'outage spec'`,
    );
    return rowCount ?? 0;
  });

describe('a connection that is cut while appends run', () => {
  it('loses nothing that was acknowledged and doubles nothing', async () => {
    const store = open();
    const before = await store.head();
    const acknowledged: Append[] = [];
    let cuts = 0;
    let refused = 0;
    const appendUntilCutOften = async () => {
      while (cuts < 8) {
        const append = anAppend(aStream(), 0);
        await store.append(append).then(
          () => acknowledged.push(append),
          () => (refused += 1),
        );
      }
    };
    const cutOften = async () => {
      while (cuts < 8) {
        const goal = acknowledged.length + 50;
        await waitFor(() => acknowledged.length > goal);
        if ((await cutConnections()) > 0) cuts += 1;
      }
    };
    await Promise.all([cutOften(), ...Array.from({ length: 16 }, appendUntilCutOften)]);
    const stored = idsOf(await pagesToHead(store, { after: before, limit: 1_000 }));
    expect(new Set(stored).size).toBe(stored.length);
    expect(stored).toEqual(expect.arrayContaining(acknowledged.flatMap(({ events }) => events.map(({ id }) => id))));
    expect({ refused, extra: stored.length - acknowledged.length }).toEqual({ refused: 0, extra: 0 });
    await store.close();
  });

  it('leaves a subscription that goes on without gap or double', async () => {
    const store = open();
    const ending = new AbortController();
    const seen: string[] = [];
    const before = await store.head();
    const reading = (async () => {
      for await (const page of store.subscribe(before, {}, { signal: ending.signal, batchSize: 3 }))
        seen.push(...idsOf([page]));
    })();
    const appended: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const append = anAppend(aStream(), 0);
      await store.append(append);
      appended.push(append.events[0].id);
      await waitFor(() => seen.length >= 1);
      await cutConnections();
    }
    await waitFor(() => seen.length >= appended.length);
    ending.abort();
    await reading;
    expect(seen).toEqual(appended);
    await store.close();
  });
});

describe('a database that is down', () => {
  it('is reported as unavailable to appends and reads, and found again by the same store', async () => {
    const store = open({ patienceMs: 200 });
    const stream = aStream();
    await store.append(anAppend(stream, 0));
    const ending = new AbortController();
    const seen: string[] = [];
    const after = await store.head();
    const reading = (async () => {
      for await (const page of store.subscribe(after, {}, { signal: ending.signal })) seen.push(...idsOf([page]));
    })();
    await database.stop();
    await expect(store.append(anAppend(stream, 1))).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.readStream(stream)).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.head()).rejects.toBeInstanceOf(StoreUnavailable);
    const together = await Promise.allSettled(Array.from({ length: 50 }, () => store.append(anAppend(aStream(), 0))));
    expect(together.every(({ status }) => status === 'rejected')).toBe(true);
    await database.start();
    const append = anAppend(stream, 1);
    expect(await waitFor(() => store.append(append))).toMatchObject({ version: 2, repeated: false });
    await waitFor(() => seen.length > 0);
    expect(seen).toEqual([append.events[0].id]);
    ending.abort();
    await reading;
    await store.close();
  });

  it('waits out a short stop without telling anybody', async () => {
    const store = open({ patienceMs: 20_000 });
    await database.stop();
    const appending = store.append(anAppend(aStream(), 0));
    await database.start();
    expect(await appending).toMatchObject({ version: 1 });
    await store.close();
  });
});

describe('a store under pressure', () => {
  const lockLog = async (work: (release: () => Promise<unknown>) => Promise<void>) =>
    withClient(database.superuserUrl, async (client) => {
      await client.query(`SELECT pg_advisory_lock(hashtextextended('etapp event log', 0))`);
      await work(() => client.query('SELECT pg_advisory_unlock_all()'));
    });

  it('refuses what its queue does not hold, and takes the rest', async () => {
    const store = open({ queueLimit: 10 });
    const answers: Promise<unknown>[] = [];
    for (let index = 0; index < 12; index += 1) answers.push(store.append(anAppend(aStream(), 0)));
    const settled = await Promise.allSettled(answers);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(settled.filter(({ status }) => status === 'rejected')).toEqual([
      { status: 'rejected', reason: expect.any(StoreUnavailable) },
      { status: 'rejected', reason: expect.any(StoreUnavailable) },
    ]);
    await store.close();
  });

  it('says that it is unavailable when another holds the append lock for too long, and nothing happened', async () => {
    const store = open({ lockTimeoutMs: 100 });
    const append = anAppend(aStream(), 0);
    await lockLog(() => expect(store.append(append)).rejects.toBeInstanceOf(StoreUnavailable));
    expect(await store.append(append)).toMatchObject({ repeated: false });
    await store.close();
  });

  it('finishes what it has taken before it closes, and takes nothing after', async () => {
    const store = open();
    const taken = Array.from({ length: 30 }, () => store.append(anAppend(aStream(), 0)));
    const closing = store.close();
    await expect(store.append(anAppend(aStream(), 0))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await Promise.all(taken)).toHaveLength(30);
    await closing;
  });
});
