import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@etapp/testing';

import { OtherGeneration } from './generation.js';
import { projectionStatus } from './projection-status.js';
import { readSnapshot } from './read-snapshot.js';
import { cancelRebuild, rebuild, type RebuildProgress } from './rebuild.js';
import { RebuildRunning } from './rebuild-lease.js';
import {
  append,
  changed,
  linked,
  logOf,
  logWith,
  made,
  removed,
  tenantId,
  thingId,
  things,
  thingsWith,
  rated,
} from './toy.fixture.js';
import { catchUp, engineOn, liveRows, now, openWorkbench, runOne, type Workbench } from './workbench.fixture.js';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

const facts = [made(1), made(2), linked(1, 2), changed(1, 4), removed(2), made(3), rated(3, 2), linked(3)];
const never = new AbortController().signal;

const liveSlot = async (): Promise<string | undefined> => {
  const { rows } = await bench.projector.query<{ slot: string }>(`SELECT slot FROM engine.slots WHERE state = 'live'`);
  return rows[0]?.slot;
};
const rowsIn = async (slot: string): Promise<number> => {
  const { rows } = await bench.projector.query<{ count: number }>(
    `SELECT count(*)::integer FROM read.things_v1_${slot}`,
  );
  return rows[0]?.count ?? -1;
};

describe('a rebuild', () => {
  it('gives the rows that the live table had, in the other slot, and empties the former one', async () => {
    const engine = engineOn(bench, await logOf(facts));
    await catchUp(engine);
    const before = await liveRows(bench, engine);
    expect(await rebuild(engine, { signal: never, batchSize: 3 })).toBe('switched');
    expect(await liveSlot()).toBe('b');
    expect(await liveRows(bench, engine)).toEqual(before);
    expect(await rowsIn('a')).toBe(0);
  });

  it('heals what the live table has wrong', async () => {
    const store = await logOf(facts);
    await catchUp(engineOn(bench, store, { projection: thingsWith({ rating: true }) }));
    const engine = engineOn(bench, store);
    await rebuild(engine, { signal: never });
    expect((await projectionStatus(bench.projector, { store, now }))[0]?.parked).toBe(0);
    expect((await liveRows(bench, engine))[`${tenantId(1)}/${thingId(3)}`]?.doc).toContain('"stars":[2]');
  });

  it('is refused while another one runs', async () => {
    const store = await logOf(facts);
    let second: Promise<unknown> | undefined;
    const onStep = (step: string): void => {
      if (step === 'batch-read')
        second ??= rebuild(engineOn(bench, store), { signal: never }).catch((error: unknown) => error);
    };
    const readAll: typeof store.readAll = async (...args) => {
      await second;
      return store.readAll(...args);
    };
    const engine = {
      ...engineOn(bench, store, { onStep }),
      store: logWith(store, { readAll }),
    };
    expect(await rebuild(engine, { signal: never, batchSize: 1 })).toBe('switched');
    expect(await second).toBeInstanceOf(RebuildRunning);
  });

  it('tells how far it is', async () => {
    const told: RebuildProgress[] = [];
    await rebuild(engineOn(bench, await logOf(facts)), {
      signal: never,
      batchSize: 4,
      onProgress: (each) => told.push(each),
    });
    expect(told.map(({ done, total, events }) => ({ done, total, events }))).toEqual([
      { done: 4, total: 8, events: 4 },
      { done: 8, total: 8, events: 8 },
    ]);
  });
});

describe('a rebuild that is killed', () => {
  it.each(['batch-read', 'rows-applied', 'committed', 'before-switch'] as const)(
    'at %s shows readers the old rows, and goes on from its last batch',
    async (point) => {
      const store = await logOf(facts);
      await catchUp(engineOn(bench, store));
      const before = await liveRows(bench, engineOn(bench, store));
      let passed = 0;
      const onStep = (step: string): void => {
        if (step === point && (passed += 1) === (point === 'before-switch' ? 1 : 3)) throw new Error('killed');
      };
      await expect(rebuild(engineOn(bench, store, { onStep }), { signal: never, batchSize: 2 })).rejects.toThrow(
        'killed',
      );
      expect(await liveSlot()).toBe('a');
      expect(await liveRows(bench, engineOn(bench, store))).toEqual(before);
      const told: RebuildProgress[] = [];
      const onProgress = (each: RebuildProgress): void => void told.push(each);
      expect(await rebuild(engineOn(bench, store), { signal: never, batchSize: 2, onProgress })).toBe('switched');
      expect(told[0]?.done).toBeGreaterThan(4);
      expect(await liveRows(bench, engineOn(bench, store))).toEqual(before);
    },
  );

  it('after the switch has left the new rows to readers, and its rest is cleared by the next runner', async () => {
    const store = await logOf(facts);
    await catchUp(engineOn(bench, store));
    const onStep = (step: string): void => {
      if (step === 'after-switch') throw new Error('killed');
    };
    await expect(rebuild(engineOn(bench, store, { onStep }), { signal: never })).rejects.toThrow('killed');
    expect([await liveSlot(), await rowsIn('a')]).toEqual(['b', 3]);
    await append(store, [made(9)]);
    await catchUp(engineOn(bench, store));
    expect([await rowsIn('b'), await rowsIn('a')]).toEqual([4, 0]);
  });

  it('is discarded when it is cancelled instead', async () => {
    const store = await logOf(facts);
    const onStep = (step: string): void => {
      if (step === 'committed') throw new Error('killed');
    };
    await expect(rebuild(engineOn(bench, store, { onStep }), { signal: never, batchSize: 2 })).rejects.toThrow(
      'killed',
    );
    expect(await cancelRebuild(engineOn(bench, store))).toBe(true);
    expect(await cancelRebuild(engineOn(bench, store))).toBe(false);
    expect([await liveSlot(), await rowsIn('b')]).toEqual(['a', 0]);
  });
});

describe('a rebuild that is cancelled or stopped while it runs', () => {
  it('ends as cancelled, and leaves the serving rows untouched', async () => {
    const store = await logOf(facts);
    const engine = engineOn(bench, store);
    await catchUp(engine);
    let cancelled: Promise<boolean> | undefined;
    const onProgress = (): void => {
      cancelled ??= cancelRebuild(engine);
    };
    const head = async (): Promise<string> => {
      await cancelled;
      return store.head();
    };
    const watched = { ...engine, store: logWith(store, { head }) };
    expect(await rebuild(watched, { signal: never, batchSize: 1, onProgress })).toBe('cancelled');
    expect(await liveSlot()).toBe('a');
  });

  it('ends as stopped when its signal aborts, and can be resumed', async () => {
    const engine = engineOn(bench, await logOf(facts));
    const stop = new AbortController();
    expect(await rebuild(engine, { signal: stop.signal, batchSize: 1, onProgress: () => stop.abort() })).toBe(
      'stopped',
    );
    expect(await rebuild(engine, { signal: never })).toBe('switched');
  });
});

describe('a rebuild beside a live runner and readers', () => {
  it('never shows a reader fewer rows or an earlier position, and both go on after the switch', async () => {
    const store = await logOf([made(1)]);
    const engine = engineOn(bench, store);
    const stop = new AbortController();
    const troubles: unknown[] = [];
    const running = runOne(engine, { signal: stop.signal, onTrouble: (error) => troubles.push(error) });
    const seen: [position: number, rows: number][] = [];
    const reading = (async () => {
      while (!stop.signal.aborted) {
        await readSnapshot(
          bench.api,
          { tenant: tenantId(1), projections: [things], store, now },
          async (rows, { position }) => {
            seen.push([Number(position), await rows.count(things, { kind: 'all', conditions: [] })]);
          },
        );
      }
    })();
    for (let round = 0; round < 5; round += 1) {
      await append(
        store,
        Array.from({ length: 20 }, (_each, index) => made(100 + round * 20 + index)),
      );
      expect(await rebuild(engine, { signal: never, batchSize: 7 })).toBe('switched');
    }
    await waitFor(() => seen.at(-1)?.[1] === 101);
    stop.abort();
    await Promise.all([running, reading]);
    expect(troubles).toEqual([]);
    expect(seen).toEqual(seen.toSorted(([a], [b]) => a - b));
    // Each event makes one row, so a snapshot of one moment has as many rows as its position says.
    expect(seen.filter(([position, rows]) => position !== rows)).toEqual([]);
  });

  it('waits for a reader that still looks at the slot it would empty', async () => {
    const store = await logOf(facts);
    const engine = engineOn(bench, store);
    await catchUp(engine);
    await rebuild(engine, { signal: never });
    let second: Promise<unknown> | undefined;
    let ended = false;
    await readSnapshot(bench.api, { tenant: tenantId(1), projections: [things], store, now }, async (rows) => {
      second = rebuild(engine, { signal: never }).finally(() => (ended = true));
      await waitFor(async () => {
        const { rows: waiting } = await bench.projector.query(`SELECT FROM pg_locks WHERE NOT granted`);
        return ended || waiting.length > 0;
      });
      expect(await rows.count(things, { kind: 'all', conditions: [] })).toBe(2);
      expect(ended).toBe(false);
    });
    expect(await second).toBe('switched');
  });

  it('does not switch before it has seen all that readers have seen', async () => {
    const store = await logOf(facts);
    await catchUp(engineOn(bench, store));
    const hasty = logWith(store, {
      readAll: async (...args) => ({ ...(await store.readAll(...args)), atHead: true }),
    });
    await rebuild(engineOn(bench, hasty), { signal: never, batchSize: 3 });
    expect((await projectionStatus(bench.projector, { store, now }))[0]?.position).toBe('8');
  });

  it('helps after the log was restored, although the live checkpoint lies ahead of it', async () => {
    await catchUp(engineOn(bench, await logOf([...facts, made(8), made(9)])));
    const restored = engineOn(bench, await logOf(facts));
    expect(await rebuild(restored, { signal: never })).toBe('switched');
    await catchUp(restored);
    expect(Object.keys(await liveRows(bench, restored))).toHaveLength(3);
  });
});

describe('a rebuild beside a move of the log', () => {
  it('begins nothing when the checkpoints are given to another log after it looked', async () => {
    const store = await logOf(facts);
    const given = `INSERT INTO app.log_generation (id) VALUES ('0197e7a0-0d1b-7000-8000-000000000001')`;
    const leaving = Object.assign(store, {
      generation: async () => void (await bench.superuser.query(given)),
    });
    try {
      await expect(rebuild(engineOn(bench, leaving), { signal: never })).rejects.toThrow(OtherGeneration);
      const { rows } = await bench.superuser.query('SELECT FROM engine.slots WHERE state = $1', ['building']);
      expect([await liveSlot(), rows]).toEqual(['a', []]);
    } finally {
      await bench.superuser.query('DELETE FROM app.log_generation');
    }
  });
});
