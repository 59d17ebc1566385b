import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { withClient } from '@etapp/database';
import { openEventStore, type OpenEventStore, type StoredEvent } from '@etapp/event-store';
import { generateMasterKey } from '@etapp/privacy';
import { testEventStoreDbLog, type TestLog, testLogPlace } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { tenant, type TestDeployment, testDeployment } from '../deployment.fixture.js';
import { keptTables } from '../shipping/table-file.js';

const example = fileURLToPath(new URL('../../../docs/how-to/import/', import.meta.url));
const Mapping = z.object({
  case: z.object({ unitId: z.object({ constant: z.uuid() }) }),
  caseworker: z.object({ userId: z.object({ values: z.record(z.string(), z.uuid()) }) }),
});
const mapping = Mapping.parse(JSON.parse(readFileSync(`${example}example.mapping.json`, 'utf8')));
const unitId = mapping.case.unitId.constant;
const staff = Object.values(mapping.caseworker.userId.values);
const patience = 300_000;
const Said = z.looseObject({ kind: z.string(), caseId: z.string().optional() });
const said = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => Said.parse(JSON.parse(line)));

const allOf = async (store: OpenEventStore): Promise<readonly StoredEvent[]> =>
  (await store.readAll(store.start, {}, 1_000)).events;
const withoutPlace = ({ position: _position, ...event }: StoredEvent) => event;
const rowsOf = ({ database }: TestDeployment, table: string) =>
  withClient(database.superuserUrl, async (client) => {
    const { rows } = await client.query<object>(`SELECT * FROM ${table} t ORDER BY t::text`);
    return rows;
  });

describe(`a deployment whose log is in EventStoreDB (${testLogPlace})`, () => {
  let log: TestLog;
  let store: OpenEventStore;
  let deployment: TestDeployment;
  let caseId = '';
  const opened: OpenEventStore[] = [];
  const open = (url: string): OpenEventStore => {
    const one = openEventStore({ url, name: 'spec' });
    opened.push(one);
    return one;
  };
  const etapp = async (argv: readonly string[], on = deployment) => {
    const environment = {
      ...{ ETAPP_MODE: 'development', ETAPP_MIGRATION_DATABASE_URL: on.database.superuserUrl },
      ...{ ETAPP_WEBHOOK_KEY: generateMasterKey(), ETAPP_WEBHOOK_HOSTS: JSON.stringify({ [tenant]: ['127.0.0.1:1'] }) },
    };
    const ran = await on.etapp([...argv, '--json'], { environment });
    return { ...ran, said: ran.stdout === '' ? [] : said(ran.stdout) };
  };

  beforeAll(async () => {
    log = await testEventStoreDbLog();
    store = open(log.url);
    deployment = await testDeployment(unitId, staff, log.url);
    const imported = await etapp(['import', `${example}example.csv`, '--mapping', `${example}example.mapping.json`]);
    caseId = imported.said[0]?.caseId ?? '';
  }, patience);
  afterAll(async () => {
    for (const one of opened) await one.close();
    await deployment.close();
    await log.close();
  }, patience);

  it(
    'has it there, and nothing of it in its database',
    async () => {
      expect((await allOf(store)).length).toBeGreaterThan(5);
      expect(await deployment.counts()).toMatchObject({ 'log.events': '0' });
    },
    patience,
  );

  it(
    'tells a case from it, as it was known at an instant, with and without what is personal',
    async () => {
      const told = await etapp(['replay', caseId]);
      expect([told.exit, told.said]).toMatchObject([0, [{ version: 1, type: 'CaseOpened' }, { version: 2 }]]);
      expect((await etapp(['replay', caseId, '--open'])).exit).toBe(0);
      expect((await etapp(['replay', caseId, '--as-of', '2026-03-02T07:59:59Z'])).exit).toBe(5);
    },
    patience,
  );

  it(
    'builds a read model from it, up to its head',
    async () => {
      const head = await store.head();
      const planned = await etapp(['rebuild', 'staff_directory', '--dry-run']);
      expect([planned.exit, planned.said]).toMatchObject([0, [{ outcome: 'planned', position: '0', head }]]);
      const rebuilt = await etapp(['rebuild', 'staff_directory']);
      expect([rebuilt.exit, rebuilt.said]).toMatchObject([0, [{ outcome: 'switched', position: head, parked: 0 }]]);
    },
    patience,
  );

  it(
    'sees what is due and what would ring',
    async () => {
      expect((await etapp(['reminders', 'due'])).exit).toBe(0);
      const simulated = await etapp(['reminders', 'simulate', '--from', '2026-03-02', '--to', '2026-06-01']);
      expect(simulated.exit).toBe(0);
      expect(simulated.said.length).toBeGreaterThan(0);
    },
    patience,
  );

  it(
    'tells a receiver from the place of an event on, and from no other place',
    async () => {
      const [first, second] = await allOf(store);
      const from = first?.position ?? '';
      const add = (given: string) =>
        etapp(['webhooks', 'add', 'http://127.0.0.1:1/hooks', '--from', given, '--dry-run']);
      expect(await add('start')).toMatchObject({ exit: 0, said: [{ position: store.start }] });
      expect(await add(from)).toMatchObject({ exit: 0, said: [{ position: from }] });
      expect(await add(await store.head())).toMatchObject({ exit: 0, said: [{ position: await store.head() }] });
      const between = String(BigInt(second?.position ?? '') - 1n);
      const beyond = String(BigInt(await store.head()) + 1_000_000n);
      for (const wrong of [between, beyond, '/', '1/2/3', 'yesterday']) expect((await add(wrong)).exit).toBe(2);
    },
    patience,
  );

  describe('that is shipped', () => {
    let folder: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'etapp-shipped-'));
      expect((await etapp(['webhooks', 'add', 'http://127.0.0.1:1/hooks', '--from', 'head'])).exit).toBe(0);
      expect((await etapp(['export', folder])).exit).toBe(0);
      expect((await etapp(['export-keys', folder])).exit).toBe(0);
    }, patience);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    /** An empty deployment of the same release and master key, with its log in its database or elsewhere. */
    const emptied = async (eventStoreUrl?: string): Promise<TestDeployment> => {
      const made = await testDeployment(randomUUID(), []);
      await withClient(made.database.superuserUrl, async (client) => {
        await client.query('ALTER TABLE log.events DISABLE TRIGGER append_only; DELETE FROM log.events');
        await client.query('ALTER TABLE log.events ENABLE ALWAYS TRIGGER append_only');
        for (const table of [...keptTables.keys].reverse()) await client.query(`DELETE FROM ${table}`);
      });
      const { ETAPP_MASTER_KEY } = deployment.environment;
      const own = { ETAPP_MASTER_KEY, ETAPP_EVENT_STORE_URL: eventStoreUrl };
      return {
        ...made,
        etapp: (argv, more = {}) => made.etapp(argv, { ...more, environment: { ...own, ...more.environment } }),
      };
    };

    const requirePutBack = async (target: TestDeployment, there: OpenEventStore): Promise<void> => {
      const original = await allOf(store);
      const ran = await etapp(['import-log', folder, '--keys', folder], target);
      expect([ran.exit, ran.said]).toMatchObject([0, [{ events: original.length, appended: original.length }]]);
      expect((await allOf(there)).map(withoutPlace)).toEqual(original.map(withoutPlace));
      const records = await there.generations();
      expect(records.map(({ moved }) => moved?.events)).toEqual([undefined, original.length]);
      expect(await rowsOf(target, 'app.log_generation')).toMatchObject([{ id: records.at(-1)?.id }]);
      // What follows the log stands at the same event as before.
      expect(await rowsOf(target, 'reminders.webhooks')).toMatchObject([{ position: await there.head() }]);
      for (const table of keptTables.keys) expect(await rowsOf(target, table)).toEqual(await rowsOf(deployment, table));
      expect((await etapp(['verify'], target)).said).toMatchObject([{ events: original.length, findings: [] }]);
      expect((await etapp(['replay', caseId, '--open'], target)).exit).toBe(0);
      const again = await etapp(['import-log', folder, '--keys', folder], target);
      expect([again.exit, again.said]).toMatchObject([0, [{ appended: 0 }]]);
      expect(await there.generations()).toEqual(records);
    };

    it(
      'is gone on with where the file ends',
      async () => {
        const file = () => readFileSync(join(folder, 'log.ndjson'), 'utf8');
        const before = file();
        expect((await etapp(['export', folder])).said).toMatchObject([
          { kind: 'export', events: (await allOf(store)).length, position: await store.head() },
        ]);
        expect(file()).toBe(before);
        expect(before.split('\n')[0]).toContain('"log":"eventstoredb","generation":null');
      },
      patience,
    );

    it(
      'is put back into PostgreSQL, with its keys and its followers at the same event',
      async () => {
        const target = await emptied();
        await requirePutBack(target, open(target.database.urls.projector));
        await target.close();
      },
      patience,
    );

    it(
      'is put back into another EventStoreDB',
      async () => {
        const other = await testEventStoreDbLog();
        const target = await emptied(other.url);
        await requirePutBack(target, open(other.url));
        await target.close();
        await other.close();
      },
      patience,
    );

    it(
      'is not mixed with a log that is in PostgreSQL',
      async () => {
        const other = await testDeployment(randomUUID(), staff);
        expect((await etapp(['export', folder], other)).exit).toBe(6);
        expect((await etapp(['import-log', folder], other)).exit).toBe(6);
        await other.close();
      },
      patience,
    );
  });

  it(
    'finds what does not fit into its chain, the last thing here, for it stays',
    async () => {
      const sound = await etapp(['verify']);
      expect([sound.exit, sound.said]).toMatchObject([0, [{ events: (await allOf(store)).length, findings: [] }]]);
      const stream = { category: 'unit', tenant, id: unitId };
      const [unit] = await store.readStream(stream);
      if (unit === undefined) throw new Error('the fixture has a unit');
      const { type, header, data, link, recordedAt } = unit;
      await store.append({
        stream,
        expectedVersion: 1,
        events: [{ id: randomUUID(), type, header: header.replace(/"version":1}$/, '"version":2}'), data, link }],
        recordedAt,
      });
      const found = [{ tenant, stream: `unit-${unitId}`, version: 2, position: await store.head() }];
      const broken = await etapp(['verify']);
      expect([broken.exit, broken.said]).toMatchObject([1, [{ findings: found }]]);
      const alone = await etapp(['verify', '--stream', `unit-${unitId}`]);
      expect([alone.exit, alone.said]).toMatchObject([1, [{ streams: 1, findings: found }]]);
    },
    patience,
  );

  it(
    'names what others wrote to it, and goes on shipping what is its own',
    async () => {
      const [events, name] = [(await allOf(store)).length, await log.stray(`case-${tenant}.${randomUUID()}`)];
      const stray = { fault: 'foreign-event', stream: name, position: expect.any(String) };
      expect((await etapp(['verify'])).said).toMatchObject([{ events, findings: expect.arrayContaining([stray]) }]);
      const folder = mkdtempSync(join(tmpdir(), 'etapp-shipped-'));
      const shipped = await etapp(['export', folder]);
      rmSync(folder, { recursive: true, force: true });
      expect([shipped.exit, shipped.said.at(-1)]).toMatchObject([0, { kind: 'export', events }]);
      expect(shipped.stderr).toContain(name);
    },
    patience,
  );
});
