import { randomUUID } from 'node:crypto';

import { createPool } from '@etapp/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@etapp/testing';
import type { Pool, PoolClient } from 'pg';

import { countOutgoing } from './outgoing-counts.js';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await testDatabase();
  const limits = { max: 1, statementTimeoutMs: 60_000, lockTimeoutMs: 5_000 };
  pool = createPool({ url: database.urls.reminders, name: 'outgoing-counts-spec', ...limits });
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

type Some = { readonly channel: 'email' | 'webhook'; readonly state: string; readonly error?: string };

const putOnList = async (count: number, { channel, state, error }: Some): Promise<void> => {
  await pool.query(
    `INSERT INTO reminders.deliveries (tenant, key, channel, event_id, stream, version, next_at, state, error, settled_at)
     SELECT $1, $2 || '_' || n, $3, gen_random_uuid(), 'stream-' || n, 1, now(), $4, $5, now()
     FROM generate_series(1, $6::integer) AS n`,
    [randomUUID(), `${state}_${error ?? ''}`, channel, state, error ?? null, count],
  );
};

/** At how many rows of the list the database has looked in this transaction. */
const looked = async (client: PoolClient): Promise<number> => {
  const { rows } = await client.query<{ looked: number }>(
    `SELECT (seq_tup_read + idx_tup_fetch)::integer AS looked
     FROM pg_stat_xact_user_tables WHERE schemaname = 'reminders' AND relname = 'deliveries'`,
  );
  return rows[0]?.looked ?? 0;
};

describe('what waits to leave the house and what never did', () => {
  it('is counted without a look at what was sent, however much that is', async () => {
    await putOnList(20_000, { channel: 'email', state: 'sent' });
    await putOnList(20_000, { channel: 'webhook', state: 'void', error: 'webhook-ended' });
    await putOnList(5, { channel: 'email', state: 'pending' });
    await putOnList(4, { channel: 'webhook', state: 'pending' });
    await putOnList(3, { channel: 'webhook', state: 'dead', error: 'http-500' });
    await putOnList(2, { channel: 'email', state: 'void', error: 'outdated' });
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const before = await looked(client);
      expect(await countOutgoing(client)).toEqual([
        { channel: 'email', waiting: 5, dead: 0, outdated: 2 },
        { channel: 'webhook', waiting: 4, dead: 3, outdated: 0 },
      ]);
      expect((await looked(client)) - before).toBeLessThan(50);
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  });
});
