import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryStore } from '@etapp/event-store';

import { foldPrefix } from './fold-prefix.js';
import { listParkedKeys } from './parked-keys.js';
import { refold } from './refold.js';
import { requireOwnLog } from './own-log.js';
import { rebuild } from './rebuild.js';
import { LogRestored } from './slots.js';
import {
  append,
  changed,
  linked,
  logOf,
  made,
  rated,
  removed,
  tenantId,
  thingId,
  things,
  thingsWith,
  toyEvents,
} from './toy.fixture.js';
import { catchUp, engineOn, liveRows, openWorkbench, runOne, shown, type Workbench } from './workbench.fixture.js';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

const address = (n: number): string => `${tenantId(1)}/${thingId(n)}`;
const rowOf = async (store: MemoryStore, n: number) => (await liveRows(bench, engineOn(bench, store)))[address(n)];
const docOf = async (store: MemoryStore, n: number): Promise<unknown> => {
  const doc = (await rowOf(store, n))?.doc;
  return typeof doc === 'string' ? JSON.parse(doc) : doc;
};

describe('a projection that follows the log', () => {
  it('creates, changes and removes rows, and remembers the streams of a removed one', async () => {
    const store = await logOf([made(1), made(2), changed(1, 7), removed(2)]);
    await catchUp(engineOn(bench, store));
    expect(await docOf(store, 1)).toMatchObject({ label: 'thing 1', size: 7 });
    expect(await rowOf(store, 2)).toEqual({
      doc: null,
      streams: [`thing-${tenantId(1)}.${thingId(2)}`],
      parked: false,
    });
  });

  it('applies one event to each of its keys', async () => {
    const store = await logOf([made(1), made(2), linked(1, 2), linked(2, 2)]);
    await catchUp(engineOn(bench, store));
    expect(await docOf(store, 1)).toMatchObject({ links: 1 });
    expect(await docOf(store, 2)).toMatchObject({ links: 2 });
  });

  it('keeps personal values closed, with where they came from', async () => {
    const store = await logOf([made(1, { secret: { $sealed: 'cipher' } })]);
    await catchUp(engineOn(bench, store));
    expect(await docOf(store, 1)).toMatchObject({
      secret: { $sealed: 'cipher', $origin: { type: 'ThingMade', path: '/secret' } },
    });
  });

  it('takes the tenant from the stream, so that the same key of another municipality is another row', async () => {
    const store = await logOf([made(1), { ...made(1, { label: 'theirs' }), tenant: 2 }]);
    await catchUp(engineOn(bench, store));
    const rows = await liveRows(bench, engineOn(bench, store));
    expect(Object.keys(rows)).toEqual([address(1), `${tenantId(2)}/${thingId(1)}`]);
  });

  it('goes on with what is appended while it runs', async () => {
    const store = await logOf([made(1)]);
    await catchUp(engineOn(bench, store));
    await append(store, [changed(1, 3)]);
    await catchUp(engineOn(bench, store));
    expect(await docOf(store, 1)).toMatchObject({ size: 3 });
  });
});

describe('a runner that dies between rows and commit', () => {
  it.each(['batch-read', 'rows-applied', 'committed'] as const)(
    'at %s, leaves rows and checkpoint agreeing',
    async (point) => {
      const store = await logOf([made(1), linked(1), linked(1), linked(1)]);
      let deaths = 0;
      const onStep = (step: string): void => {
        if (step !== point || deaths >= 3) return;
        deaths += 1;
        throw new Error('killed');
      };
      for (let life = 0; life < 8; life += 1)
        await catchUp(engineOn(bench, store, { onStep }), 1).catch(() => undefined);
      expect(deaths).toBe(3);
      expect(await docOf(store, 1)).toMatchObject({ links: 3 });
    },
  );
});

describe('two runners of one projection', () => {
  it('apply each event once', async () => {
    const store = await logOf([made(1), ...Array.from({ length: 40 }, () => linked(1))]);
    const engine = engineOn(bench, store);
    await Promise.all([catchUp(engine, 3), catchUp(engine, 2)]);
    expect(await docOf(store, 1)).toMatchObject({ links: 40 });
  });
});

describe('a log that was restored from an older copy', () => {
  it('stops the projection with a clear error', async () => {
    await catchUp(engineOn(bench, await logOf([made(1), made(2)])));
    const restored = engineOn(bench, await logOf([made(1)]));
    const stop = new AbortController();
    const told = new Promise((resolve) => {
      const onTrouble = (error: unknown): void => {
        stop.abort();
        resolve(error);
      };
      void runOne(restored, { signal: stop.signal, onTrouble });
    });
    expect(await told).toBeInstanceOf(LogRestored);
    expect(Object.keys(await liveRows(bench, restored))).toHaveLength(2);
  });
});

describe('a log that went on from an older copy', () => {
  it('stops the projection with a clear error, also once it has grown past what was seen', async () => {
    await catchUp(engineOn(bench, await logOf([made(1), made(2)])));
    const other = engineOn(bench, await logOf([made(1), made(3), made(4), made(5)]));
    const stop = new AbortController();
    const told = new Promise((resolve) => {
      const onTrouble = (error: unknown): void => {
        stop.abort();
        resolve(error);
      };
      void runOne(other, { signal: stop.signal, onTrouble });
    });
    expect(await told).toBeInstanceOf(LogRestored);
    expect(Object.keys(await liveRows(bench, other))).toHaveLength(2);
    await expect(requireOwnLog(bench.projector, other.store)).rejects.toThrow('where the log has none');
  });

  it('is taken for its own again once the read model was built anew', async () => {
    await catchUp(engineOn(bench, await logOf([made(1), made(2)])));
    const other = engineOn(bench, await logOf([made(1), made(3), made(4)]));
    expect(await rebuild(other, { signal: new AbortController().signal })).toBe('switched');
    await requireOwnLog(bench.api, other.store);
    await catchUp(other);
    expect(Object.keys(await liveRows(bench, other))).toHaveLength(3);
  });
});

describe('a fold that throws', () => {
  const broken = thingsWith({ rating: true });
  const facts = [made(1), made(2), rated(1, 5), changed(1, 9), linked(1, 2), changed(2, 4)];

  it('parks its key in sight, as it was before that event, and the rest goes on', async () => {
    const store = await logOf(facts);
    await catchUp(engineOn(bench, store, { projection: broken }));
    expect(await docOf(store, 1)).toMatchObject({ links: 0, stars: [] });
    expect(await docOf(store, 1)).not.toHaveProperty('size');
    expect(await docOf(store, 2)).toMatchObject({ links: 1, size: 4 });
    expect(await listParkedKeys(bench.projector)).toEqual([
      expect.objectContaining({
        ...{
          name: 'things',
          tenant: tenantId(1),
          key: thingId(1),
          position: '3',
          eventType: 'ThingRated',
          attempts: 1,
        },
        error: expect.stringContaining('rating is broken'),
      }),
    ]);
  });

  it('still records the streams that the parked key meets', async () => {
    const store = await logOf(facts);
    await catchUp(engineOn(bench, store, { projection: broken }));
    expect((await rowOf(store, 1))?.streams).toEqual([
      `link-${tenantId(1)}.${thingId(1)}`,
      `rating-${tenantId(1)}.${thingId(1)}`,
      `thing-${tenantId(1)}.${thingId(1)}`,
    ]);
  });

  it('is retried up to the checkpoint, not beyond it', async () => {
    const store = await logOf([made(1), rated(1, 5)]);
    await catchUp(engineOn(bench, store, { projection: broken }));
    await append(store, [linked(1)]);
    await append(store, [changed(1, 9)]);
    expect(await refold(engineOn(bench, store), { tenant: tenantId(1), key: thingId(1) })).toBe('folded');
    expect(await docOf(store, 1)).not.toHaveProperty('size');
    await catchUp(engineOn(bench, store));
    expect(await docOf(store, 1)).toMatchObject({ size: 9, links: 1, stars: [5] });
  });

  it('stays parked when the retry fails too, with one attempt more', async () => {
    const store = await logOf(facts);
    const engine = engineOn(bench, store, { projection: broken });
    await catchUp(engine);
    expect(await refold(engine, { tenant: tenantId(1), key: thingId(1) })).toBe('parked');
    expect(await listParkedKeys(bench.projector)).toEqual([expect.objectContaining({ attempts: 2 })]);
  });

  it('is folded from its whole history once it is repaired, as if it had never been parked', async () => {
    const store = await logOf(facts);
    await catchUp(engineOn(bench, store, { projection: broken }));
    expect(await refold(engineOn(bench, store), { tenant: tenantId(1), key: thingId(1) })).toBe('folded');
    expect(await listParkedKeys(bench.projector)).toEqual([]);
    const folded = await foldPrefix(
      store,
      { catalogue: toyEvents, projection: things },
      { tenant: tenantId(1), upTo: '6' },
    );
    expect(await liveRows(bench, engineOn(bench, store))).toEqual(shown(folded));
  });
});

describe('an event that cannot be read', () => {
  const unreadable = { ...changed(1, 0), data: { thingId: thingId(1), size: 'large' } };
  const withoutKeys = { ...changed(1, 0), data: { size: 'large' } };

  it('parks the key that its raw data tells', async () => {
    const store = await logOf([made(1), unreadable, changed(1, 2), made(2)]);
    await catchUp(engineOn(bench, store));
    expect(await listParkedKeys(bench.projector)).toEqual([
      expect.objectContaining({ key: thingId(1), position: '2' }),
    ]);
    expect(await docOf(store, 2)).toMatchObject({ label: 'thing 2' });
  });

  it('parks its stream, and every key that the stream touches later, when it tells no key', async () => {
    const store = await logOf([made(1), withoutKeys, changed(1, 2), made(2)]);
    await catchUp(engineOn(bench, store), 1);
    const stream = `stream:thing-${tenantId(1)}.${thingId(1)}`;
    expect((await listParkedKeys(bench.projector)).map(({ key }) => key)).toEqual([thingId(1), stream]);
    expect(await docOf(store, 1)).not.toHaveProperty('size');
    expect(await docOf(store, 2)).toMatchObject({ label: 'thing 2' });
  });

  it('lets the whole stream be folded again once the event can be read', async () => {
    const store = await logOf([made(1), withoutKeys, changed(1, 2)]);
    await catchUp(engineOn(bench, store));
    const { ThingChanged } = toyEvents;
    const data = ThingChanged.data.extend({
      thingId: ThingChanged.data.shape.thingId.default(thingId(1)),
      size: ThingChanged.data.shape.size.or(ThingChanged.data.shape.size.catch(8)),
    });
    const repaired = {
      ...engineOn(bench, store),
      catalogue: { ...toyEvents, ThingChanged: { ...ThingChanged, data } },
    };
    const key = `stream:thing-${tenantId(1)}.${thingId(1)}`;
    expect(await refold(repaired, { tenant: tenantId(1), key })).toBe('folded');
    expect(await listParkedKeys(bench.projector)).toEqual([]);
    expect(await docOf(store, 1)).toMatchObject({ size: 2 });
  });
});
