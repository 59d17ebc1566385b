import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { roleUrl } from '@etapp/database';
import { openEventStore } from '@etapp/event-store';
import { testEventStoreDbLog, type TestLog } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type TestDeployment, testDeployment } from '../deployment.fixture.js';

const unitId = '0197e7a0-0d19-7000-8000-000000000001';
const staff = ['0197e7a0-0d19-7000-8000-000000000002'];
const patience = 300_000;

describe('a login from which row-level security keeps rows, also as the owner of the tables', () => {
  let folder: string;
  let deployment: TestDeployment;
  let log: TestLog;
  let owner: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'etapp-rows-'));
    deployment = await testDeployment(unitId, staff);
    log = await testEventStoreDbLog();
    const { superuserUrl } = deployment.database;
    owner = roleUrl(superuserUrl, 'owner', new URL(superuserUrl).pathname.slice(1));
  }, patience);
  afterAll(async () => {
    await log.close();
    await deployment.close();
    rmSync(folder, { recursive: true, force: true });
  }, patience);

  const etapp = (argv: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    deployment.etapp(argv, { environment: { ETAPP_MIGRATION_DATABASE_URL: owner, ...more } });
  const superuser = () => ({ ETAPP_MIGRATION_DATABASE_URL: deployment.database.superuserUrl });
  const refusal = { exit: 4, stdout: '', stderr: expect.stringContaining('BYPASSRLS') };

  it(
    'makes no copy of the keys, and tells no monitoring that it did',
    async () => {
      expect(await etapp(['export-keys', folder])).toEqual(refusal);
      expect(['keys.ndjson', 'keys.prom'].filter((name) => existsSync(join(folder, name)))).toEqual([]);
    },
    patience,
  );

  it(
    'ships nothing of what is kept beside the log',
    async () => {
      expect(await etapp(['export', folder])).toEqual(refusal);
      expect(['beside.ndjson', 'export.prom'].filter((name) => existsSync(join(folder, name)))).toEqual([]);
    },
    patience,
  );

  it(
    'ships no log of which it sees nothing',
    async () => {
      const ran = await etapp(['export', folder], {
        ETAPP_PROJECTOR_DATABASE_URL: deployment.database.urls.api,
        ...superuser(),
      });
      expect(ran).toMatchObject({ exit: 4, stdout: '', stderr: expect.stringContaining('@2') });
      expect(existsSync(join(folder, 'export.prom'))).toBe(false);
    },
    patience,
  );

  it(
    'moves no log, since followers that it does not see would stay behind',
    async () => {
      expect(await etapp(['migrate-log', '--from', 'here', '--to', log.url])).toEqual(refusal);
      const target = openEventStore({ url: log.url, name: 'spec' });
      expect([await target.head(), await target.generations()]).toEqual([target.start, []]);
      await target.close();
    },
    patience,
  );
});
