import { randomUUID } from 'node:crypto';

import { withClient } from '@etapp/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { installProjections } from './install.js';
import { leaveBoard, tellAlive } from './lease-board.js';
import { projectionStatus } from './projection-status.js';
import { pruneProjections } from './prune.js';
import { logOf, made, tenantId, things } from './toy.fixture.js';
import { catchUp, engineOn, liveRows, now, openWorkbench, type Workbench } from './workbench.fixture.js';

const [next, another] = [
  { ...things, version: 2 },
  { ...things, name: 'former_things', version: 4 },
];
let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
  await installProjections(bench.database.urls.owner, [next, another]);
});
afterAll(() => bench.close());

const tables = () =>
  withClient(bench.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'read'::regnamespace AND relkind IN ('r', 'v') ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  });
const prune = (dryRun = false) => pruneProjections(bench.database.urls.owner, [things], { dryRun });
const leftOver = [
  { name: 'former_things', version: 4, bytes: expect.any(Number) },
  { name: 'things', version: 2, bytes: expect.any(Number) },
];
const everyTable = ['former_things_v4', 'things_v1', 'things_v2'].flatMap((view) => [view, `${view}_a`, `${view}_b`]);

describe('read models that no definition speaks for any more', () => {
  it('are only named where nothing is to be done about them', async () => {
    expect(await prune(true)).toEqual(leftOver);
    expect(await tables()).toEqual(everyTable);
  });

  it('stay while a process runs that could keep one of them up to date: it is of the release that reads them', async () => {
    const runner = { id: randomUUID(), name: 'an-older-one', follows: ['things 1', 'things 2'], leaseMs: 60_000 };
    await tellAlive(bench.projector, runner);
    await expect(prune()).rejects.toMatchObject({ name: 'StillRun', message: expect.stringContaining('an-older-one') });
    expect(await tables()).toEqual(everyTable);
    await leaveBoard(bench.projector, runner.id);
  });

  it('are dropped with all that belongs to them, and the others are as they were', async () => {
    const store = await logOf([made(1), made(2)]);
    const engine = engineOn(bench, store);
    await catchUp(engine);
    const before = await liveRows(bench, engine);
    await bench.superuser.query(
      `INSERT INTO engine.parked (name, version, slot, tenant, key, position, event_id, event_type, error, since)
       SELECT name, version, 'a', $1, 'key', '1', 'event', 'ThingMade', 'Error', now() FROM engine.projections`,
      [tenantId(1)],
    );
    await tellAlive(bench.projector, { id: randomUUID(), name: 'ours', follows: ['things 1'], leaseMs: 60_000 });
    expect(await prune()).toEqual(leftOver);
    expect(await tables()).toEqual(['things_v1', 'things_v1_a', 'things_v1_b']);
    const status = await projectionStatus(bench.projector, { store, now });
    expect(status.map(({ name, version }) => `${name} ${version}`)).toEqual(['things 1']);
    expect(await liveRows(bench, engine)).toEqual(before);
    expect(await prune()).toEqual([]);
    const { rows } = await bench.superuser.query(
      `SELECT p.name, p.version, c.relforcerowsecurity AS guarded
       FROM engine.parked p, pg_class c WHERE c.oid = 'engine.parked'::regclass`,
    );
    expect(rows).toEqual([{ name: 'things', version: 1, guarded: true }]);
  });

  it('can be installed again, and begin at the beginning', async () => {
    expect(await installProjections(bench.database.urls.owner, [next])).toEqual(['things']);
    expect(await tables()).toContain('things_v2_a');
  });
});
