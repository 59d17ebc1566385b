import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { z } from 'zod';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';
import { isAlive } from './file-lock.js';
import { waitUntil } from './wait-until.js';

let folder: string;
let started: EmbeddedPostgres[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'etapp-embedded-'));
  // What mkdtemp makes is closed to others; that case has a test of its own.
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'closed'), { mode: 0o700 });
  started = [];
});

afterEach(async () => {
  for (const server of started) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the embedded server', () => {
  it('is created on first use, with checksums, SCRAM and a password only its user can read', async () => {
    const server = await start();
    expect(await ask(server, 'SHOW data_checksums')).toBe('on');
    expect(await ask(server, 'SHOW server_encoding')).toBe('UTF8');
    expect(await ask(server, 'SHOW max_connections')).toBe('100');
    expect(await ask(server, 'SHOW fsync')).toBe('on');
    expect(await ask(server, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(await ask(server, "SELECT left(rolpassword, 13) FROM pg_authid WHERE rolname = 'postgres'")).toBe(
      'SCRAM-SHA-256',
    );
    expect(statSync(join(folder, 'postgres.superuser')).mode & 0o777).toBe(0o600);
    await expect(ask({ ...server, superuserUrl: withoutPassword(server) }, 'SELECT 1')).rejects.toThrow();
  });

  it('keeps its data when it is stopped and started', async () => {
    const first = await start({ settings: { max_connections: 20 } });
    await ask(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    await first.stop();
    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second, 'SELECT answer FROM kept')).toBe(42);
  });

  it('is shared by a second caller, whose stop leaves it running', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(second.pid).toBe(first.pid);
    const guest = first.owned ? second : first;
    expect(guest.owned).toBe(false);
    await guest.stop();
    expect(await ask(guest, 'SELECT 1')).toBe(1);
  });

  it('recovers what was committed when the server is killed', async () => {
    const first = await start();
    await ask(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(first.pid, 'SIGKILL');
    // A signal is sent, not done: until it arrives the server is alive and rightly shared.
    await waitUntil(() => !isAlive(first.pid), 25_000);
    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second, 'SELECT answer FROM kept')).toBe(42);
  });

  it('starts again, under its new owner, when the Node process that owned it is killed', async () => {
    const killed = await startInOwnProcess();
    await ask(killed, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(killed.nodePid, 'SIGKILL');
    await killed.ended;
    const server = await start();
    expect(server.owned).toBe(true);
    expect(await ask(server, 'SELECT answer FROM kept')).toBe(42);
    await server.stop();
    await expect(ask(server, 'SELECT 1')).rejects.toThrow();
  });

  it('adopts a server whose owner died without the system passing it on', async () => {
    const first = await start();
    writeFileSync(join(folder, 'postgres.owner.json'), JSON.stringify({ pid: 2 ** 30, diesWithOwner: false }));
    const second = await start();
    expect(second).toMatchObject({ pid: first.pid, owned: true });
    await second.stop();
    await expect(ask(first, 'SELECT 1')).rejects.toThrow();
  });

  it('takes over the lock of a start that was killed', async () => {
    writeFileSync(join(folder, 'postgres.lock'), String(2 ** 30));
    expect(await ask(await start(), 'SELECT 1')).toBe(1);
  });

  it('begins anew when the creation of the cluster was cut off', async () => {
    mkdirSync(join(folder, 'postgres.new'));
    writeFileSync(join(folder, 'postgres.new', 'PG_VERSION'), '18');
    expect(await ask(await start(), 'SELECT 1')).toBe(1);
  });

  it('works through a link and finds the same server', async () => {
    const server = await start();
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    const same = await startEmbeddedPostgres({ dataDir: join(link, 'postgres') }).finally(() => rmSync(link));
    expect(same).toMatchObject({ pid: server.pid, owned: false });
  });

  it('works below a directory that only its user may enter', async () => {
    const server = await start({ dataDir: join(folder, 'closed', 'postgres') });
    expect(await ask(server, 'SELECT 1')).toBe(1);
    expect(statSync(join(folder, 'closed')).mode & 0o777).toBe(0o700);
    await server.stop();
    expect(await ask(await start({ dataDir: join(folder, 'closed', 'postgres') }), 'SELECT 1')).toBe(1);
  });

  it('refuses a taken port with the words of the server log', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = z.object({ port: z.number() }).parse(blocker.address());
    await expect(start({ port })).rejects.toThrow('could not bind');
    blocker.close();
    expect((await start({ port })).port).toBe(port);
  });

  it('leaves a directory alone that holds something else', async () => {
    mkdirSync(join(folder, 'postgres'));
    writeFileSync(join(folder, 'postgres', 'letter.txt'), 'dear reader');
    await expect(start()).rejects.toThrow('is not empty');
    expect(readFileSync(join(folder, 'postgres', 'letter.txt'), 'utf8')).toBe('dear reader');
  });

  it('refuses a cluster whose password file is gone', async () => {
    await (await start()).stop();
    rmSync(join(folder, 'postgres.superuser'));
    await expect(start()).rejects.toThrow('postgres.superuser');
  });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), ...options });
  started.push(server);
  return server;
}

async function startInOwnProcess() {
  const script = join(dirname(fileURLToPath(import.meta.url)), 'owner-process.fixture.mjs');
  const child = spawn(process.execPath, [script, join(folder, 'postgres')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  await waitUntil(() => text.endsWith('\n') || child.exitCode !== null, 25_000);
  const told = z.object({ pid: z.number(), superuserUrl: z.string(), owned: z.literal(true) }).parse(JSON.parse(text));
  return { ...told, nodePid: z.number().parse(child.pid), ended };
}

async function ask(server: Pick<EmbeddedPostgres, 'superuserUrl'>, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: server.superuserUrl });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

function withoutPassword(server: EmbeddedPostgres): string {
  const url = new URL(server.superuserUrl);
  url.password = 'guessed';
  return url.href;
}
