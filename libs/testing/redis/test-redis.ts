import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Redis } from 'ioredis';

import { waitFor } from '../wait-for.js';
import { freePort, spawnRedis } from './redis-server.js';

/** How a stopped Redis comes back. */
export interface RedisReturn {
  /** Without what it knew. Default: with it, as far as it was written down. */
  empty?: boolean;
}

/** A throw-away Redis of one spec, which may be emptied, stopped and killed. It keeps its port, so clients find it again. */
export interface TestRedis {
  readonly url: string;
  /** Forgets everything, as an operator's FLUSHALL would. */
  flush: () => Promise<void>;
  /** Changes a setting of the running server, such as `maxmemory-policy`; a restart forgets it. */
  set: (name: string, value: string) => Promise<void>;
  /** Answers nobody for this long (milliseconds), with every connection left open. */
  freeze: (ms: number) => Promise<void>;
  /** Ends the server gently: what it knows is written down. */
  stop: () => Promise<void>;
  /** Kills it (SIGKILL): the last second may be lost. */
  kill: () => Promise<void>;
  start: (how?: RedisReturn) => Promise<void>;
  restart: (how?: RedisReturn) => Promise<void>;
  /** Ends the server and removes its data. */
  close: () => Promise<void>;
}

const asked = async <T>(url: string, question: (client: Redis) => Promise<T>): Promise<T> => {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await question(client);
  } finally {
    client.disconnect();
  }
};

const ended = (server: ChildProcess): boolean => server.exitCode !== null || server.signalCode !== null;

const endBy = async (server: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
  server.kill(signal);
  await waitFor(() => ended(server));
};

/** Starts a Redis in a temporary folder, in a few milliseconds. Needs `redis-server`: see `hasRedisServer`. */
export async function testRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'etapp-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const run = async (): Promise<ChildProcess> => {
    const child = spawnRedis(port, folder);
    await waitFor(async () => (await asked(url, (client) => client.ping())) === 'PONG');
    return child;
  };
  let server = await run();
  const forget = (): void => rmSync(join(folder, 'appendonlydir'), { recursive: true, force: true });
  const stop = (): Promise<void> => endBy(server, 'SIGTERM');
  const start = async ({ empty = false }: RedisReturn = {}): Promise<void> => {
    if (empty) forget();
    server = await run();
  };
  return {
    url,
    stop,
    start,
    flush: () => asked(url, async (client) => void (await client.flushall())),
    set: (name, value) => asked(url, async (client) => void (await client.config('SET', name, value))),
    freeze: (ms) => asked(url, async (client) => void (await client.client('PAUSE', ms))),
    kill: () => endBy(server, 'SIGKILL'),
    restart: async (how) => {
      await stop();
      await start(how);
    },
    close: async () => {
      if (!ended(server)) await endBy(server, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
