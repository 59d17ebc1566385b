import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { throwAwayCluster } from './cluster.fixture.js';
import { createPool } from './pool.js';

let cluster: Awaited<ReturnType<typeof throwAwayCluster>>;
beforeAll(async () => {
  cluster = await throwAwayCluster();
});
afterAll(() => cluster.remove());

describe('a connection of a pool', () => {
  it('ends no process when the server cuts it, whoever has it at that moment', async () => {
    const limits = { statementTimeoutMs: 5_000, lockTimeoutMs: 5_000 };
    const pool = createPool({ url: cluster.superuserUrl, max: 1, name: 'cut', ...limits });
    const client = await pool.connect();
    // An error without a listener ends the process.
    const cut = new Error('terminating connection due to administrator command');
    expect(() => client.emit('error', cut)).not.toThrow();
    client.release(true);
    expect((await pool.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });
});
