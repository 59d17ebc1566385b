import { createPool, withClient } from '@etapp/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@etapp/testing';
import type { Pool } from 'pg';

import { secrets } from './outgoing-bench.fixture.js';
import { publicKeysOf } from './signing.js';
import { tellPublicKeys } from './tell-keys.js';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await testDatabase();
  const limits = { max: 2, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 };
  pool = createPool({ url: database.urls.reminders, name: 'tell-keys-spec', ...limits });
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const told = () =>
  withClient(database.urls.api, async (client) => {
    const { rows } = await client.query<{ key: string }>('SELECT key FROM app.webhook_keys ORDER BY place, key');
    return rows.map(({ key }) => key);
  });

describe('the keys that check what is told', () => {
  it('are those of the secrets that sign, newest last, however often they are told', async () => {
    await tellPublicKeys(pool, secrets);
    await tellPublicKeys(pool, secrets);
    expect(await told()).toEqual(publicKeysOf(secrets));
  });

  it('are known for a day after the last signature with them', async () => {
    const [former, newest] = publicKeysOf(secrets);
    await tellPublicKeys(pool, secrets.slice(1));
    expect(await told()).toContain(former);
    await pool.query(`UPDATE app.webhook_keys SET told_at = told_at - interval '25 hours'`);
    await tellPublicKeys(pool, secrets.slice(1));
    expect(await told()).toEqual([newest]);
  });
});
