import { Counter, type Registry } from 'prom-client';

import type { OnExport } from './start-tracing.js';

/** Counts what became of spans, so that a collector that takes none is seen. */
export const traceMetrics = (registry: Registry): OnExport => {
  const spans = new Counter({
    name: 'etapp_trace_spans_total',
    help: 'Spans handed to the collector, by outcome: sent, or lost because it did not take them',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return (outcome, count) => spans.inc({ outcome }, count);
};
