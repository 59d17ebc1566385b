import { randomUUID } from 'node:crypto';

import type { EventStore } from '@etapp/event-store';
import type { Projection } from '@etapp/kernel';
import { waitFor } from '@etapp/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Engine } from './engine.js';
import { foldPrefix } from './fold-prefix.js';
import { type Lease, LeaseLost, lockLease } from './lease.js';
import { leaveBoard, releaseLeases, takeLeases, tellAlive } from './lease-board.js';
import { logPages, readAhead } from './pages.js';
import { projectionStatus } from './projection-status.js';
import { rebuild } from './rebuild.js';
import { RebuildRunning } from './rebuild-lease.js';
import { type RunOptions, runProjections } from './run-projections.js';
import { slotWriter } from './slot-writer.js';
import { getLiveSlot, Overtaken } from './slots.js';
import { append, linked, logOf, logWith, made, tenantId, things, toyEvents } from './toy.fixture.js';
import { inTransaction } from './transaction.js';
import { liveRows, now, openWorkbench, shown, type Workbench } from './workbench.fixture.js';

const many: readonly Projection[] = Array.from({ length: 6 }, (_each, n) => ({ ...things, name: `things_${n}` }));
const first: Projection = { ...things, name: 'things_0' };

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench(many);
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

/** Processes that were started; they are stopped after each test. */
const started: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((stop) => stop()));
});

const engineOver = (store: EventStore, clock = now): Omit<Engine, 'projection'> => ({
  ...{ catalogue: toyEvents, store, pool: bench.projector, now: clock },
});

type Start = Partial<Omit<RunOptions, 'signal'>> & { readonly clock?: () => string };

/** A process's projector. What it has is not given up by time within a test, unless that is what is tested. */
const start = (store: EventStore, runner: string, { clock, ...options }: Start = {}) => {
  const ending = new AbortController();
  const running = runProjections(engineOver(store, clock), many, {
    ...{ signal: ending.signal, runner, leaseMs: 60_000, onTrouble: () => undefined },
    ...options,
  });
  const stop = (): Promise<void> => {
    ending.abort();
    return running;
  };
  started.push(stop);
  return { stop };
};

/** How many projections each process has, by its name. */
const shares = async (): Promise<Readonly<Record<string, number>>> => {
  const { rows } = await bench.superuser.query<{ name: string; count: number }>(
    `SELECT r.name, count(*)::integer FROM engine.leases l JOIN engine.living r ON r.id = l.holder
     WHERE l.work = 'follow' GROUP BY 1 ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
};
const sharesBecome = (expected: Readonly<Record<string, number>>): Promise<boolean> =>
  waitFor(async () => {
    expect(await shares()).toEqual(expected);
    return true;
  });

const expectEqualFold = async (store: EventStore): Promise<void> => {
  const head = await store.head();
  await waitFor(async () => {
    const status = await projectionStatus(bench.projector, { store, now });
    expect(status.map(({ position }) => position)).toEqual(many.map(() => head));
    return true;
  });
  for (const projection of many) {
    const folded = await foldPrefix(store, { catalogue: toyEvents, projection }, { tenant: tenantId(1), upTo: head });
    expect(await liveRows(bench, { projection })).toEqual(shown(folded));
  }
};

/** A runner that only stands on the board, with a lease on the first projection. */
const standIn = async (leaseMs: number): Promise<Lease> => {
  const runner = randomUUID();
  await tellAlive(bench.projector, { id: runner, name: 'stand-in', follows: [`${first.name} 1`], leaseMs });
  const [lease] = await takeLeases(bench.projector, { runner, work: 'follow', wanted: [first] });
  if (lease === undefined) throw new Error('the lease is not free');
  return lease;
};
const silence = ({ holder }: Lease) =>
  bench.projector.query(`UPDATE engine.runners SET until = clock_timestamp() WHERE id = $1`, [holder]);

/** As if the clock of the database had gone back after the runners, or one of them, said last that they live. */
const clockGoesBack = (lease?: Lease, seconds = 600) =>
  bench.projector.query(
    `UPDATE engine.runners SET until = until + $2 * interval '1 second' WHERE id = coalesce($1, id)`,
    [lease?.holder, seconds],
  );
const nextRunner = async (): Promise<string> => {
  const runner = randomUUID();
  await tellAlive(bench.projector, { id: runner, name: 'next', follows: [], leaseMs: 60_000 });
  return runner;
};

describe('several projectors', () => {
  it('share the read models out as they come, and take over at once from one that stops', async () => {
    const store = await logOf([made(1), linked(1)]);
    const one = start(store, 'one');
    await sharesBecome({ one: 6 });
    start(store, 'two');
    await sharesBecome({ one: 3, two: 3 });
    start(store, 'three');
    await sharesBecome({ one: 2, three: 2, two: 2 });
    await append(store, [linked(1)]);
    // Nothing is given up by time here: a lease lasts a minute.
    await one.stop();
    await sharesBecome({ three: 3, two: 3 });
    await append(store, [linked(1)]);
    await expectEqualFold(store);
  });

  it('take over from one that is silent when its time is out', async () => {
    const store = await logOf([made(1)]);
    await standIn(400);
    start(store, 'one');
    await sharesBecome({ one: 5, 'stand-in': 1 });
    await sharesBecome({ one: 6 });
    const status = await projectionStatus(bench.api, { store, now });
    expect(status.map(({ holder }) => holder)).toEqual(many.map(() => 'one'));
    await expectEqualFold(store);
  });

  it('do so whatever their own clocks say', async () => {
    const store = await logOf([made(1)]);
    const shifted = (hours: number) => () => new Date(Date.parse(now()) + hours * 3_600_000).toISOString();
    start(store, 'slow', { clock: shifted(-2) });
    await sharesBecome({ slow: 6 });
    start(store, 'fast', { clock: shifted(2) });
    await sharesBecome({ fast: 3, slow: 3 });
    await append(store, [linked(1), linked(1)]);
    await expectEqualFold(store);
    expect(await shares()).toEqual({ fast: 3, slow: 3 });
  });

  it('take over from one that died just before the clock of the database went back', async () => {
    const store = await logOf([made(1)]);
    await clockGoesBack(await standIn(400));
    const held = async () => (await projectionStatus(bench.api, { store, now })).filter(({ holder }) => holder);
    expect(await held()).toEqual([]);
    start(store, 'one');
    await sharesBecome({ one: 6 });
    expect((await held()).map(({ holder }) => holder)).toEqual(many.map(() => 'one'));
    await expectEqualFold(store);
    // Else the dead one would be believed alive again once the clock comes near to its time.
    expect((await bench.superuser.query('SELECT name FROM engine.runners')).rows).toEqual([{ name: 'one' }]);
  });

  it('go on sharing after the clock of the database went back', async () => {
    const store = await logOf([made(1)]);
    start(store, 'one', { leaseMs: 400 });
    start(store, 'two', { leaseMs: 400 });
    await sharesBecome({ one: 3, two: 3 });
    await clockGoesBack();
    await append(store, [linked(1)]);
    await expectEqualFold(store);
    await sharesBecome({ one: 3, two: 3 });
  });

  it('are believed to live on over a step back that is smaller than a lease', async () => {
    const lease = await standIn(60_000);
    await clockGoesBack(lease, 50);
    const runner = await nextRunner();
    expect(await takeLeases(bench.projector, { runner, work: 'follow', wanted: [first] })).toEqual([]);
  });

  it('go on after the database cut all their connections', async () => {
    const store = await logOf([made(1)]);
    start(store, 'one');
    start(store, 'two');
    await sharesBecome({ one: 3, two: 3 });
    await bench.superuser.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE usename = 'etapp_projector' AND datname = current_database()`,
    );
    await append(store, [linked(1)]);
    await expectEqualFold(store);
    await sharesBecome({ one: 3, two: 3 });
  });
});

/** Tries to apply the log to the first projection under a lease. */
const applyUnder = async (store: EventStore, lease: Lease): Promise<void> => {
  const client = await bench.projector.connect();
  try {
    const engine = { ...engineOver(store), projection: first };
    const slot = { ...(await getLiveSlot(client, first)), lease };
    const pages = readAhead(engine, logPages(store, { after: '0', types: first.types, batchSize: 10 }));
    const page = await pages.next();
    if (page.done === true) throw new Error('the log is empty');
    await slotWriter(engine, client, slot).apply(page.value);
  } finally {
    client.release();
  }
};

describe('a process that lost its lease without noticing', () => {
  it.each([
    ['its time is out', async (lease: Lease) => void (await silence(lease))],
    ['it was given back', async (lease: Lease) => releaseLeases(bench.projector, [lease])],
    [
      'another one has it',
      async (lease: Lease) => {
        await silence(lease);
        await standIn(60_000);
      },
    ],
    [
      'it has it again, by another taking',
      async (lease: Lease) => {
        await releaseLeases(bench.projector, [lease]);
        await takeLeases(bench.projector, { runner: lease.holder, work: 'follow', wanted: [first] });
      },
    ],
    ['it was taken off the board', async ({ holder }: Lease) => leaveBoard(bench.projector, holder)],
    ['the clock of the database went back', async (lease: Lease) => void (await clockGoesBack(lease))],
  ])('writes nothing: %s', async (_how, lose) => {
    const store = await logOf([made(1)]);
    const lease = await standIn(60_000);
    await lose(lease);
    await expect(applyUnder(store, lease)).rejects.toThrow(Overtaken);
    expect(await liveRows(bench, { projection: first })).toEqual({});
  });

  it('writes, while it has the lease', async () => {
    const store = await logOf([made(1)]);
    await applyUnder(store, await standIn(60_000));
    expect(Object.keys(await liveRows(bench, { projection: first }))).toHaveLength(1);
  });

  it('is waited for while its last transaction is open, and no longer', async () => {
    const lease = await standIn(60_000);
    const client = await bench.projector.connect();
    const wanted = { runner: await nextRunner(), work: 'follow', wanted: [first] } as const;
    await inTransaction(client, async () => {
      await lockLease(client, lease);
      await silence(lease);
      expect(await takeLeases(bench.projector, wanted)).toEqual([]);
    });
    client.release();
    expect(await takeLeases(bench.projector, wanted)).toHaveLength(1);
    const again = await bench.projector.connect();
    await expect(inTransaction(again, () => lockLease(again, lease))).rejects.toThrow(LeaseLost);
    again.release();
  });

  it('loses its open transaction when it leaves that alone, so that nothing waits for it', async () => {
    const client = await bench.projector.connect();
    const ended = new Promise((resolve) => client.once('error', resolve));
    const work = async (): Promise<void> => {
      await client.query(`SELECT FROM engine.leases FOR NO KEY UPDATE`);
      await ended;
    };
    await expect(inTransaction(client, work, { idleMs: 50 })).rejects.toThrow();
    client.release(true);
  });
});

const rebuildOn = (store: EventStore, onStep: Engine['onStep'] = () => undefined) =>
  rebuild({ ...engineOver(store), projection: first, onStep }, { signal: new AbortController().signal, batchSize: 1 });

describe('a rebuild', () => {
  it('is refused while another process that lives has its lease, and not once that one is silent', async () => {
    const store = await logOf([made(1)]);
    const runner = randomUUID();
    const live = { id: runner, name: 'elsewhere', follows: [], leaseMs: 60_000 };
    await tellAlive(bench.projector, live);
    const [lease] = await takeLeases(bench.projector, { runner, work: 'rebuild', wanted: [first] });
    let refused = false;
    const speaking = (async () => {
      while (!refused) await tellAlive(bench.projector, live);
    })();
    await expect(rebuildOn(store).finally(() => (refused = true))).rejects.toThrow(RebuildRunning);
    await speaking;
    await tellAlive(bench.projector, { ...live, leaseMs: 300 });
    expect(await rebuildOn(store)).toBe('switched');
    expect(lease).toBeDefined();
  });

  it('does not wait for one that died just before the clock of the database went back', async () => {
    const runner = await nextRunner();
    const [lease] = await takeLeases(bench.projector, { runner, work: 'rebuild', wanted: [first] });
    await clockGoesBack(lease);
    expect(await rebuildOn(await logOf([made(1)]))).toBe('switched');
  });

  it('that was overtaken by another process changes nothing more, and says so', async () => {
    const store = await logOf([made(1), linked(1), linked(1)]);
    let batches = 0;
    let taken: Promise<unknown> | undefined;
    const takeOver = async (): Promise<void> => {
      await bench.superuser.query(`UPDATE engine.runners SET until = clock_timestamp()`);
      const runner = randomUUID();
      await tellAlive(bench.superuser, { id: runner, name: 'next', follows: [], leaseMs: 60_000 });
      await takeLeases(bench.superuser, { runner, work: 'rebuild', wanted: [first] });
    };
    const onStep: Engine['onStep'] = (step) => {
      if (step === 'committed' && (batches += 1) === 1) taken = takeOver();
    };
    const reading: EventStore['readAll'] = async (...args) => {
      await taken;
      return store.readAll(...args);
    };
    await expect(rebuildOn(logWith(store, { readAll: reading }), onStep)).rejects.toThrow(LeaseLost);
    const [status] = await projectionStatus(bench.projector, { store, now });
    expect(status?.building?.events).toBeLessThan(3);
  });
});
