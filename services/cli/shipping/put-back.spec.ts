import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Append, MemoryStore } from '@etapp/event-store';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { openLogFile } from './log-file.js';
import { putBack, requireBeginning } from './put-back.js';

const tenant = '0197e7a0-0c11-7000-8000-000000000001';
/** What PostgreSQL's log takes as one statement, all or nothing. */
const most = { events: 500, characters: 1_000_000 };

const appendOf = (characters: number): Append => {
  const id = randomUUID();
  const event = { id, type: 'Spec', header: '{}', data: 'x'.repeat(characters), link: '0'.repeat(64) };
  const recordedAt = '2026-03-02T08:00:00.000Z';
  return { stream: { category: 'unit', tenant, id }, expectedVersion: 0, events: [event], recordedAt };
};

/** A log in memory that keeps what was handed over together. */
const watched = () => {
  const store = new MemoryStore();
  const together: Append[][] = [];
  let batch: Append[] | undefined;
  const append = async (one: Append) => {
    if (batch === undefined) together.push((batch = []));
    batch.push(one);
    await Promise.resolve();
    batch = undefined;
    return MemoryStore.prototype.append.call(store, one);
  };
  return { store: Object.assign(store, { append }), together };
};

const { signal } = new AbortController();
const onProgress = () => undefined;

describe('what is put back', () => {
  let folder: string;
  let file: string;
  let source: MemoryStore;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'etapp-put-back-'));
    file = join(folder, 'log.ndjson');
    source = new MemoryStore();
    for (const size of [...Array<number>(12).fill(120_000), ...Array<number>(600).fill(2)])
      await source.append(appendOf(size));
    const log = await openLogFile(file, Object.assign(source, { kind: 'postgresql' as const }));
    await log.ship(signal);
    await log.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const contents = async (store: MemoryStore) => (await store.readAll(store.start, {}, 1_000)).events;

  it('is handed over in windows that are written as one, so that a lost answer puts none before another', async () => {
    const { store, together } = watched();
    const after = await requireBeginning(file, store, signal);
    expect(await putBack(file, store, { after, signal, onProgress })).toBe(612);
    const sizes = together.map((window) => ({
      events: window.length,
      characters: window.flatMap(({ events }) => events).reduce((sum, { data }) => sum + data.length, 0),
    }));
    expect(sizes.length).toBeGreaterThan(2);
    for (const size of sizes) {
      expect(size.events).toBeLessThanOrEqual(most.events);
      expect(size.characters).toBeLessThanOrEqual(most.characters);
    }
    expect(await contents(store)).toEqual(await contents(source));
    expect(await requireBeginning(file, store, signal)).toBe('612');
  });

  it('is put beside nothing else: neither another event, nor one more', async () => {
    const [other, longer] = [new MemoryStore(), new MemoryStore()];
    await other.append(appendOf(3));
    await expect(requireBeginning(file, other, signal)).rejects.toMatchObject({ name: 'OtherLog' });
    for (const { stream, version, recordedAt, ...event } of await contents(source))
      await longer.append({ stream, expectedVersion: version - 1, recordedAt, events: [event] });
    expect(await requireBeginning(file, longer, signal)).toBe('612');
    await longer.append(appendOf(3));
    await expect(requireBeginning(file, longer, signal)).rejects.toMatchObject({ name: 'OtherLog' });
  });
});
