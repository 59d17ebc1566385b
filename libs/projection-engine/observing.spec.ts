import type { EventStore } from '@etapp/event-store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Batch } from './engine.js';
import { createPositionWaiter } from './position-waiter.js';
import { projectionStatus } from './projection-status.js';
import { readSnapshot } from './read-snapshot.js';
import { rebuild } from './rebuild.js';
import { append, logOf, made, rated, tenantId, thingId, things, thingsWith } from './toy.fixture.js';
import { runProjections } from './run-projections.js';
import { catchUp, engineOn, now, openWorkbench, type Workbench } from './workbench.fixture.js';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

const listeners = async (): Promise<number> => {
  const { rows } = await bench.api.query<{ count: number }>(
    `SELECT count(*)::integer FROM pg_stat_activity WHERE query = 'LISTEN etapp_projection' AND datname = current_database()`,
  );
  return rows[0]?.count ?? 0;
};

describe('whoever waits for a position', () => {
  it('is answered as soon as the projection is there, all over one connection', async () => {
    const store = await logOf([made(1), made(2)]);
    const waiter = createPositionWaiter({ pool: bench.api, store });
    const waiting = Array.from({ length: 20 }, () => waiter.waitFor([things], '2'));
    await catchUp(engineOn(bench, store), 1);
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => true));
    expect(await listeners()).toBeLessThanOrEqual(1);
    expect(await waiter.waitFor([things], '1')).toBe(true);
    await waiter.close();
  });

  it('is told when the time is out', async () => {
    const waiter = createPositionWaiter({ pool: bench.api, store: await logOf([made(1)]) });
    expect(await waiter.waitFor([things], '1', { timeoutMs: 30 })).toBe(false);
    await waiter.close();
  });

  it('is answered although the notice was lost', async () => {
    const store = await logOf([made(1)]);
    const waiter = createPositionWaiter({ pool: bench.api, store });
    const waiting = waiter.waitFor([things], '1');
    await bench.projector.query(`UPDATE engine.slots SET position = '1' WHERE slot = 'a'`);
    expect(await waiting).toBe(true);
    await waiter.close();
  });
});

describe('a snapshot', () => {
  it('says up to which position it is true, when it was read, and which keys are stale', async () => {
    const store = await logOf([made(1), made(2), rated(2, 1), { ...made(3), tenant: 2 }]);
    await catchUp(engineOn(bench, store, { projection: thingsWith({ rating: true }) }));
    const seen = (tenant: number) =>
      readSnapshot(
        bench.api,
        { tenant: tenantId(tenant), projections: [things], store, now },
        async (_rows, snapshot) => snapshot,
      );
    expect(await seen(1)).toEqual({ position: '4', readAt: now(), parked: { things: new Set([thingId(2)]) } });
    expect(await seen(2)).toMatchObject({ parked: { things: new Set() } });
  });

  it('is refused for a tenant that is no UUID', async () => {
    const options = { tenant: `x'; DROP TABLE`, projections: [things], store: await logOf([]), now };
    await expect(readSnapshot(bench.api, options, async () => 1)).rejects.toThrow(TypeError);
  });
});

describe('whoever hears of batches', () => {
  it('is told of the events of one that failed, and of no event where the trouble is another', async () => {
    const store = await logOf([made(1), made(2)]);
    const onStep = (step: string): void => {
      if (step === 'rows-applied') throw new Error('killed');
    };
    const stop = new AbortController();
    const heard: (readonly string[] | undefined)[] = [];
    const onTrouble: Parameters<typeof runProjections>[2]['onTrouble'] = (_projection, _error, events) => {
      heard.push(events?.map(({ type, version }) => `${type} ${version}`));
      if (events?.length === 0) stop.abort();
      else void bench.superuser.query(`UPDATE engine.slots SET state = 'idle'`);
    };
    await runProjections(engineOn(bench, store, { onStep }), [things], { signal: stop.signal, onTrouble });
    expect(heard[0]).toEqual(['ThingMade 1', 'ThingMade 1']);
    expect(heard.at(-1)).toEqual([]);
  });

  it('is told why a key was parked, and by which event of the batch', async () => {
    const store = await logOf([made(1), rated(1, 5), made(2)]);
    const batches: Batch[] = [];
    const broken = { ...engineOn(bench, store, { projection: thingsWith({ rating: true }) }) };
    await catchUp({ ...broken, onBatch: (batch) => batches.push(batch) });
    await append(store, [made(3)]);
    await catchUp({ ...broken, onBatch: (batch) => batches.push(batch) });
    const [first, second] = batches.filter(({ events }) => events.length > 0);
    expect(first?.parkings).toEqual([
      expect.objectContaining({ type: 'ThingRated', error: expect.stringContaining('rating is broken') }),
    ]);
    expect(first?.events.map(({ id }) => id)).toContain(first?.parkings[0]?.eventId);
    expect(second?.parkings).toEqual([]);
  });
});

describe('the status of a projection', () => {
  it('tells how far it is behind, in events and in time', async () => {
    const store = await logOf([made(1)]);
    await catchUp(engineOn(bench, store));
    const at = async (time: string) => (await projectionStatus(bench.api, { store, now: () => time }))[0];
    expect(await at(now())).toMatchObject({ position: '1', head: '1', lag: { events: 0, ms: 0 }, parked: 0 });
    await append(store, [made(2), made(3)]);
    expect(await at('2026-03-02T09:00:30.000Z')).toMatchObject({
      position: '1',
      head: '3',
      lag: { events: 2, ms: 30_000 },
    });
  });

  it('tells of a log that it cannot follow, and never that it is up to date with it', async () => {
    await catchUp(engineOn(bench, await logOf([made(1), made(2), made(3)])));
    const restored = await logOf([made(1)]);
    const at = '2026-03-02T11:00:00.000Z';
    const statusOn = async (store: EventStore) => (await projectionStatus(bench.api, { store, now: () => at }))[0];
    expect(await statusOn(restored)).toMatchObject({
      ...{ position: '3', head: '1', fault: 'LogRestored' },
      lag: { events: 1, ms: expect.any(Number) },
    });
    expect((await statusOn(restored))?.lag.ms).toBeGreaterThan(60_000);
    const left = Object.assign(await logOf([made(1), made(2), made(3)]), {
      generation: async () => '0197e7a0-0d1b-7000-8000-000000000002',
    });
    expect(await statusOn(left)).toMatchObject({ fault: 'OtherGeneration', lag: { events: 3 } });
  });

  it('shows a rebuild that was interrupted', async () => {
    const store = await logOf([made(1), made(2), made(3)]);
    const stop = new AbortController();
    await rebuild(engineOn(bench, store), { signal: stop.signal, batchSize: 2, onProgress: () => stop.abort() });
    const [status] = await projectionStatus(bench.api, { store, now });
    expect(status?.building).toEqual({ position: '2', events: 2, parked: 0, startedAt: now() });
  });
});
