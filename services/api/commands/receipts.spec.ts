import { createPool } from '@etapp/database';
import { testDatabase, type TestDatabase } from '@etapp/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { v4 as randomId } from 'uuid';

import { ProblemError } from '../problems/problem-error.js';
import { receipts } from './receipts.js';

const tenant = '0197e7a0-0000-7000-8000-0000000000a1';
let database: TestDatabase;
let pool: Pool;
let now: string;
beforeAll(async () => {
  database = await testDatabase();
  pool = createPool({ url: database.urls.api, name: 'spec', max: 4, statementTimeoutMs: 5_000, lockTimeoutMs: 5_000 });
});
beforeEach(() => {
  now = '2026-03-02T08:00:00.000Z';
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const kept = () => receipts(pool, Buffer.alloc(32), () => now);
const aKey = (body = '{}') => ({ tenant, commandId: randomId(), body });
const anAnswer = (version: number) => ({
  receipt: {
    stream: `case-${randomId()}`,
    version,
    changed: true,
    events: [{ id: randomId(), type: 'Done', version }],
  },
  position: String(version),
  repeated: false,
});
const several = Array.from({ length: 150 }, (_one, index) => ({ key: aKey(), answer: anAnswer(index + 1) }));

describe('answers that are kept at the same time', () => {
  it('are each found again under their own key, as a repeat', async () => {
    const { remember, recall } = kept();
    await Promise.all(several.map(({ key, answer }) => remember(key, answer)));
    const found = await Promise.all(several.map(({ key }) => recall(key)));
    expect(found).toEqual(several.map(({ answer }) => ({ ...answer, repeated: true })));
  });

  it('are lost for none but the one that cannot be kept', async () => {
    const { remember, recall } = kept();
    const pairs = [1, 2, 3].map((version) => ({ key: aKey(), answer: anAnswer(version) }));
    const spoilt = { key: { ...aKey(), commandId: 'no id' }, answer: anAnswer(4) };
    const outcomes = await Promise.allSettled([...pairs, spoilt].map(({ key, answer }) => remember(key, answer)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    const found = await Promise.all(pairs.map(({ key }) => recall(key)));
    expect(found.map((answer) => answer?.receipt.version)).toEqual([1, 2, 3]);
  });
});

describe('an answer that is kept', () => {
  it('is the first one, whatever is kept under its key later', async () => {
    const { remember, recall } = kept();
    const [key, first] = [aKey(), anAnswer(1)];
    await remember(key, first);
    await remember(key, anAnswer(2));
    expect(await recall(key)).toEqual({ ...first, repeated: true });
  });

  it('is refused to another body, and only to that one of those that ask together', async () => {
    const { remember, recall } = kept();
    const [key, other, answer] = [aKey(), aKey(), anAnswer(1)];
    await remember(key, answer);
    const [same, different, unknown] = await Promise.allSettled([
      recall(key),
      recall({ ...key, body: '{"a":1}' }),
      recall(other),
    ]);
    expect(same).toMatchObject({ status: 'fulfilled', value: { receipt: answer.receipt } });
    expect(different).toMatchObject({ status: 'rejected', reason: { code: 'idempotency-key-reused' } });
    expect(different.status === 'rejected' && different.reason).toBeInstanceOf(ProblemError);
    expect(unknown).toEqual({ status: 'fulfilled', value: undefined });
  });

  it('is not shown to another municipality', async () => {
    const { remember, recall } = kept();
    const key = aKey();
    await remember(key, anAnswer(1));
    expect(await recall({ ...key, tenant: '0197e7a0-0000-7000-8000-0000000000a2' })).toBeUndefined();
  });

  it('is no longer shown after a day, and dropped then', async () => {
    const { remember, recall, forget } = kept();
    const key = aKey();
    await remember(key, anAnswer(1));
    now = '2026-03-03T07:59:00.000Z';
    expect(await recall(key)).toBeDefined();
    now = '2026-03-03T08:01:00.000Z';
    expect(await recall(key)).toBeUndefined();
    await forget(tenant);
    now = '2026-03-02T08:00:00.000Z';
    expect(await recall(key)).toBeUndefined();
  });
});
