import { randomUUID } from 'node:crypto';

import { composeCommands } from '@etapp/api';
import { createPool, withClient } from '@etapp/database';
import { type OpenEventStore, openEventStore } from '@etapp/event-store';
import { generateMasterKey, linkOf, loadMasterKey } from '@etapp/privacy';
import { cancelRebuild } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { testEventStoreDbLog, type TestLog } from '@etapp/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';

import { tenant, type TestDeployment, testDeployment } from '../deployment.fixture.js';
import { changeGeneration } from './checkpoints.js';
import { move, type MoveParts } from './move.js';

const unitId = '0197e7a0-0d1a-7000-8000-000000000001';
const patience = 300_000;
const still = async (): Promise<void> => undefined;

/** A log, some of whose methods are others. */
const withOwn = (log: OpenEventStore, own: Partial<OpenEventStore>): OpenEventStore =>
  new Proxy(log, {
    get: (whole, name): unknown => {
      const value: unknown = Reflect.get(name in own ? own : whole, name);
      if (typeof value !== 'function') return value;
      const bound: unknown = value.bind(whole);
      return bound;
    },
  });

describe('a database that is taken along when its log moves', () => {
  let deployment: TestDeployment;
  let log: TestLog;
  let source: OpenEventStore;
  let target: OpenEventStore;
  let api: Client;
  beforeEach(async () => {
    deployment = await testDeployment(unitId, ['0197e7a0-0d1a-7000-8000-000000000002']);
    log = await testEventStoreDbLog();
    const { urls } = deployment.database;
    source = openEventStore({ url: urls.projector, name: 'etapp-migrate-log-from' });
    target = openEventStore({ url: log.url, name: 'etapp-migrate-log-to' });
    api = new Client({ connectionString: urls.api, application_name: 'etapp-api' });
  }, patience);
  afterEach(async () => {
    await api.end();
    await source.close();
    await target.close();
    await log.close();
    await deployment.close();
  }, patience);

  const sql = async (text: string): Promise<unknown[]> =>
    withClient(deployment.database.superuserUrl, async (client) => (await client.query<object>(text)).rows);
  const generation = () => sql('SELECT id FROM app.log_generation');
  const moving = (more: Partial<MoveParts> = {}) =>
    move({
      ...{ source, target, signal: new AbortController().signal, now: () => '2026-04-02T12:00:00.000Z' },
      ...{ version: '0.0.0', onProgress: () => undefined },
      database: { adminUrl: deployment.database.superuserUrl, projectorUrl: deployment.database.urls.projector },
      ...more,
    });
  /** The log, with something that happens when it was copied, just before it is asked whether it stood still. */
  const whenCopied = (log: OpenEventStore, happens: () => Promise<unknown>): OpenEventStore => {
    let asked = 0;
    const head = async () => {
      asked += 1;
      if (asked === 2) await happens();
      return log.head();
    };
    return withOwn(log, { head });
  };
  const etapp = (...more: readonly string[]) =>
    deployment.etapp(['migrate-log', '--from', 'here', '--to', log.url, ...more], {
      environment: { ETAPP_MIGRATION_DATABASE_URL: deployment.database.superuserUrl },
    });
  /** The API's log, by a name that no move looks for: as if it had no connection whenever one looks. */
  const unseen = () => openEventStore({ url: deployment.database.urls.api, name: 'etapp-migrate-log-unseen' });
  const named = expect.stringContaining('etapp_api (etapp-api, 1)');

  it(
    'is left alone while a program is connected, which is named; the events alone may be moved meanwhile',
    async () => {
      await api.connect();
      expect(await etapp()).toMatchObject({ exit: 6, stderr: named });
      expect(await target.generations()).toEqual([]);
      expect((await etapp('--log-only')).exit).toBe(0);
      expect(await generation()).toEqual([]);
      await api.end();
      expect((await etapp()).exit).toBe(0);
      expect(await generation()).toEqual([{ id: (await target.generations()).at(-1)?.id }]);
    },
    patience,
  );

  it(
    'is left alone when a program comes while events are copied, before anything says that the move is complete',
    async () => {
      const failed = moving({ source: whenCopied(source, () => api.connect()) });
      await expect(failed).rejects.toMatchObject({ exit: 6, message: named });
      expect((await target.generations()).map(({ moved }) => moved)).toEqual([null]);
      expect(await generation()).toEqual([]);
    },
    patience,
  );

  it(
    'is left alone when a program comes after that',
    async () => {
      await api.connect();
      const url = deployment.database.superuserUrl;
      const change = changeGeneration(url, { generation: randomUUID(), found: new Map(), still });
      await expect(change).rejects.toMatchObject({ exit: 6, message: named });
      expect(await generation()).toEqual([]);
    },
    patience,
  );

  it.each([
    ['was never followed', []],
    ['is followed', [`INSERT INTO reminders.planner VALUES ('agenda', '1')`]],
  ])(
    'is left alone when reminders moved on meanwhile: it %s',
    async (_which, before) => {
      for (const statement of before) await sql(statement);
      const goOn = () =>
        sql(`INSERT INTO reminders.planner VALUES ('agenda', '2') ON CONFLICT (name) DO UPDATE SET position = '2'`);
      const failed = moving({ source: whenCopied(source, goOn) });
      await expect(failed).rejects.toMatchObject({ exit: 6, message: expect.stringContaining('@2') });
      expect([await generation(), await sql('SELECT position FROM reminders.planner')]).toEqual([
        [],
        [{ position: '2' }],
      ]);
      await moving();
      expect(await sql('SELECT position FROM reminders.planner')).toEqual([{ position: await target.head() }]);
    },
    patience,
  );

  it(
    'is not called complete when somebody cancels the rebuild of a read model',
    async () => {
      const [projection] = projections;
      if (projection === undefined) throw new Error('there are read models');
      const { projector: url } = deployment.database.urls;
      const pool = createPool({ url, name: 'spec', max: 1, statementTimeoutMs: 5_000, lockTimeoutMs: 5_000 });
      let changed = false;
      const readAll: OpenEventStore['readAll'] = async (...asked) => {
        if (changed) await cancelRebuild({ pool, projection });
        changed = false;
        return target.readAll(...asked);
      };
      const failed = moving({
        target: withOwn(target, { readAll }),
        onStep: (step) => void (changed ||= step === 'generation-changed'),
      });
      await expect(failed).rejects.toMatchObject({ exit: 6, message: expect.stringContaining(projection.name) });
      await pool.end();
      expect(await moving()).toMatchObject({ copied: 0, rebuilt: projections.length });
    },
    patience,
  );

  it(
    'keeps commands from the log that was left',
    async () => {
      const { environment, database } = deployment;
      await sql(`INSERT INTO app.log_generation (id) VALUES ('${randomUUID()}')`);
      const composing = composeCommands({
        ...{ apiDatabaseUrl: database.urls.api, keysDatabaseUrl: database.urls.keys },
        wrapping: loadMasterKey({ env: environment['ETAPP_MASTER_KEY'] }),
        now: () => '2026-04-02T12:00:00.000Z',
      });
      await expect(composing).rejects.toMatchObject({ name: 'OtherGeneration' });
      const webhooks = ['webhooks', 'add', 'http://127.0.0.1:1/hooks', '--dry-run'];
      const settings = { ETAPP_MODE: 'development', ETAPP_WEBHOOK_KEY: generateMasterKey() };
      const hosts = { ETAPP_WEBHOOK_HOSTS: JSON.stringify({ [tenant]: ['127.0.0.1:1'] }) };
      expect((await deployment.etapp(webhooks, { environment: { ...settings, ...hosts } })).exit).toBe(3);
    },
    patience,
  );

  /** A unit of its own, as a sound chain. */
  const another = async (store: OpenEventStore): Promise<void> => {
    const stream = { category: 'unit', tenant, id: unitId };
    const [unit] = await source.readStream(stream);
    if (unit === undefined) throw new Error('the fixture has a unit');
    const [id, newId] = [randomUUID(), randomUUID()];
    const header = unit.header.replaceAll(unit.id, id).replaceAll(unitId, newId);
    const event = { id, type: unit.type, header, data: unit.data };
    const link = linkOf({ previous: undefined, header, data: unit.data });
    const at = { stream: { ...stream, id: newId }, expectedVersion: 0, recordedAt: unit.recordedAt };
    await store.append({ ...at, events: [{ ...event, link }] });
  };

  it(
    'leaves a log behind that takes nothing more, also from a program that was not connected; moved back, it takes it again',
    async () => {
      const idle = unseen();
      await moving();
      const left = await source.head();
      await expect(another(idle)).rejects.toMatchObject({ name: 'LogLeft' });
      expect(await source.head()).toBe(left);
      await another(target);
      await moving({ source: target, target: source });
      await another(idle);
      expect(await source.head()).toBe(String(Number(left) + 2));
      await idle.close();
    },
    patience,
  );

  it(
    'is left alone when somebody wrote to its log after the move was called complete; the next run takes it along',
    async () => {
      const passing = unseen();
      const addGeneration: OpenEventStore['addGeneration'] = async (record, known) => {
        await target.addGeneration(record, known);
        if (record.moved !== null) await another(passing);
      };
      const failed = moving({ target: withOwn(target, { addGeneration }) });
      await expect(failed).rejects.toMatchObject({ exit: 6, message: expect.stringContaining('@3') });
      expect(await generation()).toEqual([]);
      expect(await moving()).toMatchObject({ events: 3, copied: 1 });
      expect(await generation()).toEqual([{ id: (await target.generations()).at(-1)?.id }]);
      await passing.close();
    },
    patience,
  );

  it(
    'is of another generation each time: a log that goes there, back and there again says so before it is copied',
    async () => {
      const alone = { database: undefined };
      await moving(alone);
      await another(target);
      const back = await moving({ ...alone, source: target, target: source });
      await sql(`INSERT INTO app.log_generation (id) VALUES ('${back?.generation.id}')`);
      await another(source);
      const begun: unknown[] = [];
      const onStep = (step: string): void => void (step === 'begun' && begun.push(target.generations()));
      const moved = await moving({ ...alone, onStep });
      const records = [false, true, false];
      expect(await begun[0]).toMatchObject(records.map((done) => ({ moved: done ? expect.anything() : null })));
      expect((await target.generations()).map(({ id }) => id).slice(2)).toEqual([
        moved?.generation.id,
        moved?.generation.id,
      ]);
    },
    patience,
  );
});
