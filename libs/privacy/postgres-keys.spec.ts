import { randomBytes, randomUUID } from 'node:crypto';

import { createPool, startCheck, withClient, withTenant } from '@etapp/database';
import { Box, eventDataToJson } from '@etapp/kernel';
import { type PrivateTestDatabase, testDatabase, waitFor } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client, Pool } from 'pg';

import { blindIndex } from './blind-index.js';
import { keyRing } from './key-ring.js';
import { generateMasterKey, loadMasterKey } from './master-key.js';
import { opener } from './opener.js';
import { postgresIndexStore } from './postgres-index-store.js';
import { postgresKeyStore } from './postgres-key-store.js';
import { CannotOpen, KeyMissing, KeysErased, KeysUnavailable } from './refusals.js';
import { sealer } from './sealer.js';

const tenant = randomUUID();
const wrapping = loadMasterKey({ env: generateMasterKey() });
const now = () => '2026-03-02T09:00:00.000Z';
const field = (value: string) => Box.plain(value, { sensitivity: 'personal', freeText: false });
const text = (value: string) => Box.plain(value, { sensitivity: 'personal', freeText: true });
const eventOf = (subjectId: string) => ({
  ...{ tenant, subjectId, stream: `case-${tenant}.c1`, eventId: randomUUID(), type: 'NoteWritten', schemaVersion: 1 },
});

let database: PrivateTestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await testDatabase({ privateCluster: true });
  const limits = { max: 4, statementTimeoutMs: 5000, lockTimeoutMs: 5000 };
  pool = createPool({ ...limits, url: database.urls.keys, name: 'spec' });
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const process = () => {
  const ring = keyRing({ store: postgresKeyStore(pool), wrapping, now });
  return { ...sealer(ring), ...opener(ring) };
};
const rowsOf = async (url: string, sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> =>
  withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql, [...values])).rows);

describe('keys in PostgreSQL', () => {
  it('are committed before the sealed data is answered', async () => {
    const subjectId = randomUUID();
    await process().seal(eventOf(subjectId), { a: field('a'), b: text('b') });
    const keys = 'SELECT purpose, wrapping FROM keys.person_keys WHERE person_id = $1 ORDER BY purpose';
    expect(await rowsOf(database.superuserUrl, keys, [subjectId])).toEqual([
      { purpose: 'fields', wrapping: 'master/1' },
      { purpose: 'texts', wrapping: 'master/1' },
    ]);
    const texts = 'SELECT count(*)::int AS count FROM keys.text_keys WHERE person_id = $1';
    expect(await rowsOf(database.superuserUrl, texts, [subjectId])).toEqual([{ count: 1 }]);
  });

  it('are shared by processes that make a person’s first at the same moment', async () => {
    const subjectId = randomUUID();
    const sealing = Array.from({ length: 4 }, () =>
      process().seal(eventOf(subjectId), { a: field('a'), b: text('b') }),
    );
    for (const sealed of await Promise.all(sealing)) {
      expect(await process().openInside(tenant, sealed, { persons: [subjectId] })).toEqual({ a: 'a', b: 'b' });
    }
  });

  it('stand there wrapped, so that the database alone opens nothing', async () => {
    const subjectId = randomUUID();
    const sealed = await process().seal(eventOf(subjectId), { a: field('a') });
    const ring = keyRing({
      ...{ store: postgresKeyStore(pool), now },
      wrapping: loadMasterKey({ env: generateMasterKey() }),
    });
    await expect(opener(ring).openInside(tenant, sealed)).rejects.toThrow(CannotOpen);
  });

  it('alarm when they are lost, and read as erased when that is recorded', async () => {
    const subjectId = randomUUID();
    const sealed = await process().seal(eventOf(subjectId), { a: field('a'), b: text('b') });
    await rowsOf(database.superuserUrl, 'DELETE FROM keys.person_keys WHERE person_id = $1', [subjectId]);
    await expect(process().openInside(tenant, sealed)).rejects.toThrow(KeyMissing);
    await rowsOf(database.superuserUrl, 'INSERT INTO keys.erasures VALUES ($1, $2, now())', [tenant, subjectId]);
    expect(await process().openInside(tenant, sealed)).toEqual({ a: null, b: null });
    const left = 'SELECT count(*)::int AS count FROM keys.text_keys WHERE person_id = $1';
    expect(await rowsOf(database.superuserUrl, left, [subjectId])).toEqual([{ count: 0 }]);
  });

  it('are not made for a person whose erasure is under way', async () => {
    const subjectId = randomUUID();
    const outcome = await withClient(database.superuserUrl, async (client) => {
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock(keys.person_lock($1, $2))', [tenant, subjectId]);
      const sealing = process()
        .seal(eventOf(subjectId), { a: field('a') })
        .catch((error: unknown) => error);
      await waitFor(() => isWaiting(client));
      await client.query('INSERT INTO keys.erasures VALUES ($1, $2, now())', [tenant, subjectId]);
      await client.query('COMMIT');
      return sealing;
    });
    expect(outcome).toBeInstanceOf(KeysErased);
    const left = 'SELECT FROM keys.person_keys WHERE person_id = $1';
    expect(await rowsOf(database.superuserUrl, left, [subjectId])).toEqual([]);
  });
});

const isWaiting = async (client: Client): Promise<boolean> => {
  const { rowCount } = await client.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
  return rowCount === 1;
};

const tables = ['person_keys', 'text_keys', 'erasures', 'redactions', 'index_keys', 'blind_index'];

describe('the wall between municipalities', () => {
  beforeAll(async () => {
    const subjectId = randomUUID();
    await process().seal(eventOf(subjectId), { b: text('b') });
    const index = blindIndex({ keys: postgresKeyStore(pool), index: postgresIndexStore(pool), wrapping, now });
    await index.reserve({ tenant, kind: 'identityNumber', value: '198807162394', ownerId: subjectId });
    const ledgers = `INSERT INTO keys.erasures VALUES ('${tenant}', '${randomUUID()}', now());
      INSERT INTO keys.redactions VALUES ('${tenant}', '${subjectId}', '${randomUUID()}', now())`;
    await withClient(database.superuserUrl, (client) => client.query(ledgers));
  });

  it('lets the service start', async () => {
    await expect(startCheck(pool)).resolves.toBeUndefined();
  });

  it.each(tables)('hides %s from every other municipality, and from a transaction without one', async (table) => {
    const count = async (of: string) => {
      const counting = `SELECT count(*)::int AS count FROM keys.${table}`;
      return withTenant({ pool, tenant: of }, async (client) => (await client.query<{ count: number }>(counting)).rows);
    };
    expect(await count(tenant)).not.toEqual([{ count: 0 }]);
    expect(await count(randomUUID())).toEqual([{ count: 0 }]);
    expect((await pool.query(`SELECT FROM keys.${table}`)).rowCount).toBe(0);
  });

  it('lets nobody write into another municipality', async () => {
    const insert = `INSERT INTO keys.person_keys VALUES ($1, $2, 'fields', 1, $3, $4, 'master/1', now())`;
    const writing = withTenant({ pool, tenant: randomUUID() }, (client) =>
      client.query(insert, [tenant, randomUUID(), randomUUID(), randomBytes(60)]),
    );
    await expect(writing).rejects.toThrow('row-level security');
  });

  it('has the municipality first in every primary key, unique constraint and index', async () => {
    const keys = `
      SELECT i.indexrelid::regclass::text AS name, a.attname AS first
      FROM pg_index i
      JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
      WHERE c.relnamespace = 'keys'::regnamespace`;
    const found = await rowsOf(database.superuserUrl, keys);
    expect(found.length).toBeGreaterThan(tables.length);
    expect(found.filter(({ first }) => first !== 'tenant')).toEqual([]);
  });

  it.each(['api', 'projector', 'reminders', 'sealer'] as const)('gives %s no key at all', async (role) => {
    for (const table of tables) {
      await expect(rowsOf(database.urls[role], `SELECT FROM keys.${table}`)).rejects.toThrow('permission denied');
    }
    const find = `SELECT keys.find_keys('${tenant}', '{}', '{}', '{}')`;
    await expect(rowsOf(database.urls[role], find)).rejects.toThrow('permission denied');
  });

  it('lets the service change and delete no key and no record of an end', async () => {
    for (const table of tables.filter((name) => name !== 'blind_index')) {
      await expect(pool.query(`DELETE FROM keys.${table}`)).rejects.toThrow('permission denied');
      await expect(pool.query(`UPDATE keys.${table} SET tenant = tenant`)).rejects.toThrow('permission denied');
    }
  });
});

describe('an outage of the key store', () => {
  it('is said to be one by everything that needs it, and ends with it', async () => {
    const subjectId = randomUUID();
    const here = process();
    const sealed = await here.seal(eventOf(subjectId), { a: field('a') });
    const index = blindIndex({ keys: postgresKeyStore(pool), index: postgresIndexStore(pool), wrapping, now });
    const value = { tenant, kind: 'identityNumber', value: '198807162394' } as const;
    await database.stop();
    await expect(process().openInside(tenant, sealed)).rejects.toThrow(KeysUnavailable);
    await expect(process().seal(eventOf(subjectId), { a: field('a') })).rejects.toThrow(KeysUnavailable);
    await expect(index.find(value)).rejects.toThrow(KeysUnavailable);
    await expect(index.reserve({ ...value, ownerId: subjectId })).rejects.toThrow(KeysUnavailable);
    // With its key at hand, sealing goes on.
    expect(eventDataToJson(await here.seal(eventOf(subjectId), { a: field('a') }))).toMatchObject({ a: {} });
    await database.start();
    expect(await process().openInside(tenant, sealed)).toEqual({ a: 'a' });
    expect(await index.find(value)).toHaveLength(1);
  });

  it('is not what a mistake of ours is', async () => {
    const store = postgresKeyStore(pool);
    await expect(store.find('no uuid', { persons: [], texts: [] })).rejects.not.toThrow(KeysUnavailable);
    const candidate = { version: 1, wrapped: randomBytes(60), wrapping: 'master/1', at: now() };
    await expect(store.ensureIndexKey('no uuid', candidate)).rejects.toThrow(TypeError);
  });
});
