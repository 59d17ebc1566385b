import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { waitUntil } from './wait-until.js';

const patienceMs = 120_000;

/**
 * Runs the work while this process holds the lock file. A lock whose process has died is taken over.
 * @throws Error when a living process keeps the lock for two minutes.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const taken = await waitUntil(() => takeLock(path), patienceMs);
  if (!taken) throw new Error(`Another process holds ${path} and does not let go of it`);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function takeLock(path: string): boolean {
  // Linking a finished file takes the lock and names its holder in one step.
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, String(process.pid), { mode: 0o600 });
  try {
    linkSync(mine, path);
    return true;
  } catch {
    removeAbandoned(path);
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

function removeAbandoned(path: string): void {
  const holder = readHolder(path);
  if (holder === undefined || isAlive(holder)) return;
  const aside = `${path}.${process.pid}.abandoned`;
  try {
    renameSync(path, aside);
    // Somebody else was faster and this is their new lock: give it back.
    if (readHolder(aside) !== holder) linkSync(aside, path);
  } catch {
    return;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
