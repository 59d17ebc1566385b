import { Counter, type Registry } from 'prom-client';

import type { OnExport } from './tell-outages.js';

/** Counts what became of spans, so that a collector that takes none is seen. */
export const traceMetrics = (registry: Registry): OnExport => {
  const spans = new Counter({
    name: 'etapp_trace_spans_total',
    help:
      'Spans by outcome: sent to the collector, lost because it did not take them, dropped because too many waited ' +
      'for it',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of ['sent', 'lost', 'dropped']) spans.inc({ outcome }, 0);
  return (outcome, count) => spans.inc({ outcome }, count);
};
