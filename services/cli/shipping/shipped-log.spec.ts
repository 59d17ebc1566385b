import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { MemoryStore, type Position } from '@etapp/event-store';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { openLogFile, readShipped } from './log-file.js';
import { examineLogFile } from './put-back.js';
import { shippedLog } from './shipped-log.js';

const tenant = '0197e7a0-0d19-7000-8000-000000000001';

describe('a file that a log was shipped to', () => {
  let folder: string;
  const store = Object.assign(new MemoryStore(), { kind: 'postgresql' as const });
  const file = () => join(folder, 'log.ndjson');
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'etapp-shipped-log-'));
    for (let count = 0; count < 10; count += 1) {
      const event = { id: randomUUID(), type: 'NoteTaken', header: '{}', data: '{}', link: 'ab'.repeat(32) };
      const stream = { category: 'case', tenant, id: randomUUID() };
      await store.append({ stream, expectedVersion: 0, events: [event], recordedAt: '2026-03-02T09:00:00.000Z' });
    }
    const log = await openLogFile(file(), store);
    await log.ship(new AbortController().signal);
    await log.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const opened = async () => shippedLog(file(), await readShipped(file()), await examineLogFile(file()));

  it('is a log to read: of its kind, in pages of any size, each event once', async () => {
    const log = await opened();
    const { events: all } = await store.readAll(store.start, {}, 100);
    expect([log.kind, await log.generation(), await log.head()]).toEqual(['postgresql', undefined, await store.head()]);
    for (const limit of [1, 3, 5, 10, 11]) {
      const read = [];
      let after: Position = log.start;
      for (let atHead = false; !atHead;) {
        const page = await log.readAll(after, {}, limit);
        read.push(...page.events);
        expect(page.events.length).toBeLessThanOrEqual(limit);
        ({ upTo: after, atHead } = page);
      }
      expect([after, read]).toEqual([await store.head(), all]);
    }
  });

  it('is read from any event on, also back from where it was', async () => {
    const log = await opened();
    for (const after of ['7', '2', '9', '0', '10', '4'])
      expect((await log.readAll(after, {}, 2)).events).toEqual((await store.readAll(after, {}, 2)).events);
  });
});
