import { type Append, LogLeft, MemoryStore, OutcomeUnknown, StoreUnavailable } from '@etapp/event-store';
import { describe, expect, it } from '@jest/globals';

import { logMetrics } from './log-metrics.js';
import { type AppendSeen, observedStore } from './observed-store.js';
import { programRegistry } from './program-registry.js';

const stream = { category: 'case', tenant: '0197e7a0-0000-7000-8000-000000000001', id: 'one' };
const append = (n: number, expectedVersion: number): Append => ({
  ...{ stream, expectedVersion, recordedAt: '2026-03-02T09:00:00.000Z' },
  events: [{ id: `event-${n}`, type: 'Test', header: '{}', data: '{}', link: '0'.repeat(64) }],
});

describe('a log that is observed', () => {
  it('answers as it would, and tells what became of each append', async () => {
    const seen: AppendSeen[] = [];
    const store = observedStore(new MemoryStore(), (each) => seen.push(each));
    await store.append(append(1, 0));
    await store.append(append(1, 0));
    await expect(store.append(append(2, 0))).rejects.toThrow('is at version 1');
    expect(await store.readStream(stream)).toHaveLength(1);
    expect(seen.map(({ outcome }) => outcome)).toEqual(['appended', 'repeated', 'conflict']);
  });

  it.each([
    [new StoreUnavailable(), 'unavailable'],
    [new LogLeft(), 'unavailable'],
    [new OutcomeUnknown(), 'unknown'],
    [new Error('odd'), 'failed'],
  ])('tells %s apart', async (thrown, outcome) => {
    const memory = new MemoryStore();
    memory.append = () => Promise.reject(thrown);
    const seen: string[] = [];
    const store = observedStore(memory, (each) => seen.push(each.outcome));
    await expect(store.append(append(1, 0))).rejects.toBe(thrown);
    expect(seen).toEqual([outcome]);
  });

  it('shows its head where it can be read, and the rest where it cannot', async () => {
    const registry = programRegistry();
    const log = logMetrics(registry);
    log.watch({ head: async () => '17', isNumbered: false });
    expect(await registry.getSingleMetricAsString('etapp_log_head_position')).not.toContain('17');
    log.watch({ head: async () => '17', isNumbered: true });
    expect(await registry.getSingleMetricAsString('etapp_log_head_position')).toContain('position 17');
    log.watch({ head: () => Promise.reject(new StoreUnavailable()), isNumbered: true });
    expect(await registry.metrics()).toContain('etapp_log_append_duration_seconds');
  });
});
