import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { Projection } from '@etapp/kernel';
import { waitFor } from '@etapp/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { FreezesWhile, FrozenHolder } from './frozen-holder.fixture.js';
import type { Lease, LeasedWork } from './lease.js';
import { takeLeases, tellAlive } from './lease-board.js';
import { rebuild } from './rebuild.js';
import { logOf, made, things } from './toy.fixture.js';
import { engineOn, liveRows, openWorkbench, runOne, type Workbench } from './workbench.fixture.js';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
});

/** A process starts slowly on a machine that is busy. */
const patient = { timeoutMs: 30_000 };

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The connections that wait for their process in the middle of something, the oldest first. */
const stalled = async (): Promise<readonly number[]> => {
  const { rows } = await bench.superuser.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
     AND wait_event_type = 'Client' AND usename = 'etapp_projector' ORDER BY backend_start`,
  );
  return rows.map(({ pid }) => pid);
};

/** Starts a process and waits until it is frozen in the middle of its transaction. */
const freeze = async (whilst: FreezesWhile, lease?: Lease): Promise<ChildProcess> => {
  const before = (await stalled()).length;
  const told: FrozenHolder = { url: bench.database.urls.projector, whilst, ...(lease === undefined ? {} : { lease }) };
  const child = spawn(
    process.execPath,
    [
      ...['--conditions=development', '--import', here('../../test/sources.mjs')],
      ...[here('./frozen-holder.fixture.ts'), JSON.stringify(told)],
    ],
    { stdio: ['ignore', 'ignore', 'ignore'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  children.push(child);
  await waitFor(async () => (await stalled()).length > before, patient);
  return child;
};

const runnerOf = async (name: string): Promise<string> => {
  const id = randomUUID();
  await tellAlive(bench.projector, { id, name, follows: [], leaseMs: 60_000 });
  return id;
};
const take = (runner: string, work: LeasedWork = 'follow', wanted: readonly Projection[] = [things]) =>
  takeLeases(bench.projector, { runner, work, wanted });
const held = async (work: LeasedWork): Promise<Lease> => {
  const [lease] = await take(await runnerOf('frozen'), work);
  if (lease === undefined) throw new Error('the lease is not free');
  return lease;
};
const silence = ({ holder }: Lease) =>
  bench.projector.query(`UPDATE engine.runners SET until = clock_timestamp() WHERE id = $1`, [holder]);

const position = async (): Promise<unknown> => {
  const { rows } = await bench.superuser.query(`SELECT position FROM engine.slots WHERE state = 'live'`);
  return rows;
};

describe('a process that froze in the middle of a batch', () => {
  it.each<FreezesWhile>(['receiving', 'sending'])(
    'does not keep its lease for ever, frozen while %s',
    async (whilst) => {
      const lease = await held('follow');
      const child = await freeze(whilst, lease);
      await silence(lease);
      const next = await runnerOf('next');
      const [taken] = await waitFor(async () => {
        const leases = await take(next);
        return leases.length > 0 ? leases : undefined;
      });
      expect(taken).toMatchObject({ holder: next });
      child.kill('SIGCONT');
      expect(await once(child, 'exit')).toEqual([1, null]);
      expect(await position()).toEqual([{ position: null }]);
    },
  );

  it('is taken over from by a projector that does its work', async () => {
    const store = await logOf([made(1)]);
    const lease = await held('follow');
    await freeze('receiving', lease);
    await silence(lease);
    const ending = new AbortController();
    const onTrouble = () => undefined;
    const running = runOne(engineOn(bench, store), { signal: ending.signal, onTrouble });
    await waitFor(async () => Object.keys(await liveRows(bench, { projection: things })).length === 1);
    ending.abort();
    await running;
  });

  it('is taken over from by a rebuild, if it rebuilt', async () => {
    const store = await logOf([made(1)]);
    const lease = await held('rebuild');
    await freeze('receiving', lease);
    await silence(lease);
    expect(await rebuild(engineOn(bench, store), { signal: new AbortController().signal })).toBe('switched');
  });

  it('keeps its transaction while it is believed to be alive, and if it has none of the leases', async () => {
    const lease = await held('follow');
    await freeze('receiving', lease);
    await freeze('receiving');
    const [holder, other] = await stalled();
    const next = await runnerOf('next');
    expect([await take(next), await stalled()]).toEqual([[], [holder, other]]);
    await silence(lease);
    await waitFor(async () => (await take(next)).length === 1);
    expect(await stalled()).toEqual([other]);
  });
});
