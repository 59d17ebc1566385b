import { once } from 'node:events';
import { connect, createServer } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { throwAwayCluster } from './cluster.fixture.js';
import { createPool } from './pool.js';

let cluster: Awaited<ReturnType<typeof throwAwayCluster>>;
beforeAll(async () => {
  cluster = await throwAwayCluster();
});
afterAll(() => cluster.remove());

/** A way to the server on which, once told to, nothing comes back any more. */
const wayTo = async (url: string) => {
  const { hostname, port } = new URL(url);
  let silent = false;
  const way = createServer((caller) => {
    const server = connect(Number(port), hostname);
    caller.pipe(server);
    server.on('data', (data: Buffer) => {
      if (!silent) caller.write(data);
    });
    server.on('error', () => caller.destroy());
    caller.on('error', () => server.destroy()).on('close', () => server.destroy());
  }).listen(0, '127.0.0.1');
  await once(way, 'listening');
  const address = way.address();
  const through = new URL(url);
  through.port = typeof address === 'object' ? String(address?.port) : '';
  return {
    url: through.href,
    fallSilent: () => (silent = true),
    close: () => way.close(),
  };
};

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

  it('is not waited for for ever when the server falls silent', async () => {
    const way = await wayTo(cluster.superuserUrl);
    const pool = createPool({ url: way.url, max: 1, name: 'silent', statementTimeoutMs: 100, lockTimeoutMs: 100 });
    await pool.query('SELECT 1');
    way.fallSilent();
    await expect(pool.query('SELECT 2')).rejects.toThrow('timeout');
    await pool.end();
    way.close();
  });
});
