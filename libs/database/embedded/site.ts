import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { isAlive } from './file-lock.js';

/** The data directory and the files that stand beside it. */
export interface Site {
  dataDir: string;
  logFile: string;
  passwordFile: string;
  ownerFile: string;
  lockFile: string;
}

/** The files of a cluster. The parent of the data directory is created, links in its path are resolved. */
export function siteOf(dataDir: string, logFile?: string): Site {
  const parent = dirname(resolve(dataDir));
  mkdirSync(parent, { recursive: true });
  const path = join(realpathSync(parent), basename(dataDir));
  return {
    dataDir: path,
    logFile: resolve(logFile ?? `${path}.log`),
    passwordFile: `${path}.superuser`,
    ownerFile: `${path}.owner.json`,
    lockFile: `${path}.lock`,
  };
}

/** Whether the data directory holds a finished cluster. */
export function isInitialised(site: Site): boolean {
  return existsSync(join(site.dataDir, 'PG_VERSION'));
}

/** Makes the superuser's random password, readable by the running user only. */
export function createPassword(site: Site): string {
  const password = randomBytes(24).toString('base64url');
  writePrivately(site.passwordFile, password);
  return password;
}

/** @throws Error when the file is missing, since nobody could then log in. */
export function readPassword(site: Site): string {
  if (existsSync(site.passwordFile)) return readFileSync(site.passwordFile, 'utf8').trim();
  throw new Error(`${site.dataDir} exists, but ${site.passwordFile} with its password does not. Restore the file.`);
}

const Owner = z.object({ pid: z.number().int(), diesWithOwner: z.boolean() });

/** The Node process that started a server, and whether the server gets a signal when that process dies. */
export type Owner = z.infer<typeof Owner>;

/** Writes down who answers for the running server. */
export function writeOwner(site: Site, owner: Owner): void {
  writePrivately(site.ownerFile, JSON.stringify(owner));
}

/** The recorded owner, also a dead one. */
export function readOwner(site: Site): Owner | undefined {
  if (!existsSync(site.ownerFile)) return undefined;
  return Owner.parse(JSON.parse(readFileSync(site.ownerFile, 'utf8')));
}

/** Whether nobody answers for the running server any more. */
export function isOrphaned(owner: Owner | undefined): boolean {
  return owner === undefined || !isAlive(owner.pid);
}

function writePrivately(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
}
