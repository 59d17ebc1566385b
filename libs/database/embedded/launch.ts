import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Binaries } from './binaries.js';
import { invokeAs, type Identity } from './identity.js';
import { serverEnvironment } from './initialise.js';
import { findPostmaster } from './postmaster.js';
import type { Site } from './site.js';
import { waitUntil } from './wait-until.js';

const startTimeoutMs = 120_000;
const tailLines = 20;

/** The server ended before it was ready. `message` ends with the last lines of its log. */
export class ServerStartFailed extends Error {
  override readonly name = 'ServerStartFailed';
}

/** What a server is started with. */
export interface Launch {
  site: Site;
  binaries: Binaries;
  identity: Identity;
  port: number;
  settings: Readonly<Record<string, string | number | boolean>>;
  /** Ask the kernel to stop the server when this process dies. Only where `canDieWithOwner()`. */
  diesWithOwner: boolean;
}

/**
 * Starts a server and returns its process id when it takes connections. It has a process group of its own, so that
 * Ctrl-C in a terminal reaches Node only and the server outlives the draining of requests.
 * @throws ServerStartFailed
 */
export async function launch(options: Launch): Promise<number> {
  const { site } = options;
  const log = openSync(site.logFile, 'a', 0o600);
  const logStart = statSync(site.logFile).size;
  const { command, args, ids } = invocationOf(options);
  const stdio: ['ignore', number, number] = ['ignore', log, log];
  const child = spawn(command, args, { cwd: '/', env: serverEnvironment, detached: true, stdio, ...ids });
  closeSync(log);
  child.unref();
  const outcome = await outcomeOf(child, site);
  if (outcome === 'ready' && child.pid !== undefined) return child.pid;
  child.kill('SIGQUIT');
  throw new ServerStartFailed(`PostgreSQL did not start (${outcome}):\n${readTail(site.logFile, logStart)}`);
}

function invocationOf({ site, binaries, identity, port, settings, diesWithOwner }: Launch) {
  const all = {
    ...{ listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: 100 },
    ...{ timezone: 'UTC', log_timezone: 'UTC' },
    ...settings,
    port,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${String(value)}`]);
  const server = [binaries.postgres, '-D', site.dataDir, ...flags];
  const [command = '', ...args] = diesWithOwner ? [...deathSignal, ...server] : server;
  return invokeAs(identity, command, args);
}

const deathSignal = ['setpriv', '--pdeathsig', 'INT', '--'];

/** Whether the system can tie the server's life to ours (Linux with util-linux). */
export function canDieWithOwner(): boolean {
  const [command = '', ...args] = deathSignal;
  return process.platform === 'linux' && spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0;
}

async function outcomeOf(child: ChildProcess, site: Site): Promise<string> {
  let ending: string | undefined;
  child.once('error', (error) => (ending = error.message));
  child.once('exit', (code, signal) => (ending = `exit ${code ?? signal ?? 'unknown'}`));
  const isReady = () => {
    const postmaster = findPostmaster(site.dataDir);
    return postmaster?.pid === child.pid && postmaster?.status === 'ready';
  };
  const settled = await waitUntil(() => ending !== undefined || isReady(), startTimeoutMs);
  if (!settled) return `not ready within ${startTimeoutMs / 1000} s`;
  return ending ?? 'ready';
}

function readTail(logFile: string, from: number): string {
  if (!existsSync(logFile)) return '(no log)';
  const text = readFileSync(logFile).subarray(from).toString('utf8').trimEnd();
  return text.split('\n').slice(-tailLines).join('\n');
}

/** A TCP port of the loopback interface that nobody listens on at the moment. */
export async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      server.close(() => (port === undefined ? reject(new Error('No free port')) : resolve(port)));
    });
  });
}
