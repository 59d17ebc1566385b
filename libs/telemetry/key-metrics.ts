import type { KeyObserver } from '@etapp/privacy';
import { Counter, type Registry } from 'prom-client';

const foreseen: ReadonlySet<string> = new Set(['KeysUnavailable', 'KeyMissing', 'KeysErased', 'CannotOpen']);

/** The metrics of keys, for a program that seals or opens personal values. */
export const keyMetrics = (registry: Registry): KeyObserver => {
  const lookups = new Counter({
    name: 'etapp_key_cache_lookups_total',
    help: 'Keys looked for among the opened ones, by purpose and result (hit, miss)',
    labelNames: ['purpose', 'result'],
    registers: [registry],
  });
  const failures = new Counter({
    name: 'etapp_key_failures_total',
    help: 'Keys that could not be had, by purpose and kind: KeyMissing is an alarm, KeysUnavailable an outage',
    labelNames: ['purpose', 'kind'],
    registers: [registry],
  });
  // From the start, or the first key that is missing would begin a series, and what watches for a rise would see none.
  for (const purpose of ['sealing', 'opening']) for (const kind of foreseen) failures.inc({ purpose, kind }, 0);
  return {
    looked: (purpose, found) => lookups.inc({ purpose, result: found ? 'hit' : 'miss' }),
    failed: (purpose, thrown) => {
      const name = thrown instanceof Error ? thrown.name : '';
      failures.inc({ purpose, kind: foreseen.has(name) ? name : 'other' });
    },
  };
};
