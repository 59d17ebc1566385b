import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './file-lock.js';
import { waitUntil } from './wait-until.js';

/** The main process of a running server, as its `postmaster.pid` tells. */
export interface Postmaster {
  pid: number;
  port: number;
  /** `starting`, `ready`, `standby` or `stopping`. */
  status: string;
}

/**
 * Finds the living server of a data directory. A `postmaster.pid` that a crash left behind does not count, also when
 * its process id belongs to another program by now.
 */
export function findPostmaster(dataDir: string): Postmaster | undefined {
  const file = join(dataDir, 'postmaster.pid');
  // Line 1 is the process id, line 4 the port, line 8 the status; the later ones appear while it starts.
  const lines = readIfThere(file).split('\n');
  const [pid = 0, , , port = 0] = lines.map(Number);
  return isServerOf(dataDir, pid) ? { pid, port, status: lines[7]?.trim() ?? 'starting' } : undefined;
}

/** A server that ends takes its file away at any moment. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (existsSync(file)) throw error;
    return '';
  }
}

function isServerOf(dataDir: string, pid: number): boolean {
  return Number.isInteger(pid) && pid > 1 && isAlive(pid) && readCommandLine(pid).includes(dataDir);
}

function readCommandLine(pid: number): string {
  if (process.platform !== 'linux') return spawnSync('ps', ['-o', 'command=', '-p', String(pid)]).stdout.toString();
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

const stopSignals = [
  // Fast shutdown: transactions are rolled back, everything is written down.
  { signal: 'SIGINT', waitMs: 20_000 },
  // Immediate shutdown: the next start recovers from the write-ahead log.
  { signal: 'SIGQUIT', waitMs: 10_000 },
  { signal: 'SIGKILL', waitMs: 10_000 },
] as const;

/** Stops the server with this process id, gently at first. Returns when it is gone; does nothing when it is. */
export async function stopPostmaster(dataDir: string, pid: number): Promise<void> {
  const gone = () => findPostmaster(dataDir)?.pid !== pid;
  for (const { signal, waitMs } of stopSignals) {
    if (gone()) return;
    process.kill(pid, signal);
    if (await waitUntil(gone, waitMs)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}, ${dataDir}) does not stop`);
}
