import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';

import { keyMetrics } from './key-metrics.js';
import { logMetrics } from './log-metrics.js';
import { traceMetrics } from './trace-metrics.js';

/** A program that has just started, as Prometheus reads it. */
const fresh = async (): Promise<readonly string[]> => {
  const registry = new Registry();
  for (const make of [keyMetrics, logMetrics, traceMetrics]) make(registry);
  return (await registry.metrics()).split('\n');
};

describe('a counter that an alarm watches for a rise', () => {
  it('is shown as 0 before anything happened, so that the first time is a rise', async () => {
    expect(await fresh()).toEqual(
      expect.arrayContaining([
        'etapp_key_failures_total{purpose="sealing",kind="KeyMissing"} 0',
        'etapp_key_failures_total{purpose="opening",kind="KeyMissing"} 0',
        'etapp_log_append_duration_seconds_count{outcome="unavailable"} 0',
        'etapp_log_append_duration_seconds_count{outcome="unknown"} 0',
        'etapp_log_append_duration_seconds_count{outcome="failed"} 0',
        'etapp_trace_spans_total{outcome="lost"} 0',
        'etapp_trace_spans_total{outcome="dropped"} 0',
      ]),
    );
  });
});
