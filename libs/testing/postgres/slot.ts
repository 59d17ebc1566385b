import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, withFileLock } from '@etapp/database';

/** A folder for the data of one process's test servers. */
export interface Slot {
  folder: string;
  /** True when this process takes the slot over: what a former process left in it may be stale. */
  fresh: boolean;
}

/**
 * The slot of this process. Spec files share no memory, also within one Jest process, so the claim stands in a file.
 * Slots of ended processes are taken over with their data directory: starting it again takes a tenth of making one.
 */
export async function claimSlot(): Promise<Slot> {
  const root = openRoot();
  return withFileLock(join(root, 'slots.lock'), async () => {
    const folders = slotFolders(root);
    const mine = folders.find((folder) => isMine(readClaim(folder)));
    if (mine !== undefined) return { folder: mine, fresh: false };
    const free = folders.find((folder) => !isAlive(readClaim(folder).pid)) ?? join(root, `slot-${randomUUID()}`);
    discardOld(free);
    mkdirSync(free, { recursive: true });
    writeFileSync(claimFile(free), `${process.pid} ${startedAt()}`);
    return { folder: free, fresh: true };
  });
}

function openRoot(): string {
  const uid = process.getuid?.() ?? 0;
  const root = join(tmpdir(), `etapp-test-${uid}`);
  mkdirSync(root, { recursive: true, mode: 0o711 });
  const found = lstatSync(root);
  if (!found.isDirectory() || found.uid !== uid) throw new Error(`${root} belongs to somebody else`);
  return root;
}

function slotFolders(root: string): string[] {
  const names = readdirSync(root).filter((name) => name.startsWith('slot-'));
  return names.map((name) => join(root, name)).filter((folder) => existsSync(claimFile(folder)));
}

const dayMs = 86_400_000;

// Cleaners of temporary folders delete single old files, which would leave a cluster with holes.
function discardOld(folder: string): void {
  const claim = statSync(claimFile(folder), { throwIfNoEntry: false });
  if (claim !== undefined && Date.now() - claim.mtimeMs > dayMs) rmSync(folder, { recursive: true, force: true });
}

interface Claim {
  pid: number;
  startedAt: number;
}

function readClaim(folder: string): Claim {
  const [pid, started] = readFileSync(claimFile(folder), 'utf8').split(' ').map(Number);
  return { pid: pid ?? 0, startedAt: started ?? 0 };
}

function claimFile(folder: string): string {
  return join(folder, 'claim');
}

const toleranceMs = 2000;

// A process id alone may come back; with the start time it does not.
function isMine(claim: Claim): boolean {
  return claim.pid === process.pid && Math.abs(claim.startedAt - startedAt()) < toleranceMs;
}

function startedAt(): number {
  return Math.round(Date.now() - process.uptime() * 1000);
}
