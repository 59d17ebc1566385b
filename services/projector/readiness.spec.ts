import { createPool, withClient } from '@etapp/database';
import { MemoryStore } from '@etapp/event-store';
import { installProjections, statusReader } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { testDatabase, type TestDatabase } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';

import { projectorHealth } from './readiness.js';

const patience = 300_000;

describe('a projector’s readiness', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    const run = (url: string) => installProjections(url, projections);
    database = await testDatabase({ prepare: { name: 'projections', run } });
    const { projector: url } = database.urls;
    pool = createPool({ url, name: 'spec', max: 2, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 });
  }, patience);
  afterAll(async () => {
    await pool.end();
    await database.close();
  }, patience);

  const health = () =>
    projectorHealth(pool, statusReader(pool, { store: new MemoryStore(), now: () => '2026-03-02T08:00:00.000Z' }))();
  const sql = (text: string) => withClient(database.superuserUrl, (client) => client.query(text));

  it(
    'is degraded while a read model is held by a process that cannot go on, since its log was restored',
    async () => {
      await sql(`INSERT INTO engine.runners (id, name, follows, lasts, until)
        VALUES ('0197e7a0-0d1c-7000-8000-000000000001', 'spec', '{}', '1 hour', now() + interval '1 hour')`);
      await sql(`UPDATE engine.leases SET holder = '0197e7a0-0d1c-7000-8000-000000000001'`);
      expect(await health()).toMatchObject({ status: 'up' });
      await sql(`UPDATE engine.slots SET position = '5' WHERE name = 'worklist' AND state = 'live'`);
      expect(await health()).toMatchObject({
        status: 'degraded',
        checks: [
          { name: 'database', ok: true },
          { name: 'worklist', ok: false, fault: 'LogRestored' },
        ],
      });
    },
    patience,
  );
});
