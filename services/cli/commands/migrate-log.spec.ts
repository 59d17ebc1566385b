import { composeCommands } from '@etapp/api';
import { withClient } from '@etapp/database';
import { loadMasterKey } from '@etapp/privacy';
import { testEventStoreDbLog, type TestLog, testLogPlace } from '@etapp/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { tenant, type TestDeployment, testDeployment } from '../deployment.fixture.js';

const unitId = '0197e7a0-0d18-7000-8000-000000000001';
const staff = ['0197e7a0-0d18-7000-8000-000000000002', '0197e7a0-0d18-7000-8000-000000000003'];
const patience = 300_000;
const Generation = z.object({ generation: z.unknown() });

describe(`migrate-log (${testLogPlace})`, () => {
  let deployment: TestDeployment;
  let node: TestLog;
  beforeEach(async () => {
    deployment = await testDeployment(unitId, staff);
    node = await testEventStoreDbLog();
  }, patience);
  afterEach(async () => {
    await node.close();
    await deployment.close();
  }, patience);

  const etapp = (argv: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    deployment.etapp(argv, {
      environment: { ETAPP_MIGRATION_DATABASE_URL: deployment.database.superuserUrl, ...more },
    });
  const there = () => etapp(['migrate-log', '--from', 'here', '--to', node.url, '--json']);

  it(
    'shows what it would do, does it, and changes nothing when it is run again',
    async () => {
      const rehearsed = await etapp(['migrate-log', '--from', 'here', '--to', node.url, '--dry-run', '--json']);
      expect([rehearsed.exit, JSON.parse(rehearsed.stdout)]).toMatchObject([
        0,
        { events: 3, appended: 3, generation: null },
      ]);
      const moved = await there();
      expect([moved.exit, moved.stderr]).toEqual([0, '']);
      const summary: unknown = JSON.parse(moved.stdout);
      expect(summary).toMatchObject({ events: 3, appended: 3, raised: 0 });
      const again = await there();
      const { generation } = Generation.parse(summary);
      expect([again.exit, JSON.parse(again.stdout)]).toMatchObject([0, { appended: 0, generation }]);
    },
    patience,
  );

  it(
    'stops where others wrote to a stream of the log, and names it',
    async () => {
      await there();
      const name = await node.stray(`case-${tenant}.${unitId}`);
      const target = await testEventStoreDbLog();
      const move = ['migrate-log', '--from', node.url, '--to', target.url, '--log-only'];
      for (const argv of [move, [...move, '--dry-run']]) {
        const refused = await etapp(argv);
        expect([refused.exit, refused.stderr]).toEqual([1, expect.stringContaining(name)]);
      }
      await target.close();
    },
    patience,
  );

  it(
    'leaves a log that verify knows the origin of, and whose read models can be rebuilt',
    async () => {
      await there();
      const log = { ETAPP_EVENT_STORE_URL: node.url };
      const verified = await etapp(['verify'], log);
      expect([verified.exit, verified.stdout]).toEqual([0, expect.stringContaining('Moved here from postgresql')]);
      expect((await etapp(['rebuild', 'worklist'], log)).exit).toBe(0);
      expect((await etapp(['rebuild', 'worklist'])).exit).toBe(3);
    },
    patience,
  );

  it(
    'finds the effect of a command that was given before the move and is repeated after it',
    async () => {
      await there();
      const { database, environment } = deployment;
      const { act, store, close } = await composeCommands({
        ...{ apiDatabaseUrl: database.urls.api, keysDatabaseUrl: database.urls.keys, eventStoreUrl: node.url },
        wrapping: loadMasterKey({ env: environment['ETAPP_MASTER_KEY'] }),
        now: () => '2026-03-02T09:00:00.000Z',
      });
      const actor = { userId: unitId, role: 'operator', partyKind: 'labourMarketAdministration' };
      const body = {
        unitId,
        name: 'Enheten',
        municipalityCode: '9901',
        leadUserId: staff[0],
        legalBases: ['SoL-2025:400'],
      };
      const before = await store.head();
      const register = (key: string) => act({ tenant, actor, name: 'RegisterUnit', id: unitId, body, key });
      expect(await register('fixture')).toMatchObject({ repeated: true, receipt: { changed: true } });
      // Another command finds the unit registered, and no effect of its own.
      expect(await register('another')).toMatchObject({ repeated: false, receipt: { changed: false } });
      expect(await store.head()).toBe(before);
      await close();
    },
    patience,
  );

  it(
    'says which event was changed, and ends with 1',
    async () => {
      await withClient(deployment.database.superuserUrl, async (client) => {
        await client.query(`ALTER TABLE log.events DISABLE TRIGGER append_only;
        UPDATE log.events SET data = replace(data, '9901', '9902') WHERE type = 'UnitRegistered'`);
      });
      const ran = await there();
      expect([ran.exit, ran.stderr]).toEqual([1, expect.stringContaining(`unit-${unitId}`)]);
    },
    patience,
  );

  it(
    'refuses what is no log, and one and the same',
    async () => {
      expect((await etapp(['migrate-log', '--from', 'here', '--to', 'somewhere'])).exit).toBe(2);
      expect((await etapp(['migrate-log', '--from', 'here', '--to', 'here'])).exit).toBe(2);
      expect((await etapp(['migrate-log', '--from', 'here', '--to', 'esdb://node'])).exit).toBe(2);
      expect((await etapp(['migrate-log', '--from', 'here'])).exit).toBe(2);
    },
    patience,
  );
});
