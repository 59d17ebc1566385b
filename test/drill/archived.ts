import { spawn } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { withClient } from '@etapp/database';
import { generateMasterKey } from '@etapp/privacy';

import { differences, ended, etapp, logOf, project, rowsOf } from './deployment.js';
import type { Server } from './system-server.js';

/** What the drill of base backup and archive found. Seconds, counts. */
export type ArchivedDrill = {
  readonly version: string;
  readonly events: number;
  readonly eventsBack: number;
  readonly baseBackupSeconds: number;
  readonly restoreSeconds: number;
  readonly verifySeconds: number;
  readonly projectSeconds: number;
  readonly compared: ReturnType<typeof differences>;
};

type Places = { readonly folder: string; readonly port: number; readonly server: Server };
type Variables = Readonly<Record<string, string>>;

const asServer = async ({ server }: Places, argv: readonly string[], more: Variables = {}): Promise<void> => {
  const [command = '', ...rest] = argv;
  const { bin, uid, gid } = server;
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, ...more };
  const child = spawn(command, rest, { uid, gid, env, cwd: '/', stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await ended(child);
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}`);
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
};

const scripts = resolve('infra/backup');
const superuserOf = ({ port }: Places): string => `postgres://postgres:drill@127.0.0.1:${port}/etapp`;
const start = (places: Places, data: string): Promise<void> =>
  asServer(places, ['pg_ctl', '-D', data, '-w', '-t', '300', '-l', join(places.folder, 'server.log'), 'start'], {
    ETAPP_BACKUP_FOLDER: join(places.folder, 'backup'),
  });

const initialise = async (places: Places, data: string): Promise<void> => {
  const { folder, port, server } = places;
  const password = join(folder, 'password');
  writeFileSync(password, 'drill\n');
  chownSync(password, server.uid, server.gid);
  await asServer(places, [
    'initdb',
    '-D',
    data,
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${password}`,
    '-k',
  ]);
  const settings = [
    ...[`port = ${port}`, `listen_addresses = '127.0.0.1'`, `unix_socket_directories = ''`, 'max_connections = 200'],
    ...['archive_mode = on', 'archive_timeout = 60', `archive_command = '${join(scripts, 'archive-wal.sh')} %p %f'`],
  ];
  writeFileSync(join(data, 'postgresql.auto.conf'), `${settings.join('\n')}\n`);
  await start(places, data);
  const postgres = superuserOf(places).replace(/etapp$/, 'postgres');
  await withClient(postgres, (client) => client.query('CREATE DATABASE etapp'));
};

const roleUrl = ({ port }: Places, role: string): string =>
  `postgres://etapp_${role}:${role}-drill@127.0.0.1:${port}/etapp`;

/** The command line on the databases that the environment names. */
const onServer = async (places: Places, argv: readonly string[]): Promise<void> => {
  const roles = ['api', 'projector', 'keys', 'reminders'].map(
    (role) => [`ETAPP_${role.toUpperCase()}_DATABASE_URL`, roleUrl(places, role)] as const,
  );
  const named = { ...Object.fromEntries(roles), ETAPP_MIGRATION_DATABASE_URL: superuserOf(places) };
  const code = await ended(etapp(argv, { ...named, ETAPP_MASTER_KEY: generateMasterKey() }));
  if (code !== 0) throw new Error(`etapp ${argv.join(' ')} ended with ${code}`);
};

/** Something that happens after the base backup: only the archive has it. */
const happenLater = async (places: Places): Promise<void> => {
  await withClient(superuserOf(places), async (client) => {
    await client.query(`INSERT INTO app.claims SELECT gen_random_uuid(), 'drill', n::text, gen_random_uuid(), now(), 1
                        FROM generate_series(1, 1000) AS n`);
    const { rows } = await client.query<{ segment: string }>('SELECT pg_walfile_name(pg_switch_wal()) AS segment');
    const archived = 'SELECT last_archived_wal >= $1 AS done FROM pg_stat_archiver';
    for (let done = false; !done;) {
      const found = await client.query<{ done: boolean | null }>(archived, [rows[0]?.segment]);
      done = found.rows[0]?.done === true;
      if (!done) await delay(100);
    }
  });
};

const kill = async (data: string): Promise<void> => {
  const [pid = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
  await delay(1_000);
};

const claimsIn = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const found = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM app.claims WHERE kind = 'drill'`);
    return found.rows[0]?.n ?? 0;
  });

const versionOf = (url: string): Promise<string> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? '';
  });

/**
 * Drill of a base backup with archived segments, on a server of the system's: `shipped` is the folder of an exported log with its
 * keys beside it, which fills the server first.
 */
export const drillArchive = async (places: Places, shipped: { log: string; keys: string }): Promise<ArchivedDrill> => {
  const { folder, port, server } = places;
  mkdirSync(folder, { recursive: true });
  chownSync(folder, server.uid, server.gid);
  const [data, back] = [join(folder, 'data'), join(folder, 'back')];
  const urls = { superuser: superuserOf(places), projector: roleUrl(places, 'projector') };
  await initialise(places, data);
  await onServer(places, ['migrate', '--passwords']);
  await onServer(places, ['import-log', shipped.log, '--keys', shipped.keys]);
  await project(urls);
  const backup = { ETAPP_BACKUP_FOLDER: join(folder, 'backup') };
  const connection = { PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'postgres', PGPASSWORD: 'drill' };
  const base = [join(scripts, 'base-backup.sh')];
  const baseBackupSeconds = await timed(() => asServer(places, base, { ...backup, ...connection }));
  await happenLater(places);
  const [before, { head }] = [await rowsOf(urls), await logOf(urls)];
  await kill(data);
  rmSync(data, { recursive: true });
  const restoreSeconds = await timed(async () => {
    await asServer(places, [join(scripts, 'restore.sh'), back], backup);
    await start(places, back);
  });
  if ((await claimsIn(urls.superuser)) !== 1_000)
    throw new Error('what was archived after the base backup is not there');
  const verifySeconds = await timed(() => onServer(places, ['verify']));
  const { head: eventsBack } = await logOf(urls);
  const projectSeconds = await project(urls);
  const compared = differences(before, await rowsOf(urls));
  const version = await versionOf(urls.superuser);
  await asServer(places, ['pg_ctl', '-D', back, '-m', 'fast', 'stop']);
  const times = { baseBackupSeconds, restoreSeconds, verifySeconds, projectSeconds };
  return { version, events: head, eventsBack, ...times, compared };
};
