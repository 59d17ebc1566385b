import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { foldPrefix } from './fold-prefix.js';
import { batchSize, folded, followDying, number, readableFacts } from './histories.fixture.js';
import { rebuild } from './rebuild.js';
import { refold } from './refold.js';
import { getLiveSlot, Overtaken } from './slots.js';
import { readAhead, logPages } from './pages.js';
import { slotWriter } from './slot-writer.js';
import {
  changed,
  type Fact,
  linked,
  logOf,
  made,
  tenantId,
  thingId,
  things,
  thingsWith,
  toyEvents,
} from './toy.fixture.js';
import { catchUp, engineOn, leaseOf, liveRows, openWorkbench, shown, type Workbench } from './workbench.fixture.js';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

const withoutKey = (n: number): Fact => ({ ...changed(n, 0), data: { size: 'large' } });
const unreadable = (n: number): Fact => ({ ...changed(n, 0), data: { thingId: thingId(n), size: 'large' } });

/** Any history, also ones that cannot be: changes before creation, unreadable events, events without a key. */
const anyFact: fc.Arbitrary<Fact> = fc.oneof(
  ...readableFacts,
  { weight: 1, arbitrary: number.map(unreadable) },
  { weight: 1, arbitrary: number.map(withoutKey) },
  { weight: 1, arbitrary: number.map((n) => made(n, { label: '\0' })) },
);
const history = fc.array(anyFact, { maxLength: 30 });
const runs = { numRuns: 40 };

describe('whatever the history', () => {
  it('rows do not depend on how it is cut into batches, nor on where a runner dies', async () => {
    await fc.assert(
      fc.asyncProperty(history, batchSize, fc.array(fc.nat(20), { maxLength: 4 }), async (facts, size, deaths) => {
        await bench.reset();
        const store = await logOf(facts);
        await followDying([bench, store], { deaths, size });
        expect(await liveRows(bench, engineOn(bench, store))).toEqual(await folded(facts));
      }),
      runs,
    );
  });

  it('a rebuild gives the rows that the fold in memory gives, however many pages it writes at once', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.tuple(batchSize, batchSize), async (facts, [size, pageSize]) => {
        await bench.reset();
        const engine = engineOn(bench, await logOf(facts));
        await rebuild(engine, { signal: new AbortController().signal, batchSize: size, pageSize });
        expect(await liveRows(bench, engine)).toEqual(await folded(facts));
      }),
      runs,
    );
  });

  it('folding any key again changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(number, { minLength: 1, maxLength: 3 }), async (facts, ns) => {
        await bench.reset();
        const engine = engineOn(bench, await logOf(facts));
        await catchUp(engine, 5);
        const before = await liveRows(bench, engine);
        for (const n of ns) {
          const key = { tenant: tenantId(1), key: thingId(n) };
          if (before[`${key.tenant}/${key.key}`] !== undefined) await refold(engine, key);
        }
        expect(await liveRows(bench, engine)).toEqual(before);
      }),
      runs,
    );
  });

  it('keys parked by a broken fold equal the right fold once they are retried', async () => {
    await fc.assert(
      fc.asyncProperty(history, batchSize, async (facts, size) => {
        await bench.reset();
        const store = await logOf(facts);
        await catchUp(engineOn(bench, store, { projection: thingsWith({ rating: true }) }), size);
        const engine = engineOn(bench, store);
        for (const [address, { parked }] of Object.entries(await liveRows(bench, engine))) {
          const [tenant = '', ...key] = address.split('/');
          if (parked) await refold(engine, { tenant, key: key.join('/') });
        }
        expect(await liveRows(bench, engine)).toEqual(await folded(facts));
      }),
      runs,
    );
  });

  it('a fold that stops earlier gives what the tables were at that position', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.nat(30), async (facts, cut) => {
        const store = await logOf(facts);
        const upTo = String(Math.min(cut, facts.length));
        const rows = await foldPrefix(
          store,
          { catalogue: toyEvents, projection: things },
          { tenant: tenantId(1), upTo },
        );
        expect(shown(rows)).toEqual(await folded(facts.slice(0, cut)));
      }),
      runs,
    );
  });
});

describe('two writers at one checkpoint', () => {
  it('cannot both apply the next page, whoever holds the lease', async () => {
    const engine = engineOn(bench, await logOf([made(1), linked(1)]));
    const [one, two] = [await bench.projector.connect(), await bench.projector.connect()];
    try {
      const lease = await leaseOf(bench, { runner: randomUUID() });
      const slot = { ...(await getLiveSlot(one, things)), lease };
      const pages = readAhead(engine, logPages(engine.store, { after: '0', types: things.types, batchSize: 10 }));
      const first = await pages.next();
      if (first.done === true) throw new Error('the log is empty');
      const results = await Promise.allSettled(
        [one, two].map((client) => slotWriter(engine, client, slot).apply(first.value)),
      );
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const rejected = results.find((result) => result.status === 'rejected');
      expect(rejected?.reason).toBeInstanceOf(Overtaken);
    } finally {
      one.release();
      two.release();
    }
    expect(await liveRows(bench, engine)).toEqual(await folded([made(1), linked(1)]));
  });
});
