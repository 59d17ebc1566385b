import { randomUUID } from 'node:crypto';

import { createPool, withClient } from '@etapp/database';
import { events as catalogue } from '@etapp/domain';
import { MemoryStore } from '@etapp/event-store';
import { OtherGeneration } from '@etapp/projection-engine';
import { testDatabase, type TestDatabase } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';

import { reminderEngine } from './engine.js';
import { followMail } from './delivery/follow-mail.js';
import { followWebhooks } from './delivery/follow-webhooks.js';
import { addWebhook } from './delivery/webhooks.js';

const patience = 300_000;
const now = () => '2026-03-02T08:00:00.000Z';

describe('a worker that still has the log which was left', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await testDatabase();
    const { reminders: url } = database.urls;
    pool = createPool({ url, name: 'spec', max: 2, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 });
  }, patience);
  afterAll(async () => {
    await pool.end();
    await database.close();
  }, patience);

  it('goes no step on: neither the agenda, nor mail, nor webhooks', async () => {
    const store = new MemoryStore();
    const asked = { tenant: randomUUID(), webhookId: randomUUID(), url: 'http://127.0.0.1:1/', types: [] } as const;
    await addWebhook(pool, { ...asked, signature: 'v1a', position: store.start }, { now: now() });
    const { planner } = reminderEngine({ pool, store, now, onTrouble: () => undefined });
    const parts = { pool, store, now, catalogue, keepDays: 30 };
    const followers = [() => planner.step(), () => followMail(parts), () => followWebhooks(parts)];
    for (const follow of followers) expect(await follow()).toBe(false);
    await withClient(database.superuserUrl, (client) =>
      client.query('INSERT INTO app.log_generation (id) VALUES ($1)', [randomUUID()]),
    );
    for (const follow of followers) await expect(follow()).rejects.toThrow(OtherGeneration);
  });
});
