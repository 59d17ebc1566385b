import { randomUUID } from 'node:crypto';

import { withClient } from '@etapp/database';
import { testDatabase, type TestDatabase, waitFor } from '@etapp/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';

import { aStream, anAppend } from '../contract/sample.fixture.js';
import type { Generation } from '../generations.js';
import { LogLeft, OutcomeUnknown } from '../port.js';
import { BatchWriter } from './batch-writer.js';
import { Connection } from './connection.js';
import { ConnectionLost } from './failure.js';
import { PostgresStore } from './postgres-store.js';

const begun = (id: string): Generation => ({
  ...{ id, at: '2026-03-02T09:00:00.000Z', version: '1.2.3', moved: null },
  from: { kind: 'eventstoredb', generation: null },
});
const moved = { from: '1', to: '1', events: 1, links: 'a1'.repeat(32), raised: 0 };
const complete = (id: string): Generation => ({ ...begun(id), moved });

const patience = 120_000;
let database: TestDatabase;
let api: PostgresStore;
let mover: PostgresStore;
beforeEach(async () => {
  database = await testDatabase();
  api = new PostgresStore({ url: database.urls.api, name: 'etapp-api-log' });
  mover = new PostgresStore({ url: database.urls.projector, name: 'etapp-migrate-log-to' });
}, patience);
afterEach(async () => {
  await Promise.all([api.close(), mover.close()]);
  await database.close();
}, patience);

const sql = (text: string) => withClient(database.superuserUrl, (client) => client.query(text));
const giveTo = (generation: string) =>
  `INSERT INTO app.log_generation (id) VALUES ('${generation}') ON CONFLICT (one) DO UPDATE SET id = EXCLUDED.id`;
const append = (store = api) => store.append(anAppend(aStream(), 0));

describe('a log that its database was taken from', () => {
  it('takes no append from anybody, also from one that had not connected before; it can be read', async () => {
    await append(mover);
    await sql(giveTo(randomUUID()));
    for (const store of [api, mover]) await expect(append(store)).rejects.toBeInstanceOf(LogLeft);
    const url = new URL(database.superuserUrl);
    const superuser = new PostgresStore({ url: url.href, name: 'superuser' });
    await expect(append(superuser)).rejects.toBeInstanceOf(LogLeft);
    await superuser.close();
    expect(await mover.readAll(mover.start, {}, 10)).toMatchObject({ upTo: '1', atHead: true });
  });

  it('refuses an append that waited for its turn while the database was given over', async () => {
    await append();
    const change = new Client({ connectionString: database.superuserUrl });
    await change.connect();
    await change.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('etapp event log', 0))`);
    const waiting = append();
    const refused = expect(waiting).rejects.toBeInstanceOf(LogLeft);
    await waitFor(async () => {
      const { rowCount } = await sql(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
      );
      return rowCount === 1;
    });
    await change.query(`${giveTo(randomUUID())}; COMMIT`);
    await change.end();
    await refused;
    expect(await api.head()).toBe('1');
  });

  it('takes what is moved back into it from the move alone, and from everybody once the database is its own again', async () => {
    const [left, back] = [randomUUID(), randomUUID()];
    await append();
    await sql(giveTo(left));
    await mover.addGeneration(begun(back), 0);
    await append(mover);
    await expect(append()).rejects.toBeInstanceOf(LogLeft);
    await mover.addGeneration(complete(back), 1);
    for (const store of [api, mover]) await expect(append(store)).rejects.toBeInstanceOf(LogLeft);
    await sql(giveTo(back));
    for (const store of [api, mover]) await append(store);
    expect(await api.head()).toBe('4');
  });

  it('is not taken for new while its database waits for it', async () => {
    await mover.addGeneration(begun(randomUUID()), 0);
    await expect(append()).rejects.toBeInstanceOf(LogLeft);
    await append(mover);
  });
});

describe('an append whose answer was lost', () => {
  it('may have gone in before its log was left, so nobody says that it did not', async () => {
    await sql(giveTo(randomUUID()));
    const connection = new Connection({ connectionString: database.urls.api });
    let losses = 1;
    const losing: Pick<Connection, 'rows'> = {
      rows: (query) =>
        losses-- > 0 ? Promise.reject(new ConnectionLost(true, new Error('cut'))) : connection.rows(query),
    };
    const outcomes = await new BatchWriter(losing, 3_000).write([anAppend(aStream(), 0)]);
    await connection.end();
    expect(outcomes).toEqual([expect.any(OutcomeUnknown)]);
  });
});
