import { testEventStoreDb, type TestEventStoreDb, waitFor } from '@etapp/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { aStream, anAppend, anEvent, idsOf, pagesToHead } from '../contract/sample.fixture.js';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedVersion } from '../port.js';
import { type EventStoreDbOptions, EventStoreDbStore } from './eventstoredb-store.js';

let node: TestEventStoreDb;
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  node = await testEventStoreDb();
  closing.push(() => node.close());
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const open = (options: Partial<EventStoreDbOptions> = {}): EventStoreDbStore => {
  const store = new EventStoreDbStore({
    url: node.url,
    name: 'spec',
    deadlineMs: 2_000,
    patienceMs: 10_000,
    ...options,
  });
  closing.push(() => store.close());
  return store;
};
/** One that soon gives up, and has appended. */
const openShort = async (): Promise<EventStoreDbStore> => {
  const store = open({ deadlineMs: 250, patienceMs: 250 });
  await waitFor(() => store.append(anAppend(aStream(), 0)));
  return store;
};
const anotherNode = async (options: Parameters<typeof testEventStoreDb>[0] = {}): Promise<TestEventStoreDb> => {
  const other = await testEventStoreDb(options);
  closing.push(() => other.close());
  return other;
};

describe('an append whose answer is lost', () => {
  it.each(['swallowing', 'losing'] as const)('has its effect once: %s', async (fault) => {
    const [store, stream] = [open({ deadlineMs: 500 }), aStream()];
    await store.append(anAppend(stream, 0));
    node.faults[fault] = 1;
    const append = anAppend(stream, 1, { events: [anEvent(), anEvent()] });
    expect(await store.append(append)).toMatchObject({ version: 3, repeated: false });
    expect(node.faults[fault]).toBe(0);
    expect(await store.readStream(stream)).toHaveLength(3);
  });

  it('is said to be unknown when no answer comes in time, and finds its effect when it is repeated', async () => {
    const [store, append] = [await openShort(), anAppend(aStream(), 0)];
    node.faults.swallowing = 100;
    await expect(store.append(append)).rejects.toBeInstanceOf(OutcomeUnknown);
    node.faults.swallowing = 0;
    const patient = open();
    expect(await patient.append(append)).toMatchObject({ version: 1, repeated: true });
    await patient.append(anAppend(append.stream, 1));
    expect(await patient.append(append)).toMatchObject({ version: 1, repeated: true });
    await expect(patient.append(anAppend(append.stream, 0))).rejects.toBeInstanceOf(WrongExpectedVersion);
  });

  it('is unknown at a node that keeps silent, and nothing happened there', async () => {
    const [store, append] = [await openShort(), anAppend(aStream(), 0)];
    node.faults.silent = true;
    await expect(store.append(append)).rejects.toBeInstanceOf(OutcomeUnknown);
    node.faults.silent = false;
    expect(await open().append(append)).toMatchObject({ version: 1, repeated: false });
  });
});

describe('a node that takes nothing', () => {
  it('is unavailable, and nothing happened', async () => {
    const [store, append] = [open({ patienceMs: 100 }), anAppend(aStream(), 0)];
    await store.append(anAppend(aStream(), 0));
    node.faults.refusing = true;
    await expect(store.append(append)).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.readStream(append.stream)).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.head()).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.positionAt('2026-01-01T00:00:00.000Z')).rejects.toBeInstanceOf(StoreUnavailable);
    node.faults.refusing = false;
    expect(await store.readStream(append.stream)).toEqual([]);
    expect(await store.append(append)).toMatchObject({ version: 1, repeated: false });
  });

  it('is waited for as long as an append may wait', async () => {
    const [store, append] = [open({ patienceMs: 20_000 }), anAppend(aStream(), 0)];
    await store.head();
    await node.stop();
    const appending = store.append(append);
    await node.start();
    expect(await appending).toMatchObject({ version: 1, repeated: false });
  });

  it('is unavailable when it cannot be reached, and found again by the same store', async () => {
    const [store, append] = [open({ patienceMs: 100 }), anAppend(aStream(), 0)];
    await store.head();
    await node.stop();
    await waitFor(() =>
      expect(store.append(append))
        .rejects.toBeInstanceOf(StoreUnavailable)
        .then(() => true),
    );
    await expect(store.readAll(store.start, {}, 10)).rejects.toBeInstanceOf(StoreUnavailable);
    await node.start();
    expect(await waitFor(() => store.append(append))).toMatchObject({ version: 1 });
  });

  it('loses nothing that it took and doubles nothing, however often it is cut off', async () => {
    const store = open({ patienceMs: 20_000, appendsInFlight: 8 });
    const appends = Array.from({ length: 120 }, () => anAppend(aStream(), 0));
    let answered = 0;
    const appending = Promise.all(
      appends.map(async (append) => {
        await store.append(append);
        answered += 1;
      }),
    );
    for (const goal of [20, 40, 60]) {
      await waitFor(() => answered >= goal);
      await node.stop();
      await node.start();
    }
    await appending;
    const stored = idsOf(await pagesToHead(store, { after: store.start }));
    expect(stored.toSorted()).toEqual(appends.flatMap(({ events }) => events.map(({ id }) => id)).toSorted());
  });
});

describe('a cluster', () => {
  it('is written to at its leader, whichever node was asked', async () => {
    const leader = await anotherNode({ log: node.log });
    node.faults.leader = { host: leader.host, port: leader.port };
    const [store, stream] = [open(), aStream()];
    expect(await store.append(anAppend(stream, 0))).toMatchObject({ version: 1 });
    expect(await store.readStream(stream)).toHaveLength(1);
    expect(leader.seen.calls).toBeGreaterThan(0);
  });

  it('is unavailable while its nodes disagree on who leads', async () => {
    node.faults.leader = { host: node.host, port: node.port };
    const store = open({ patienceMs: 200 });
    await expect(store.append(anAppend(aStream(), 0))).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.readStream(aStream())).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('is found by asking any of its nodes', async () => {
    const other = await anotherNode({ log: node.log });
    node.faults.leader = { host: other.host, port: other.port };
    const store = open({ url: `esdb://${node.host}:${node.port},${other.host}:${other.port}?tls=false` });
    expect(await store.append(anAppend(aStream(), 0))).toMatchObject({ version: 1 });
    expect(node.seen.calls).toBe(0);
  });
});

describe('a store under pressure', () => {
  it('has no more appends under way than it may, and refuses what its queue does not hold', async () => {
    const store = open({ appendsInFlight: 3, queueLimit: 20 });
    const settled = await Promise.allSettled(Array.from({ length: 25 }, () => store.append(anAppend(aStream(), 0))));
    const refused = settled.flatMap((each): unknown[] => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toEqual(Array.from({ length: 5 }, () => expect.any(StoreUnavailable)));
    expect(node.seen.mostAppends).toBeLessThanOrEqual(3);
  });

  it('says definitely that an append is too large', async () => {
    const [store, stream] = [open(), aStream()];
    const events = [anEvent({ data: JSON.stringify('x'.repeat(1_100_000)) })] as const;
    const refused = await store.append(anAppend(stream, 0, { events })).catch((error: unknown) => error);
    expect(refused).toMatchObject({ type: 'maximum-append-size-exceeded' });
    expect(refused).not.toBeInstanceOf(OutcomeUnknown);
    expect(await store.readStream(stream)).toEqual([]);
  });

  it('finishes what it has taken before it closes, takes nothing after, and leaves no connection behind', async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    const before = sockets();
    const store = open();
    const reading = store.subscribe(store.start, {}, { signal: new AbortController().signal })[Symbol.asyncIterator]();
    await reading.next();
    const taken = Array.from({ length: 30 }, () => store.append(anAppend(aStream(), 0)));
    const closed = store.close();
    await expect(store.append(anAppend(aStream(), 0))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await Promise.all(taken)).toHaveLength(30);
    await closed;
    while ((await reading.next()).done !== true);
    await waitFor(() => sockets() <= before);
  });
});
