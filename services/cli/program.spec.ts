import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { InvalidConfiguration } from '@etapp/config';
import { createDatabase, dropDatabase, roleUrl } from '@etapp/database';
import {
  ForeignEvent,
  InvalidConnectionString,
  LogRefused,
  StoreUnavailable,
  StreamIncomplete,
  WrongTenant,
} from '@etapp/event-store';
import { LeaseLost } from '@etapp/projection-engine';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { run, type TestDeployment, testDeployment } from './deployment.fixture.js';
import { exitCodeOf, exitCodes, Stopped } from './exit-codes.js';
import { languageOf } from './language.js';
import { startProgress } from './progress.js';

const unitId = '0197e7a0-0c15-7000-8000-000000000001';

describe('the command line', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'etapp-cli-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('ends with 2 on what it does not know, and with 0 on a call for help', async () => {
    expect((await run(['nonsense'])).exit).toBe(2);
    expect((await run(['verify', '--nonsense'])).exit).toBe(2);
    expect((await run(['import', 'a.csv'])).exit).toBe(2);
    expect((await run(['verify', '--tenant', 'Sundvalla'])).exit).toBe(2);
    const help = await run(['--help'], { environment: { LANG: 'sv_SE.UTF-8' } });
    expect([help.exit, help.stdout]).toEqual([0, expect.stringContaining('visa ett ärende steg för steg')]);
  });

  it('speaks the language of its environment, to the last word of its frame', async () => {
    const sv = { environment: { LANG: 'sv_SE.UTF-8' } };
    const pages = await Promise.all([['--help'], ['help', 'import'], ['verify', '-h']].map((argv) => run(argv, sv)));
    for (const { stdout } of pages) {
      expect(stdout).toContain('Användning: etapp');
      expect(stdout).toContain('Flaggor:');
      expect(stdout).not.toMatch(/Usage|Options|Arguments|Commands|\[options\]|\[command\]|display|env:/);
    }
    expect((await run(['--help'], { environment: { LANG: 'en_GB.UTF-8' } })).stdout).toMatch(
      /Usage: etapp \[options\]/,
    );
  });

  it.each([
    [['verifi'], 'Det finns inget kommando ”verifi”. Menade du verify?', 'There is no command “verifi”.'],
    [['verify', '--strem', 'x'], 'Det finns ingen flagga --strem. Menade du --stream?', 'There is no option --strem.'],
    [['replay'], '<case> måste anges.', '<case> must be given.'],
    [['import', 'a.csv'], 'Flaggan --mapping <file> måste anges.', 'The option --mapping <file> must be given.'],
    [['verify', '--stream'], 'Flaggan --stream <name> behöver ett värde.', 'The option --stream <name> needs a value.'],
    [['verify', 'all'], 'Det är för många argument.', 'There are too many arguments.'],
  ])('says what is wrong with %j, once', async (argv, swedish, english) => {
    const [sv, en] = await Promise.all(
      ['sv', 'en'].map((language) => run(argv, { environment: { LANG: `${language}_SE.UTF-8` } })),
    );
    expect([sv?.exit, en?.exit]).toEqual([2, 2]);
    expect(sv?.stderr).toBe(`${swedish} ”etapp --help” visar vad som finns.\n`);
    expect(en?.stderr.startsWith(english)).toBe(true);
    expect(JSON.parse((await run([...argv, '--json'])).stderr)).toMatchObject({ kind: 'failure', exit: 2 });
  });

  it('makes no folder where it is asked about one that is not there', async () => {
    const ran = await run(['verify', '--data', join(folder, 'none')]);
    expect([ran.exit, ran.stdout]).toEqual([5, '']);
  });

  it('says as one object what went wrong when it answers in JSON', async () => {
    const { stderr } = await run(['verify', '--data', join(folder, 'none'), '--json']);
    expect(JSON.parse(stderr)).toMatchObject({ kind: 'failure', exit: 5 });
  });

  it('ends with 7 where the database does not answer, and with 3 where the environment does not name it', async () => {
    const gone = { ETAPP_PROJECTOR_DATABASE_URL: 'postgres://etapp_projector:x@127.0.0.1:1/etapp' };
    expect((await run(['verify'], { environment: gone })).exit).toBe(7);
    const wrong = { ETAPP_API_DATABASE_URL: 'postgres://127.0.0.1/x' };
    expect((await run(['verify'], { environment: wrong })).exit).toBe(3);
  });
});

describe('a deployment that is not a demo', () => {
  let deployment: TestDeployment;
  beforeAll(async () => {
    deployment = await testDeployment(unitId, []);
  });
  afterAll(() => deployment.close());

  it('is never seeded: made-up people must not stand beside real ones', async () => {
    const before = await deployment.counts();
    const ran = await deployment.etapp(['seed'], { environment: { ETAPP_MODE: 'development' } });
    expect(ran.exit).toBe(3);
    expect(await deployment.counts()).toEqual(before);
  });

  it('is refused for being in production already', async () => {
    const ran = await deployment.etapp(['seed']);
    expect([ran.exit, ran.stderr]).toEqual([3, expect.stringContaining('ETAPP_MODE=development')]);
  });

  it('ends with 4 where a role may not do what it is asked, such as to log in with a wrong password', async () => {
    const url = new URL(deployment.environment['ETAPP_PROJECTOR_DATABASE_URL'] ?? '');
    url.password = 'wrong';
    const environment = { ETAPP_PROJECTOR_DATABASE_URL: url.href };
    expect((await deployment.etapp(['verify'], { environment })).exit).toBe(4);
  });

  it('tells which migrations an empty database lacks, and runs them once', async () => {
    const { superuserUrl } = deployment.database;
    const name = `spec_migrate_${process.pid}`;
    await createDatabase(superuserUrl, name);
    const empty = new URL(superuserUrl);
    empty.pathname = `/${name}`;
    const environment = {
      ETAPP_MIGRATION_DATABASE_URL: empty.href,
      ETAPP_PROJECTOR_DATABASE_URL: roleUrl(superuserUrl, 'projector', name),
    };
    const missing = async (...more: string[]): Promise<unknown> =>
      JSON.parse((await deployment.etapp(['migrate', '--json', ...more], { environment })).stdout);
    try {
      const all = expect.arrayContaining(['0001_roles_and_schemas', '0002_event_log']);
      expect(await missing('--dry-run')).toMatchObject({ kind: 'migration', dryRun: true, migrations: all });
      expect(await missing()).toMatchObject({ dryRun: false, migrations: all });
      expect(await missing()).toMatchObject({ migrations: [] });
      const rebuilt = await deployment.etapp(['rebuild', 'staff_directory'], { environment });
      expect(rebuilt.exit).toBe(0);
    } finally {
      await dropDatabase(superuserUrl, name);
    }
  });
});

describe('an exit code', () => {
  it('follows from what was thrown', () => {
    expect(exitCodeOf(new Stopped(exitCodes.conflict, { sv: '', en: '' }))).toBe(6);
    expect(exitCodeOf(new InvalidConfiguration([]))).toBe(3);
    expect(exitCodeOf(new StoreUnavailable('outage'))).toBe(7);
    expect(exitCodeOf(new LogRefused('no right'))).toBe(4);
    for (const Damage of [ForeignEvent, StreamIncomplete, WrongTenant]) expect(exitCodeOf(new Damage('case'))).toBe(1);
    expect(exitCodeOf(new LeaseLost('somebody else may have taken over'))).toBe(6);
    expect(exitCodeOf(new InvalidConnectionString('no host'))).toBe(3);
  });

  it('tells a refused login from an outage by what lies beneath', () => {
    const cause = Object.assign(new Error('password'), { code: '28P01' });
    expect(exitCodeOf(new StoreUnavailable('outage', { cause }))).toBe(4);
  });

  it('takes no defect for an outcome', () => {
    expect([exitCodeOf(new TypeError('x')), exitCodeOf('x')]).toEqual([70, 70]);
  });
});

describe('the language', () => {
  it('is English where the environment asks for it, the strongest variable first, otherwise Swedish', () => {
    expect(languageOf({ LANG: 'en_US.UTF-8' })).toBe('en');
    expect(languageOf({ LANG: 'en_US.UTF-8', LC_ALL: 'sv_SE.UTF-8' })).toBe('sv');
    expect([languageOf({}), languageOf({ LANG: 'C.UTF-8' })]).toEqual(['sv', 'sv']);
  });
});

describe('progress that nobody watches on a terminal', () => {
  it('is a line every ten seconds, with the rate and the time left', () => {
    const stream = new PassThrough();
    let now = 0;
    const progress = startProgress({ stream, json: true, what: 'Work', elapsed: () => now });
    now = 9_999;
    progress.update(100, 400);
    expect(stream.read()).toBeNull();
    now = 10_000;
    progress.update(100, 400);
    expect(JSON.parse(String(stream.read()))).toEqual({
      ...{ kind: 'progress', what: 'Work', done: 100, total: 400, perSecond: 10, secondsLeft: 30 },
    });
    progress.end();
  });
});
