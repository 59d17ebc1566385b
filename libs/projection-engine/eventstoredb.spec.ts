import { randomUUID } from 'node:crypto';

import { EventStoreDbStore } from '@etapp/event-store';
import { testEventStoreDb, type TestEventStoreDb, testEventStoreDbLog } from '@etapp/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { batchSize, folded, followDying, readableFacts } from './histories.fixture.js';
import { rebuild } from './rebuild.js';
import { append, type Fact, linked, made } from './toy.fixture.js';
import { catchUp, engineOn, liveRows, openWorkbench, type Workbench } from './workbench.fixture.js';

const realNodeUrl = process.env['EVENTSTORE_URL'];
const nodeName = realNodeUrl === undefined ? 'the test server' : 'the node of EVENTSTORE_URL';

let bench: Workbench;
let node: TestEventStoreDb | undefined;
const stores: EventStoreDbStore[] = [];
beforeAll(async () => {
  bench = await openWorkbench();
  if (realNodeUrl === undefined) node = await testEventStoreDb();
});
beforeEach(() => bench.reset());
afterAll(async () => {
  for (const store of stores) await store.close();
  await node?.close();
  await bench.close();
});

/** A log of its own in EventStoreDB that holds these facts. */
const eventStoreDbOf = async (facts: readonly Fact[]): Promise<EventStoreDbStore> => {
  const store = new EventStoreDbStore({
    ...{ url: node?.url ?? realNodeUrl ?? '', name: 'spec', namespace: `t${randomUUID()}.`, silenceMs: 300 },
  });
  stores.push(store);
  await append(store, facts);
  return store;
};

const history = fc.array(fc.oneof(...readableFacts), { maxLength: 20 });

describe(`a read model over EventStoreDB (${nodeName})`, () => {
  it('has the rows of the log in memory, followed in any batches, though runners die, and built anew', async () => {
    await fc.assert(
      fc.asyncProperty(history, batchSize, fc.array(fc.nat(20), { maxLength: 2 }), async (facts, size, deaths) => {
        await bench.reset();
        const store = await eventStoreDbOf(facts);
        await followDying([bench, store], { deaths, size });
        const expected = await folded(facts);
        expect(await liveRows(bench, engineOn(bench, store))).toEqual(expected);
        await rebuild(engineOn(bench, store), { signal: new AbortController().signal, batchSize: size, pageSize: 3 });
        expect(await liveRows(bench, engineOn(bench, store))).toEqual(expected);
      }),
      { numRuns: 6 },
    );
  });

  it('has the rows of the log alone, though others write to its streams', async () => {
    const log = await testEventStoreDbLog();
    const store = new EventStoreDbStore({ url: log.url, name: 'spec', silenceMs: 300 });
    stores.push(store);
    const facts = [made(1), linked(1), made(2)];
    await append(store, facts.slice(0, 2));
    await log.stray(`case-${randomUUID()}.${randomUUID()}`);
    await append(store, facts.slice(2));
    await log.stray(`case-${randomUUID()}.${randomUUID()}`);
    await catchUp(engineOn(bench, store));
    const rows = await liveRows(bench, engineOn(bench, store));
    expect(Object.keys(rows).length).toBeGreaterThan(0);
    expect(rows).toEqual(await folded(facts));
    await log.close();
  });

  it('goes on over dropped and silent subscriptions, each event once', async () => {
    const facts = [made(1), ...Array.from({ length: 30 }, () => linked(1))];
    const store = await eventStoreDbOf(facts.slice(0, 5));
    const engine = engineOn(bench, store);
    for (let from = 5; from < facts.length; from += 9) {
      const caughtUp = catchUp(engine, 2);
      node?.dropSubscriptions();
      await append(store, facts.slice(from, from + 9));
      node?.stallSubscriptions();
      await caughtUp;
      await catchUp(engine, 2);
    }
    expect(await liveRows(bench, engine)).toEqual(await folded(facts));
  });
});
