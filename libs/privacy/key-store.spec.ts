import { randomBytes, randomUUID } from 'node:crypto';

import { createPool, withClient } from '@etapp/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@etapp/testing';
import type { Pool } from 'pg';

import type { IndexKind, IndexStore } from './index-store.js';
import type { KeyPurpose, KeyStore, StoredPersonKey, StoredTextKey } from './key-store.js';
import { memoryIndexStore, memoryKeyStore } from './memory-keys.js';
import { postgresIndexStore } from './postgres-index-store.js';
import { postgresKeyStore } from './postgres-key-store.js';

/** What the contract needs of an adapter: the stores, and the hand that a later step of an erasure has. */
type Harness = {
  readonly keys: KeyStore;
  readonly index: IndexStore;
  readonly recordErasure: (tenant: string, personId: string) => Promise<void>;
  readonly erase: (tenant: string, personId: string) => Promise<void>;
  readonly redact: (tenant: string, text: { personId: string; textId: string }) => Promise<void>;
  readonly close: () => Promise<void>;
};

const inMemory = async (): Promise<Harness> => {
  const keys = memoryKeyStore();
  return {
    keys,
    index: memoryIndexStore(),
    recordErasure: async (tenant, personId) => keys.recordErasure(tenant, personId),
    erase: async (tenant, personId) => keys.erase(tenant, personId),
    redact: async (tenant, text) => keys.redact(tenant, text),
    close: async () => undefined,
  };
};

const poolOf = (url: string): Pool =>
  createPool({ url, max: 8, statementTimeoutMs: 5000, lockTimeoutMs: 5000, name: 'spec' });

const RECORD = 'INSERT INTO keys.erasures VALUES ($1, $2, now())';

const inPostgres = async (): Promise<Harness> => {
  const database: TestDatabase = await testDatabase();
  const pool = poolOf(database.urls.keys);
  const asSuperuser = async (...statements: readonly (readonly [string, readonly string[]])[]): Promise<void> => {
    await withClient(database.superuserUrl, async (client) => {
      for (const [text, values] of statements) await client.query(text, [...values]);
    });
  };
  return {
    keys: postgresKeyStore(pool),
    index: postgresIndexStore(pool),
    recordErasure: (tenant, personId) => asSuperuser([RECORD, [tenant, personId]]),
    erase: (tenant, personId) =>
      asSuperuser(
        [RECORD, [tenant, personId]],
        ['DELETE FROM keys.person_keys WHERE tenant = $1 AND person_id = $2', [tenant, personId]],
      ),
    redact: (tenant, { personId, textId }) =>
      asSuperuser(
        ['INSERT INTO keys.redactions VALUES ($1, $2, $3, now())', [tenant, personId, textId]],
        ['DELETE FROM keys.text_keys WHERE tenant = $1 AND text_id = $2', [tenant, textId]],
      ),
    close: async () => {
      await pool.end();
      await database.close();
    },
  };
};

const at = '2026-03-02T09:00:00.000Z';
const personKey = (personId: string, purpose: KeyPurpose = 'fields'): StoredPersonKey => ({
  ...{ personId, purpose, version: 1, keyId: randomUUID(), wrapped: randomBytes(60), wrapping: 'master/1' },
});
const textKey = (by: StoredPersonKey): StoredTextKey => ({
  ...{ personId: by.personId, textId: randomUUID(), wrapped: randomBytes(60), wrappedBy: by.keyId },
});
const nothing = { personKeys: [], textKeys: [], erased: [] };

describe.each([
  { name: 'memory', open: inMemory },
  { name: 'PostgreSQL', open: inPostgres },
])('the key store in $name', ({ open }) => {
  let harness: Harness;
  const [tenant, other] = [randomUUID(), randomUUID()];
  beforeAll(async () => {
    harness = await open();
  });
  afterAll(() => harness.close());

  it('keeps the keys of several persons and their texts in one go, byte for byte', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const texts = personKey(a, 'texts');
    const personKeys = [personKey(a), texts, personKey(b)];
    const textKeys = [textKey(texts), textKey(texts)];
    const ensured = await harness.keys.ensure(tenant, { at, personKeys, textKeys });
    expect(ensured.erased).toEqual([]);
    expect(new Set(ensured.personKeys)).toEqual(new Set(personKeys));
    expect(new Set(ensured.textIds)).toEqual(new Set(textKeys.map(({ textId }) => textId)));
    const found = await harness.keys.find(tenant, { persons: [a, b], texts: textKeys });
    expect(new Set(found.personKeys)).toEqual(new Set(personKeys));
    expect(new Set(found.textKeys)).toEqual(new Set(textKeys));
  });

  it('answers the key it has rather than taking another', async () => {
    const first = personKey(randomUUID());
    await harness.keys.ensure(tenant, { ...nothing, at, personKeys: [first] });
    const again = await harness.keys.ensure(tenant, { ...nothing, at, personKeys: [personKey(first.personId)] });
    expect(again.personKeys).toEqual([first]);
  });

  it('lets one key win when several callers make a person’s first at once', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const callers = Array.from({ length: 8 }, (_, index) => {
      const personKeys = [personKey(a), personKey(b)];
      return harness.keys.ensure(tenant, {
        at,
        textKeys: [],
        personKeys: index % 2 ? personKeys.reverse() : personKeys,
      });
    });
    const answers = await Promise.all(callers);
    const winners = new Set(answers.flatMap(({ personKeys }) => personKeys.map(({ keyId }) => keyId)));
    expect(winners.size).toBe(2);
    const { personKeys } = await harness.keys.find(tenant, { persons: [a, b], texts: [] });
    expect(new Set(personKeys.map(({ keyId }) => keyId))).toEqual(winners);
  });

  it('takes no text key that another key than the person’s newest wraps', async () => {
    const texts = personKey(randomUUID(), 'texts');
    await harness.keys.ensure(tenant, { at, personKeys: [texts], textKeys: [] });
    const loser = personKey(texts.personId, 'texts');
    const orphan = textKey(loser);
    const ensured = await harness.keys.ensure(tenant, { at, personKeys: [loser], textKeys: [orphan, textKey(texts)] });
    expect(ensured.personKeys).toEqual([texts]);
    expect(ensured.textIds).toHaveLength(1);
    const alone = await harness.keys.ensure(tenant, { at, personKeys: [], textKeys: [orphan] });
    expect(alone).toEqual({ personKeys: [texts], textIds: [], erased: [] });
    expect(ensured.textIds).not.toContain(orphan.textId);
  });

  it('knows erased persons, and makes nothing for them again', async () => {
    const texts = personKey(randomUUID(), 'texts');
    const text = textKey(texts);
    await harness.keys.ensure(tenant, { at, personKeys: [texts], textKeys: [text] });
    await harness.erase(tenant, texts.personId);
    const wanted = { at, personKeys: [personKey(texts.personId)], textKeys: [textKey(texts)] };
    expect(await harness.keys.ensure(tenant, wanted)).toEqual({
      ...{ personKeys: [], textIds: [], erased: [texts.personId] },
    });
    expect(await harness.keys.find(tenant, { persons: [texts.personId], texts: [text] })).toEqual({
      ...{ personKeys: [], textKeys: [], erased: [texts.personId], redacted: [] },
    });
  });

  it('makes nothing more for a person whose erasure is recorded, while the keys are still there', async () => {
    const texts = personKey(randomUUID(), 'texts');
    await harness.keys.ensure(tenant, { at, personKeys: [texts], textKeys: [] });
    await harness.recordErasure(tenant, texts.personId);
    const wanted = { at, personKeys: [personKey(texts.personId)], textKeys: [textKey(texts)] };
    expect(await harness.keys.ensure(tenant, wanted)).toMatchObject({ textIds: [], erased: [texts.personId] });
    const found = await harness.keys.find(tenant, { persons: [texts.personId], texts: wanted.textKeys });
    expect(found).toMatchObject({ personKeys: [texts], textKeys: [], erased: [texts.personId] });
  });

  it('knows redacted texts', async () => {
    const texts = personKey(randomUUID(), 'texts');
    const [gone, kept] = [textKey(texts), textKey(texts)];
    await harness.keys.ensure(tenant, { at, personKeys: [texts], textKeys: [gone, kept] });
    await harness.redact(tenant, gone);
    expect(await harness.keys.find(tenant, { persons: [texts.personId], texts: [gone, kept] })).toEqual({
      ...{ personKeys: [texts], textKeys: [kept], erased: [], redacted: [gone.textId] },
    });
  });

  it('shows a municipality nothing of another', async () => {
    const texts = personKey(randomUUID(), 'texts');
    const text = textKey(texts);
    await harness.keys.ensure(tenant, { at, personKeys: [texts], textKeys: [text] });
    const query = { persons: [texts.personId], texts: [text] };
    expect(await harness.keys.find(other, query)).toEqual({
      ...{ personKeys: [], textKeys: [], erased: [], redacted: [] },
    });
    const own = personKey(texts.personId, 'texts');
    expect((await harness.keys.ensure(other, { at, personKeys: [own], textKeys: [] })).personKeys).toEqual([own]);
  });

  it('does not find a text of one person under another', async () => {
    const texts = personKey(randomUUID(), 'texts');
    const text = textKey(texts);
    await harness.keys.ensure(tenant, { at, personKeys: [texts], textKeys: [text] });
    const elsewhere = { personId: randomUUID(), textId: text.textId };
    expect((await harness.keys.find(tenant, { persons: [], texts: [elsewhere] })).textKeys).toEqual([]);
  });

  it('keeps one index key for each municipality, the first', async () => {
    const key = () => ({ version: 1, wrapped: randomBytes(60), wrapping: 'master/1' });
    const answers = await Promise.all([0, 1, 2, 3].map(() => harness.keys.ensureIndexKey(tenant, { ...key(), at })));
    expect(new Set(answers.map(({ wrapped }) => wrapped.toString('hex'))).size).toBe(1);
    const theirs = key();
    expect((await harness.keys.ensureIndexKey(other, { ...theirs, at })).wrapped).toEqual(theirs.wrapped);
  });

  describe('as a blind index', () => {
    const later = '2026-03-02T10:00:00.000Z';
    const place = (kind: IndexKind = 'identityNumber') => ({ kind, hmac: randomBytes(32) });

    it('gives a number to the first who asks, and tells everybody else who and when', async () => {
      const [entry, owner] = [place(), randomUUID()];
      const claim = { owner, reservedAt: at };
      expect(await harness.index.reserve(tenant, { ...entry, ...claim })).toEqual(claim);
      expect(await harness.index.reserve(tenant, { ...entry, owner: randomUUID(), reservedAt: later })).toEqual(claim);
      expect(await harness.index.reserve(tenant, { ...entry, owner, reservedAt: later })).toEqual(claim);
      expect(await harness.index.find(tenant, entry)).toEqual([owner]);
    });

    it('has one winner when many ask at once', async () => {
      const entry = place('organisationNumber');
      const asking = Array.from({ length: 8 }, () =>
        harness.index.reserve(tenant, { ...entry, owner: randomUUID(), reservedAt: at }),
      );
      const owners = (await Promise.all(asking)).map(({ owner }) => owner);
      expect(new Set(owners).size).toBe(1);
      expect(await harness.index.find(tenant, entry)).toEqual(owners.slice(0, 1));
    });

    it('gives birth date and initials to all who ask', async () => {
      const entry = place('birthDateInitials');
      const owners = [randomUUID(), randomUUID()].sort();
      for (const owner of owners) {
        expect(await harness.index.reserve(tenant, { ...entry, owner, reservedAt: at })).toEqual({
          owner,
          reservedAt: at,
        });
      }
      expect(await harness.index.find(tenant, entry)).toEqual(owners);
    });

    it('replaces a stale claim once, and only the one that was seen', async () => {
      const [entry, stale] = [place(), { owner: randomUUID(), reservedAt: at }];
      await harness.index.reserve(tenant, { ...entry, ...stale });
      const by = () => ({ owner: randomUUID(), reservedAt: later });
      const unseen = { ...entry, ...stale, reservedAt: later };
      expect(await harness.index.replace(tenant, unseen, by())).toBe(false);
      const trials = [by(), by()].map((claim) => harness.index.replace(tenant, { ...entry, ...stale }, claim));
      expect((await Promise.all(trials)).sort()).toEqual([false, true]);
      expect(await harness.index.find(tenant, entry)).not.toContain(stale.owner);
    });

    it('frees a number for the next when its owner lets go, and nobody else’s word counts', async () => {
      const [entry, owner, next] = [place(), randomUUID(), randomUUID()];
      await harness.index.reserve(tenant, { ...entry, owner, reservedAt: at });
      await harness.index.release(tenant, entry, next);
      expect(await harness.index.find(tenant, entry)).toEqual([owner]);
      await harness.index.release(tenant, entry, owner);
      await harness.index.release(tenant, entry, owner);
      const claim = { owner: next, reservedAt: later };
      expect(await harness.index.reserve(tenant, { ...entry, ...claim })).toEqual(claim);
    });

    it('frees all others of an owner’s numbers, and nobody else’s', async () => {
      const [kept, before, elsewhere, owner] = [place(), place(), place(), randomUUID()];
      const neighbour = randomUUID();
      for (const entry of [kept, before]) await harness.index.reserve(tenant, { ...entry, owner, reservedAt: at });
      await harness.index.reserve(tenant, { ...elsewhere, owner: neighbour, reservedAt: at });
      const initials = { ...before, kind: 'birthDateInitials' } as const;
      await harness.index.reserve(tenant, { ...initials, owner, reservedAt: at });
      await harness.index.releaseOthers(tenant, kept, owner);
      const found = [kept, before, elsewhere, initials].map((entry) => harness.index.find(tenant, entry));
      expect(await Promise.all(found)).toEqual([[owner], [], [neighbour], [owner]]);
    });

    it('keeps kinds and municipalities apart', async () => {
      const [entry, owner] = [place(), randomUUID()];
      await harness.index.reserve(tenant, { ...entry, owner, reservedAt: at });
      expect(await harness.index.find(other, entry)).toEqual([]);
      expect(await harness.index.find(tenant, { ...entry, kind: 'organisationNumber' })).toEqual([]);
      const theirs = { owner: randomUUID(), reservedAt: at };
      expect(await harness.index.reserve(other, { ...entry, ...theirs })).toEqual(theirs);
    });
  });
});
