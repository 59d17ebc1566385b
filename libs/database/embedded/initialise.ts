import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';
import { handOver, invokeAs, type Identity } from './identity.js';
import { createPassword, type Site } from './site.js';

const run = promisify(execFile);

/** What the server programs see of the environment: no `PG…` variable of the caller changes what they do. */
export const serverEnvironment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Creates a cluster: SCRAM passwords, UTF-8, C locale, data checksums. It is built beside and then renamed, so a
 * crash half-way leaves nothing that looks like a cluster.
 * @throws Error with the output of `initdb`, or when the directory holds something else.
 */
export async function initialise(site: Site, binaries: Binaries, identity: Identity): Promise<void> {
  if (existsSync(site.dataDir) && readdirSync(site.dataDir).length > 0) {
    throw new Error(`${site.dataDir} is not empty and holds no PostgreSQL cluster`);
  }
  const draft = `${site.dataDir}.new`;
  const passwordFile = `${draft}.password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  try {
    mkdirSync(draft, { mode: 0o700 });
    handOver(identity, draft);
    writeFileSync(passwordFile, createPassword(site), { mode: 0o600 });
    handOver(identity, passwordFile);
    await runInitdb({ binaries, identity, dataDir: draft, passwordFile });
    if (existsSync(site.dataDir)) rmdirSync(site.dataDir);
    renameSync(draft, site.dataDir);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

interface InitdbOptions {
  binaries: Binaries;
  identity: Identity;
  dataDir: string;
  passwordFile: string;
}

async function runInitdb({ binaries, identity, dataDir, passwordFile }: InitdbOptions): Promise<void> {
  const { command, args, ids } = invokeAs(identity, binaries.initdb, [
    ...['-D', dataDir, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
    ...['-E', 'UTF8', '--locale=C', '--data-checksums'],
  ]);
  await run(command, args, { cwd: '/', env: serverEnvironment, ...ids });
}
