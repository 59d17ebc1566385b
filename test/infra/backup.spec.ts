import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';

import { waitFor } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';

import { systemServer } from '../drill/system-server.js';

import { backedUpServer } from './backed-up-server.fixture.js';

const production = z
  .looseObject({
    services: z.looseObject({ postgres: z.looseObject({ environment: z.record(z.string(), z.string()) }) }),
  })
  .parse(parse(readFileSync(new URL('../../infra/compose/production.yaml', import.meta.url), 'utf8')));
const initdb = production.services.postgres.environment['POSTGRES_INITDB_ARGS']?.split(' ') ?? [];

const freePort = async (): Promise<number> => {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = z.object({ port: z.number() }).parse(listener.address());
  listener.close();
  await once(listener, 'close');
  return port;
};

const aWhile = 240_000;
/** Of a server that must not archive beside the one that it was put back from. */
const practice = '-c archive_mode=off';

const system = systemServer();

if (system === undefined) {
  describe('a server that is backed up', () => {
    it('is not tried: this machine has no backup tools of PostgreSQL', () => expect(system).toBeUndefined());
  });
} else {
  describe('a server that is backed up', () => {
    let server: ReturnType<typeof backedUpServer>;
    let n = 0;
    beforeAll(async () => {
      server = backedUpServer(system, await freePort(), initdb);
      server.start(server.data);
      server.rows('CREATE TABLE happened (n int)');
    }, aWhile);
    afterAll(() => {
      if (existsSync(join(server.data, 'postmaster.pid'))) server.kill(server.data);
      server.remove();
    });

    const wal = () => join(server.backup, 'wal');
    const bases = () => readdirSync(join(server.backup, 'base')).filter((name) => name !== 'lock');
    /** A row, and the segment that has it, which is archived. */
    const happen = async (): Promise<{ n: number; segment: string }> => {
      n += 1;
      server.rows(`INSERT INTO happened VALUES (${n})`);
      const [segment = ''] = server.rows('SELECT pg_walfile_name(pg_switch_wal())');
      await waitFor(() => server.rows(`SELECT last_archived_wal >= '${segment}' FROM pg_stat_archiver`)[0] === 't');
      return { n, segment };
    };
    const rowsIn = (): readonly number[] => server.rows('SELECT n FROM happened ORDER BY n').map(Number);
    /** The rows of a server that is put back into a new folder and started, instead of the one that runs. */
    const restored = async (name: string, { until = '', archive = false } = {}) => {
      const data = server.elsewhere(name);
      const { status, err } = server.script(['restore.sh', data], { ETAPP_RESTORE_UNTIL: until });
      expect([status, err]).toEqual([0, '']);
      expect(server.start(data, archive ? '' : practice)).toMatchObject({ status: 0 });
      await waitFor(() => server.rows('SELECT pg_is_in_recovery()')[0] === 'f');
      return { rows: rowsIn(), data };
    };
    const takeBase = (more = {}) => server.script(['base-backup.sh'], more);
    const metrics = (): string =>
      ['wal', 'base'].map((kind) => readFileSync(join(server.backup, `metrics/${kind}.prom`), 'utf8')).join('');

    it(
      'takes a base backup by password from its own address, and comes back with what only the archive has',
      async () => {
        const before = await happen();
        expect(takeBase()).toMatchObject({ status: 0, err: '' });
        const after = await happen();
        expect(readdirSync(wal())).toContain(`${after.segment}.gz`);
        server.kill(server.data);
        const { rows, data } = await restored('whole');
        expect(rows).toEqual([before.n, after.n]);
        server.kill(data);
        server.start(server.data);
      },
      aWhile,
    );

    it('tells how much room there is, how much a base backup takes, and that nothing is missing', () => {
      for (const name of ['size', 'free', 'base'])
        expect(metrics()).toMatch(new RegExp(`^etapp_backup_${name}_bytes [1-9]\\d+$`, 'm'));
      expect(metrics()).toMatch(/^etapp_backup_missing_segments 0$/m);
    });

    it(
      'refuses to be put back over a gap, names it, and leaves no folder that a server starts from',
      async () => {
        await happen();
        const { segment: lost } = await happen();
        const { segment: later } = await happen();
        renameSync(join(wal(), `${lost}.gz`), server.elsewhere('lost'));
        const data = server.elsewhere('over-a-gap');
        const { status, err } = server.script(['restore.sh', data]);
        expect(status).toBe(1);
        expect(err).toContain(lost);
        expect(err).not.toContain(later);
        expect(readdirSync(data)).toEqual([]);
      },
      aWhile,
    );

    it(
      'rings for the gap with the next segment, and the next base backup ends with 3 and closes it',
      async () => {
        await happen();
        expect(metrics()).toMatch(/^etapp_backup_missing_segments 1$/m);
        expect(takeBase()).toMatchObject({ status: 3 });
        await happen();
        expect(metrics()).toMatch(/^etapp_backup_missing_segments 0$/m);
        expect(takeBase()).toMatchObject({ status: 0 });
      },
      aWhile,
    );

    it(
      'puts back what comes before the gap where that is accepted, and no more',
      () => {
        const [oldest = ''] = bases();
        const data = server.elsewhere('accepted');
        const argv = ['restore.sh', data, join(server.backup, 'base', oldest)];
        expect(server.script(argv)).toMatchObject({ status: 1 });
        rmSync(data, { recursive: true });
        expect(server.script(argv, { ETAPP_RESTORE_GAP: 'accept' })).toMatchObject({ status: 0 });
        server.kill(server.data);
        expect(server.start(data, practice)).toMatchObject({ status: 0 });
        expect(rowsIn()).toEqual([1, 2, 3]);
        server.kill(data);
        server.start(server.data);
        expect(rowsIn()).toHaveLength(n);
        renameSync(server.elsewhere('lost'), join(wal(), `${lostName()}.gz`));
      },
      aWhile,
    );
    /** The one segment between the first and the last that is not there. */
    const lostName = (): string => {
      const [oldest = ''] = bases();
      return server.script(['missing-segments.sh', join(server.backup, 'base', oldest)]).out.trim();
    };

    it(
      'does not take a segment that cannot be read for the end of the archive',
      async () => {
        const { segment } = await happen();
        await happen();
        const kept = join(wal(), `${segment}.gz`);
        const content = readFileSync(kept);
        writeFileSync(kept, content.subarray(0, content.length / 2));
        server.kill(server.data);
        const data = server.elsewhere('unreadable');
        expect(server.script(['restore.sh', data])).toMatchObject({ status: 0 });
        const { status, log } = server.start(data);
        expect(status).not.toBe(0);
        expect(log).toMatch(/FATAL: {2}could not restore file .* 255/);
        writeFileSync(kept, content);
        server.start(server.data);
      },
      aWhile,
    );

    it(
      'is put back to an instant, goes on from there, and comes back later with what happened since',
      async () => {
        await happen();
        const [until = ''] = server.rows('SELECT now()');
        const left = await happen();
        server.kill(server.data);
        const { rows, data } = await restored('then', { until, archive: true });
        expect(rows.at(-1)).toBe(left.n - 1);
        expect(takeBase()).toMatchObject({ status: 0 });
        const since = await happen();
        server.kill(data);
        const again = await restored('since', { archive: true });
        expect(again.rows.slice(-2)).toEqual([left.n - 1, since.n]);
        server.kill(again.data);
        server.start(again.data);
      },
      aWhile,
    );

    it(
      'removes the segments that no kept base backup needs, and comes back from the one that is kept',
      async () => {
        const segments = () => readdirSync(wal()).filter((name) => /^[0-9A-F]{24}\.gz$/.test(name));
        const [earliest] = segments().sort();
        expect(takeBase({ ETAPP_BACKUP_KEEP: '1' })).toMatchObject({ status: 0 });
        expect(bases()).toHaveLength(1);
        const { segment } = await happen();
        expect(segments()).not.toContain(earliest);
        expect(segments()).toContain(`${segment}.gz`);
        const all = rowsIn();
        server.kill(server.elsewhere('since'));
        const { rows } = await restored('pruned');
        expect(rows).toEqual(all);
      },
      aWhile,
    );

    it(
      'counts no base backup that was killed half way, takes none beside another, and removes what was left',
      async () => {
        const [whole = ''] = bases();
        const slow = server.standIn('pg_basebackup', [
          `exec ${join(system.bin, 'pg_basebackup')} --max-rate=512k "$@"`,
        ]);
        const child = server.begin(['base-backup.sh'], { PATH: slow });
        const half = () => bases().find((name) => name.endsWith('.new')) ?? '';
        await waitFor(() => existsSync(join(server.backup, 'base', half(), 'backup_label')));
        expect(takeBase()).toMatchObject({ status: 1, err: 'another base backup is being taken\n' });
        process.kill(-(child.pid ?? 0), 'SIGKILL');
        await once(child, 'exit');
        expect(server.script(['base-backups.sh']).out.trim().split('/').at(-1)).toBe(whole);
        expect(server.script(['restore.sh', server.elsewhere('half')]).out.trim()).toBe(
          join(server.backup, 'base', whole),
        );
        expect(
          server.script(['restore.sh', server.elsewhere('named'), join(server.backup, 'base', half())]).status,
        ).toBe(1);
        // What was copied by a program that the kill did not reach still holds the lock until it is gone, too.
        await waitFor(() => takeBase().status === 0);
        expect(bases().filter((name) => !name.endsWith('Z'))).toEqual([]);
      },
      aWhile,
    );

    it('is not put back over what there is', () => {
      const data = server.elsewhere('lived-in');
      mkdirSync(data);
      writeFileSync(join(data, 'mine'), 'mine');
      const { status, err } = server.script(['restore.sh', data]);
      expect([status, err]).toEqual([1, `${data} is not empty\n`]);
      expect(readdirSync(data)).toEqual(['mine']);
    });

    it(
      'starts from no folder into which it was put back half',
      () => {
        const data = server.elsewhere('half-laid');
        const dying = server.standIn('cp', ['case $2 in */pg_wal) kill -9 $PPID ;; esac', 'exec /bin/cp "$@"']);
        expect(server.script(['restore.sh', data], { PATH: dying })).toMatchObject({ status: null });
        expect(readdirSync(data).map((path) => basename(path))).toContain('global');
        expect(server.start(data).status).not.toBe(0);
        expect(server.script(['restore.sh', data])).toMatchObject({ status: 1 });
      },
      aWhile,
    );
  });
}
