import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { drillArchive, type Server } from './archived.js';
import { drillShipping } from './shipped.js';

const installed = '/usr/lib/postgresql';
const port = 54_329;

const newestInstalled = (): string | undefined => {
  const [newest] = existsSync(installed) ? readdirSync(installed).sort().reverse() : [];
  return newest === undefined ? undefined : join(installed, newest, 'bin');
};

/** Who the server runs as: whoever runs the drill, but postgres for root, whom PostgreSQL refuses. */
const serverUser = (): Pick<Server, 'uid' | 'gid'> => {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  if (process.getuid?.() !== 0) return { uid, gid };
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
};

/** The system's own PostgreSQL, with backup tools: the embedded one has none. Undefined where there is none. */
const systemServer = (): Server | undefined => {
  const bin = process.env['ETAPP_DRILL_POSTGRES_BIN'] ?? newestInstalled();
  if (bin === undefined || !existsSync(join(bin, 'pg_basebackup'))) return undefined;
  return { bin, ...serverUser() };
};

const folder = mkdtempSync(join(tmpdir(), 'etapp-drill-'));
chmodSync(folder, 0o711);
try {
  const shipping = await drillShipping(folder);
  console.log(JSON.stringify({ shipping }, undefined, 2));
  const server = systemServer();
  const places = { folder: join(folder, 'archived'), port };
  const shipped = { log: join(folder, 'log'), keys: join(folder, 'keys') };
  const archive = server === undefined ? 'no backup tools here' : await drillArchive({ ...places, server }, shipped);
  console.log(JSON.stringify({ archive }, undefined, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
