import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { withClient } from '@etapp/database';
import { PostgresStore } from '@etapp/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';

import { tenant, type TestDeployment, testDeployment } from '../deployment.fixture.js';
import { keptTables } from '../shipping/table-file.js';

const unitId = '0197e7a0-0d16-7000-8000-000000000001';
const staff = ['0197e7a0-0d16-7000-8000-000000000002', '0197e7a0-0d16-7000-8000-000000000003'];

/** Where each event stands, with every column. */
const logOf = ({ database }: TestDeployment) =>
  withClient(database.superuserUrl, async (client) => {
    const { rows } = await client.query<object>('SELECT * FROM log.events ORDER BY position');
    return rows;
  });
const rowsOf = ({ database }: TestDeployment, table: string) =>
  withClient(database.superuserUrl, async (client) => {
    const { rows } = await client.query<object>(`SELECT * FROM ${table} t ORDER BY t::text`);
    return rows;
  });

describe('a log that is shipped', () => {
  let folder: string;
  let source: TestDeployment;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'etapp-export-'));
    source = await testDeployment(unitId, staff);
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await source.close();
  });

  const log = () => join(folder, 'log.ndjson');
  const admin = ({ database }: TestDeployment) => ({ ETAPP_MIGRATION_DATABASE_URL: database.superuserUrl });
  const etapp = (deployment: TestDeployment, argv: readonly string[], signal?: AbortSignal) =>
    deployment.etapp(argv, { environment: admin(deployment), ...(signal === undefined ? {} : { signal }) });
  /** An empty deployment of the same release. */
  const emptied = async (): Promise<TestDeployment> => {
    const target = await testDeployment(unitId, []);
    await withClient(target.database.superuserUrl, async (client) => {
      await client.query('ALTER TABLE log.events DISABLE TRIGGER append_only; DELETE FROM log.events');
      await client.query('ALTER TABLE log.events ENABLE ALWAYS TRIGGER append_only');
      for (const table of [...keptTables.keys].reverse()) await client.query(`DELETE FROM ${table}`);
    });
    return target;
  };

  it('is put back event by event where it stood, with its keys and claims', async () => {
    await withClient(source.database.superuserUrl, async (client) => {
      await client.query(`INSERT INTO app.claims VALUES ('${tenant}', 'kind', 'key', '${unitId}', now(), 1)`);
    });
    expect((await etapp(source, ['export', folder])).exit).toBe(0);
    expect((await etapp(source, ['export-keys', folder])).exit).toBe(0);
    const target = await emptied();
    const ran = await etapp(target, ['import-log', folder, '--keys', folder, '--json']);
    expect([ran.exit, ran.stderr]).toEqual([0, '']);
    expect(await logOf(target)).toEqual(await logOf(source));
    for (const table of [...keptTables.keys, 'app.claims']) {
      expect(await rowsOf(target, table)).toEqual(await rowsOf(source, table));
    }
    expect((await target.etapp(['verify'])).exit).toBe(0);
    const again = await etapp(target, ['import-log', folder, '--keys', folder, '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ events: 3, appended: 0 });
    await target.close();
  });

  it('goes on where an earlier run ended, also after a line that a crash left unfinished', async () => {
    await etapp(source, ['export', folder]);
    const whole = readFileSync(log(), 'utf8');
    writeFileSync(log(), `${whole.split('\n').slice(0, 2).join('\n')}\n{"position":"2","recor`);
    expect((await etapp(source, ['export', folder])).exit).toBe(0);
    expect(readFileSync(log(), 'utf8')).toBe(whole);
  });

  it('goes on until it is stopped when told to follow', async () => {
    const stopping = new AbortController();
    const running = etapp(source, ['export', folder, '--follow', '--every', '1'], stopping.signal);
    const store = new PostgresStore({ url: source.database.urls.projector, name: 'spec' });
    const shipped = () => {
      try {
        return readFileSync(log(), 'utf8').split('\n').length;
      } catch {
        return 0;
      }
    };
    const until = async (lines: number): Promise<void> => {
      for (; shipped() < lines;) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await until(5);
    const [event] = await store.readStream({ category: 'unit', tenant, id: unitId });
    if (event === undefined) throw new Error('the fixture has a unit');
    const copy = { id: unitId.replace(/1$/, '9'), type: event.type, header: '{}', data: '{}', link: event.link };
    const stream = { category: 'unit', tenant, id: unitId.replace(/1$/, '9') };
    await store.append({ stream, expectedVersion: 0, events: [copy], recordedAt: event.recordedAt });
    await until(6);
    stopping.abort();
    expect((await running).exit).toBe(0);
    await store.close();
  });

  it('is not put back when a line was changed, and the place is named', async () => {
    await etapp(source, ['export', folder]);
    writeFileSync(log(), readFileSync(log(), 'utf8').replace('9901', '9902'));
    const target = await emptied();
    const ran = await etapp(target, ['import-log', folder]);
    expect([ran.exit, ran.stderr]).toEqual([1, expect.stringContaining('line ')]);
    expect(await logOf(target)).toEqual([]);
    await target.close();
  });

  it('is not mixed with another log, neither in the file nor in the deployment', async () => {
    await etapp(source, ['export', folder]);
    const other = await testDeployment(unitId.replace('0d16', '0d17'), staff);
    expect((await etapp(other, ['export', folder])).exit).toBe(6);
    expect((await etapp(other, ['import-log', folder])).exit).toBe(6);
    await other.close();
  });

  it('is shipped to another folder once it was moved here, for its positions are others then', async () => {
    await etapp(source, ['export', folder]);
    const store = new PostgresStore({ url: source.database.urls.projector, name: 'spec' });
    const from = { kind: 'eventstoredb', generation: null } as const;
    await store.addGeneration(
      { id: staff[0] ?? '', at: '2026-03-02T09:00:00.000Z', version: '0', from, moved: null },
      0,
    );
    await store.close();
    expect((await etapp(source, ['export', folder])).exit).toBe(6);
    expect((await etapp(source, ['export', join(folder, 'anew')])).exit).toBe(0);
  });

  it('leaves nothing behind in a deployment that has more of the log than the file', async () => {
    await etapp(source, ['export', folder]);
    await etapp(source, ['export-keys', folder]);
    const grown = await emptied();
    await etapp(grown, ['import-log', folder]);
    const store = new PostgresStore({ url: grown.database.urls.projector, name: 'spec' });
    const [unit] = await store.readStream({ category: 'unit', tenant, id: unitId });
    if (unit === undefined) throw new Error('the fixture has a unit');
    const { type, link, recordedAt } = unit;
    for (const id of [randomUUID(), randomUUID()]) {
      const events = [{ id, type, header: '{}', data: '{}', link }] as const;
      await store.append({ stream: { category: 'unit', tenant, id }, expectedVersion: 0, events, recordedAt });
    }
    await store.close();
    const ran = await etapp(grown, ['import-log', folder, '--keys', folder]);
    expect([ran.exit, (await logOf(grown)).length]).toEqual([6, 5]);
    for (const table of keptTables.keys) expect(await rowsOf(grown, table)).toEqual([]);
    await grown.close();
  });

  it('is not put back beneath a program that is connected, which is named', async () => {
    await etapp(source, ['export', folder]);
    const target = await emptied();
    const api = new Client({ connectionString: target.database.urls.api, application_name: 'etapp-api' });
    await api.connect();
    const ran = await etapp(target, ['import-log', folder]);
    expect([ran.exit, ran.stderr]).toEqual([6, expect.stringContaining('etapp_api (etapp-api, 1)')]);
    expect(await logOf(target)).toEqual([]);
    await api.end();
    expect((await etapp(target, ['import-log', folder])).exit).toBe(0);
    await target.close();
  });

  it('is refused by a folder whose keys it could not open', async () => {
    await etapp(source, ['export', folder]);
    const ran = await etapp(source, ['--data', join(folder, 'new'), 'import-log', folder, '--keys', folder]);
    expect([ran.exit, ran.stderr]).toEqual([3, expect.stringContaining('master.key')]);
  });

  it('is readable by its owner only, and keys are replaced as a whole', async () => {
    await etapp(source, ['export', folder]);
    await etapp(source, ['export-keys', folder]);
    appendFileSync(join(folder, 'keys.ndjson'), 'x\n');
    await etapp(source, ['export-keys', folder]);
    for (const name of ['log', 'beside', 'keys']) {
      expect(statSync(join(folder, `${name}.ndjson`)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(join(folder, 'keys.ndjson'), 'utf8')).not.toContain('x\n');
    const told = ['export', 'keys'].map((kind) => readFileSync(join(folder, `${kind}.prom`), 'utf8'));
    const seconds = Date.parse('2026-03-02T08:00:00Z') / 1_000;
    expect(told).toEqual(
      ['export', 'keys'].map((kind) => `etapp_backup_last_success_timestamp_seconds{kind="${kind}"} ${seconds}\n`),
    );
  });
});

/** What a log gives back by being folded again, or what nobody misses. */
const madeAnew = [
  'app.last_opened',
  'app.log_generation',
  'app.receipts',
  'app.reminder_health',
  'app.webhook_keys',
  'log.events',
  'log.generations',
  'reminders.agenda',
  'reminders.coming_settings',
  'reminders.faulty',
  'reminders.planner',
  'reminders.schedules',
  'reminders.unplanned',
];

describe('a table', () => {
  it('is either shipped or made anew: one that is new must be put on a list', async () => {
    const deployment = await testDeployment(unitId, []);
    const { rows } = await withClient(deployment.database.superuserUrl, (client) =>
      client.query<{ name: string }>(
        `SELECT format('%s.%s', schemaname, tablename) AS name FROM pg_tables
         WHERE schemaname IN ('log', 'keys', 'app', 'reminders')`,
      ),
    );
    const listed: readonly string[] = [...keptTables.keys, ...keptTables.beside, ...madeAnew];
    expect(rows.map(({ name }) => name).filter((name) => !listed.includes(name))).toEqual([]);
    await deployment.close();
  });
});
