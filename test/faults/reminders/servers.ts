import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import {
  createDatabase,
  databaseUrl,
  isAlive,
  type LoginRole,
  migrate,
  roleUrl,
  setRolePasswords,
  startEmbeddedPostgres,
} from '@etapp/database';
import { Redis } from 'ioredis';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A migrated database on a server of its own, which may be stopped and killed; it keeps its port. */
export const startDatabase = async (folder: string) => {
  chmodSync(folder, 0o711);
  const dataDir = join(folder, 'postgres');
  let server = await startEmbeddedPostgres({ dataDir });
  const { port } = server;
  const superuserUrl = databaseUrl(server.superuserUrl, 'etapp');
  await createDatabase(server.superuserUrl, 'etapp');
  await migrate(superuserUrl);
  await setRolePasswords(superuserUrl);
  return {
    superuserUrl,
    urlOf: (role: LoginRole | 'owner') => roleUrl(superuserUrl, role, 'etapp'),
    stop: () => server.stop(),
    /** Kills the main process and waits until it is gone. */
    kill: async (): Promise<void> => {
      process.kill(server.pid, 'SIGKILL');
      while (isAlive(server.pid)) await pause(10);
    },
    start: async (): Promise<void> => {
      server = await startEmbeddedPostgres({ dataDir, port });
    },
  };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
};

// The kernel ends the server with this process, however it ends, where the system can do that.
const deathSignal = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', '--'] : [];

/** A Redis that keeps its data in a folder. Needs `redis-server` on the path. */
export const startRedis = async (folder: string) => {
  const port = await freePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', ''];
  const [program = '', ...args] = [...deathSignal, 'redis-server', ...flags];
  const server = spawn(program, args, { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  await client.ping();
  return {
    url,
    /** Forgets everything; answers how many keys it had. Throws if it did not. */
    flush: async (): Promise<number> => {
      const had = await client.dbsize();
      await client.flushall();
      return had;
    },
    close: async (): Promise<void> => {
      client.disconnect();
      server.kill('SIGTERM');
      if (server.exitCode === null) await once(server, 'exit');
    },
  };
};
