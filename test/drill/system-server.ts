import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where a server's programs are, and as whom they run: PostgreSQL does not run as root. */
export type Server = { readonly bin: string; readonly uid: number; readonly gid: number };

const installed = '/usr/lib/postgresql';

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
export const systemServer = (): Server | undefined => {
  const bin = process.env['ETAPP_DRILL_POSTGRES_BIN'] ?? newestInstalled();
  if (bin === undefined || !existsSync(join(bin, 'pg_basebackup'))) return undefined;
  return { bin, ...serverUser() };
};
