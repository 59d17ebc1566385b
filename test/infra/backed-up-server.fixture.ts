import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Server } from '../drill/system-server.js';

/** How a program ended, and what it said. */
type Ended = { readonly status: number | null; readonly out: string; readonly err: string };

type Variables = Readonly<Record<string, string>>;

const scripts = fileURLToPath(new URL('../../infra/backup/', import.meta.url));

/** Where a server keeps what, and what its programs are told. */
type Place = { readonly server: Server; readonly folder: string; readonly env: Variables };

const run = ({ server: { uid, gid }, env }: Place, argv: readonly string[], more: Variables = {}): Ended => {
  const [command = '', ...rest] = argv;
  const options = { uid, gid, env: { ...env, ...more }, cwd: '/', encoding: 'utf8' } as const;
  // A server that is started keeps the pipes of whoever started it open.
  const quiet = command === 'pg_ctl' ? ({ stdio: 'ignore' } as const) : {};
  const { status, stdout, stderr } = spawnSync(command, rest, { ...options, ...quiet });
  return { status, out: stdout, err: stderr };
};

const need = (ended: Ended): Ended => {
  if (ended.status !== 0) throw new Error(`ended with ${ended.status}: ${ended.err}`);
  return ended;
};

/** A server in folders of its own that archives with the project's scripts; one data folder runs at a time. */
export type BackedUpServer = {
  /** The folder of backups: ETAPP_BACKUP_FOLDER. */
  readonly backup: string;
  /** A folder that is not there yet, for data that are put back. */
  readonly elsewhere: (name: string) => string;
  readonly script: (argv: readonly string[], more?: Variables) => Ended;
  /** The same, while the test goes on; as a process group of its own. */
  readonly begin: (argv: readonly string[], more?: Variables) => ChildProcess;
  readonly tool: (argv: readonly string[]) => Ended;
  /** A program of that name before all others, as lines of a shell; the answer is a PATH. */
  readonly standIn: (program: string, lines: readonly string[]) => string;
  /** How the start ended, and what the server wrote meanwhile; `more` are options of the server. */
  readonly start: (data: string, more?: string) => { readonly status: number | null; readonly log: string };
  readonly kill: (data: string) => void;
  readonly rows: (sql: string) => readonly string[];
  readonly remove: () => void;
};

const prepare = (place: Place, port: number, initdb: readonly string[]): string => {
  const { server, folder } = place;
  const [password, pass] = [join(folder, 'password'), join(folder, 'pgpass')];
  writeFileSync(password, 'drill\n');
  writeFileSync(pass, `127.0.0.1:${port}:*:postgres:drill\n`, { mode: 0o600 });
  for (const path of [password, pass]) chownSync(path, server.uid, server.gid);
  const data = join(folder, 'data');
  need(run(place, ['initdb', '-D', data, '-U', 'postgres', `--pwfile=${password}`, ...initdb]));
  const settings = [
    ...[`port = ${port}`, `listen_addresses = '127.0.0.1'`, `unix_socket_directories = ''`, 'archive_mode = on'],
    `archive_command = '${join(scripts, 'archive-wal.sh')} %p %f'`,
  ];
  writeFileSync(join(data, 'postgresql.conf'), `${settings.join('\n')}\n`);
  return data;
};

const placeFor = (server: Server, port: number): Place & { readonly backup: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'etapp-backup-'));
  const backup = join(folder, 'backup');
  mkdirSync(backup);
  for (const path of [folder, backup]) chownSync(path, server.uid, server.gid);
  chmodSync(folder, 0o755);
  const connection = {
    PGHOST: '127.0.0.1',
    PGPORT: String(port),
    PGUSER: 'postgres',
    PGPASSFILE: join(folder, 'pgpass'),
  };
  const env = { PATH: `${server.bin}:${process.env['PATH']}`, LC_ALL: 'C', ETAPP_BACKUP_FOLDER: backup, ...connection };
  return { server, folder, env, backup };
};

const started = (place: Place, data: string, more = ''): ReturnType<BackedUpServer['start']> => {
  const log = join(place.folder, 'server.log');
  rmSync(log, { force: true });
  const { status } = run(place, ['pg_ctl', '-D', data, '-w', '-t', '120', '-l', log, '-o', more, 'start']);
  return { status, log: existsSync(log) ? readFileSync(log, 'utf8') : '' };
};

/** Starts a new server on `port`, made with the arguments of initdb. */
export const backedUpServer = (
  server: Server,
  port: number,
  initdb: readonly string[],
): BackedUpServer & { readonly data: string } => {
  const place = placeFor(server, port);
  const { folder, env, backup } = place;
  const data = prepare(place, port, initdb);
  const { uid, gid } = server;
  const argvOf = ([name = '', ...rest]: readonly string[]): readonly [string, ...string[]] => [
    join(scripts, name),
    ...rest,
  ];
  return {
    data,
    backup,
    elsewhere: (name) => join(folder, name),
    script: (argv, more = {}) => run(place, argvOf(argv), more),
    begin: (argv, more = {}) => {
      const [command, ...rest] = argvOf(argv);
      return spawn(command, rest, { uid, gid, env: { ...env, ...more }, cwd: '/', stdio: 'ignore', detached: true });
    },
    tool: (argv) => run(place, argv),
    standIn: (program, lines) => {
      const path = join(folder, `stand-in-${program}`);
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, program), `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
      return `${path}:${env['PATH']}`;
    },
    start: (from, more) => started(place, from, more),
    kill: (from) => void need(run(place, ['pg_ctl', '-D', from, '-m', 'immediate', 'stop'])),
    rows: (sql) =>
      need(run(place, ['psql', '-qAt', '-v', 'ON_ERROR_STOP=1', '-c', sql]))
        .out.split('\n')
        .filter(Boolean),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
