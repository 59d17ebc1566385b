import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { findBinaries } from './binaries.js';
import { withFileLock } from './file-lock.js';
import { chooseIdentity, handOver } from './identity.js';
import { initialise } from './initialise.js';
import { canDieWithOwner, findFreePort, launch, ServerStartFailed, type Launch } from './launch.js';
import { findPostmaster, stopPostmaster, type Postmaster } from './postmaster.js';
import { isInitialised, isOrphaned, readOwner, readPassword, siteOf, writeOwner, type Site } from './site.js';
import { waitUntil } from './wait-until.js';

/** Where the server keeps its data, and how it is started. */
export interface EmbeddedPostgresOptions {
  /** Data directory; created on first use. Its password, owner and lock files stand beside it. */
  dataDir: string;
  /** TCP port on 127.0.0.1. Default: a free one, another at each start. */
  port?: number;
  /** Default: `<dataDir>.log`. */
  logFile?: string;
  /** PostgreSQL settings by name, e.g. `{ max_connections: 200 }`. */
  settings?: Readonly<Record<string, string | number | boolean>>;
}

/** A running server of this machine. */
export interface EmbeddedPostgres {
  host: '127.0.0.1';
  port: number;
  /** Process id of the postmaster. */
  pid: number;
  /** Connection URL of the superuser, with password, to the database `postgres`. */
  superuserUrl: string;
  /** False when another living process started the server and answers for it. */
  owned: boolean;
  /** Stops an owned server and waits until it is gone; does nothing otherwise, or the second time. */
  stop(): Promise<void>;
}

const settleTimeoutMs = 120_000;
const startAttempts = 50;
const retryDelayMs = 200;

/**
 * Connects to the server of a data directory, or starts it, or creates it first. Safe to call from several processes
 * at once. A server whose Node process was killed is stopped and started again, or adopted where the system could not
 * pass on the death; after a crash of the server itself, PostgreSQL recovers on its own.
 * @throws ServerStartFailed with the tail of the server's log, e.g. when the given port is taken.
 * @throws Error when root has no user to run it as, or the data directory holds something else.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const site = siteOf(options.dataDir, options.logFile);
  return withFileLock(site.lockFile, async () => (await findRunning(site)) ?? (await startServer(site, options)));
}

async function findRunning(site: Site): Promise<EmbeddedPostgres | undefined> {
  const postmaster = await findSettledPostmaster(site);
  if (postmaster === undefined) return undefined;
  const owner = readOwner(site);
  const orphaned = isOrphaned(owner);
  if (orphaned && owner?.diesWithOwner === true) {
    // It has its signal already and may die under us at any moment.
    await stopPostmaster(site.dataDir, postmaster.pid);
    return undefined;
  }
  if (orphaned) writeOwner(site, { pid: process.pid, diesWithOwner: false });
  return toHandle(site, postmaster, orphaned);
}

async function findSettledPostmaster(site: Site): Promise<Postmaster | undefined> {
  const find = () => findPostmaster(site.dataDir);
  // A server that was just killed still has its process number for a moment, but nobody answers any more.
  const isSettled = async () => {
    const found = find();
    return found === undefined || (found.status === 'ready' && (await isListening(found.port)));
  };
  if (await waitUntil(isSettled, settleTimeoutMs)) return find();
  throw new Error(`The server of ${site.dataDir} neither becomes ready nor stops; see ${site.logFile}`);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function startServer(site: Site, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries();
  const identity = chooseIdentity([binaries.postgres, site.dataDir]);
  if (!isInitialised(site)) await initialise(site, binaries, identity);
  handOver(identity, site.dataDir);
  const diesWithOwner = canDieWithOwner();
  const fixed = { site, binaries, identity, settings: options.settings ?? {}, diesWithOwner };
  const started = await launchPatiently(fixed, options.port);
  writeOwner(site, { pid: process.pid, diesWithOwner });
  return toHandle(site, started, true);
}

async function launchPatiently(fixed: Omit<Launch, 'port'>, fixedPort?: number): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    const port = fixedPort ?? (await findFreePort());
    try {
      return { pid: await launch({ ...fixed, port }), port, status: 'ready' };
    } catch (error) {
      if (attempt === startAttempts || !isPassing(error, fixedPort === undefined)) throw error;
      await delay(retryDelayMs);
    }
  }
}

function isPassing(error: unknown, portIsFree: boolean): boolean {
  if (!(error instanceof ServerStartFailed)) return false;
  // The children of a killed postmaster need a moment to notice.
  if (error.message.includes('pre-existing shared memory block')) return true;
  return portIsFree && error.message.includes('could not bind');
}

function toHandle(site: Site, { pid, port }: Postmaster, owned: boolean): EmbeddedPostgres {
  const stop = async () => {
    if (owned) await withFileLock(site.lockFile, () => stopServer(site, pid));
  };
  const superuserUrl = `postgres://postgres:${readPassword(site)}@127.0.0.1:${port}/postgres`;
  return { host: '127.0.0.1', port, pid, superuserUrl, owned, stop };
}

async function stopServer(site: Site, pid: number): Promise<void> {
  if (findPostmaster(site.dataDir)?.pid !== pid) return;
  await stopPostmaster(site.dataDir, pid);
  rmSync(site.ownerFile, { force: true });
}
