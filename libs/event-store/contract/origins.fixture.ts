import { randomUUID } from 'node:crypto';

import { expect, it } from '@jest/globals';

import type { Generation, Generations } from '../generations.js';
import type { EventStore } from '../port.js';
import { aStream, anAppend, anEvent } from './sample.fixture.js';

/** A log that can be moved, and so keeps records of where it came from. */
export type MovableStore = EventStore & Generations;

/** What a log says of itself, on every adapter. To be asked before it is moved. */
export function originsContract(storeOf: () => EventStore): void {
  it('stands where it began as long as nobody moved it', async () => {
    expect(await storeOf().generation()).toBeUndefined();
  });

  it('counts its events by their positions exactly where it says that it does', async () => {
    const store = storeOf();
    await store.append(anAppend(aStream(), 0, { events: [anEvent(), anEvent()] }));
    await store.append(anAppend(aStream(), 0));
    const { events, atHead } = await store.readAll(store.start, {}, 10_000);
    expect([atHead, events.length >= 3]).toEqual([true, true]);
    const counted = events.map((_event, index) => String(Number(store.start) + index + 1));
    expect(JSON.stringify(events.map(({ position }) => position)) === JSON.stringify(counted)).toBe(store.isNumbered);
  });
}

const begun = (given: Partial<Generation> = {}): Generation => ({
  id: randomUUID(),
  at: '2026-03-02T09:00:00.000Z',
  version: '1.2.3',
  from: { kind: 'postgresql', generation: null },
  moved: null,
  ...given,
});

const completed = (record: Generation): Generation => ({
  ...record,
  at: '2026-03-02T10:00:00.000Z',
  moved: { from: '12', to: '34/34', events: 12, links: 'a1'.repeat(32), raised: 0 },
});

/** What the records of a move promise, on every adapter whose log can be moved. */
export function generationsContract(storeOf: () => MovableStore): void {
  it('keeps the records of moves in their order, and is of the newest one’s generation, also before it is complete', async () => {
    const [store, first] = [storeOf(), begun()];
    const second = begun({ from: { kind: 'eventstoredb', generation: first.id } });
    const records = [first, completed(first), second, completed(second)];
    for (const [known, record] of records.entries()) {
      await store.addGeneration(record, known);
      expect(await store.generations()).toEqual(records.slice(0, known + 1));
      expect(await store.generation()).toBe(record.id);
    }
  });

  it('takes no record from somebody who does not know all of them, nor one at a place that is taken', async () => {
    const store = storeOf();
    const before = await store.generations();
    expect(before.length).toBeGreaterThan(0);
    for (const known of [0, before.length - 1, before.length + 1])
      await expect(store.addGeneration(begun(), known)).rejects.toMatchObject({
        ...{ name: 'WrongExpectedVersion', expected: known, actual: before.length },
      });
    const both = await Promise.allSettled(
      [begun(), begun()].map((record) => store.addGeneration(record, before.length)),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await store.generations()).toHaveLength(before.length + 1);
  });

  unseenRecordsContract(storeOf);
}

function unseenRecordsContract(storeOf: () => MovableStore): void {
  it('has no event for its records: neither head nor positions nor readers know', async () => {
    const store = storeOf();
    const { position } = await store.append(anAppend(aStream(), 0));
    const known = (await store.generations()).length;
    await store.addGeneration(begun(), known);
    expect(await store.head()).toBe(position);
    expect(await store.readAll(position, {}, 10)).toEqual({ events: [], upTo: position, atHead: true });
    const next = await store.append(anAppend(aStream(), 0));
    expect((await store.readAll(position, {}, 10)).events.map((event) => event.position)).toEqual([next.position]);
  });

  it('keeps nothing that is no record', async () => {
    const store = storeOf();
    const before = await store.generations();
    const wrong = { ...begun(), id: 'no uuid' };
    await expect(store.addGeneration(wrong, before.length)).rejects.toThrow();
    expect(await store.generations()).toEqual(before);
  });
}
