import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, lchownSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

/**
 * As whom the server runs, since PostgreSQL refuses root: as the user that runs Node; as another user; or as root that
 * is called nobody inside a user namespace, which also works below a directory that only root may enter.
 */
export type Identity = { kind: 'self' } | { kind: 'user'; user: SystemUser } | { kind: 'namespace'; user: SystemUser };

/**
 * Chooses the identity that can reach all the paths.
 * @throws Error that names the closed directory and the ways out, when root can pass the server to nobody.
 */
export function chooseIdentity(paths: readonly string[]): Identity {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const users = ['postgres', 'nobody'].flatMap((name) => findUser(name) ?? []);
  const user = users.find((candidate) => paths.every((path) => findClosedDirectory(path, candidate) === undefined));
  if (user !== undefined) return { kind: 'user', user };
  const inside = users.find((candidate) => candidate.name === 'nobody');
  if (inside !== undefined && namespacesWork(inside)) return { kind: 'namespace', user: inside };
  throw new Error(explainRefusal(users, paths));
}

function explainRefusal(users: readonly SystemUser[], paths: readonly string[]): string {
  const closed = users.flatMap((user) => paths.flatMap((path) => findClosedDirectory(path, user) ?? []));
  const where = closed[0] === undefined ? '' : ` and no other user may enter ${closed[0]}`;
  return (
    `PostgreSQL refuses to run as root${where}. Start as an ordinary user, ` +
    'choose a data directory that others can reach, or use a PostgreSQL server of your own.'
  );
}

function findUser(name: string): SystemUser | undefined {
  if (!existsSync('/etc/passwd')) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid) };
}

function findClosedDirectory(path: string, user: SystemUser): string | undefined {
  const parent = dirname(path);
  const above = parent === path ? undefined : findClosedDirectory(parent, user);
  if (above !== undefined) return above;
  return parent === path || mayEnter(parent, user) ? undefined : parent;
}

function mayEnter(directory: string, user: SystemUser): boolean {
  const { mode, uid, gid } = statSync(directory);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

function namespacesWork(user: SystemUser): boolean {
  return spawnSync('unshare', [...namespaceOptions(user), 'true'], { stdio: 'ignore' }).status === 0;
}

function namespaceOptions(user: SystemUser): string[] {
  return ['--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`, '--'];
}

/** A program with its arguments, and the ids to start it under. */
export interface Invocation {
  command: string;
  args: string[];
  ids: { uid?: number; gid?: number };
}

/** The same program, started as the identity. */
export function invokeAs(identity: Identity, command: string, args: readonly string[]): Invocation {
  if (identity.kind === 'namespace') {
    return { command: 'unshare', args: [...namespaceOptions(identity.user), command, ...args], ids: {} };
  }
  const ids = identity.kind === 'user' ? { uid: identity.user.uid, gid: identity.user.gid } : {};
  return { command, args: [...args], ids };
}

/** Gives a path and all below it to the identity. Does nothing when it has it already. */
export function handOver(identity: Identity, path: string): void {
  if (identity.kind === 'self') return;
  const owner = identity.kind === 'user' ? identity.user : { uid: 0, gid: 0 };
  const current = statSync(path);
  if (current.uid === owner.uid && current.gid === owner.gid) return;
  if (current.isDirectory()) {
    for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
      lchownSync(join(path, entry), owner.uid, owner.gid);
    }
  }
  // The top comes last: an interrupted change of owner is then repeated by the next start.
  chownSync(path, owner.uid, owner.gid);
}
