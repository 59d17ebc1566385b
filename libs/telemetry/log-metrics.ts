import type { AppendBatch, PassedOver } from '@etapp/event-store';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import { foreignMetrics } from './foreign-metrics.js';
import type { AppendSeen } from './observed-store.js';

type Log = { readonly head: () => Promise<string>; readonly isNumbered: boolean };

/** What a program that appends tells of the log. */
export type LogMetrics = {
  readonly appended: (seen: AppendSeen) => void;
  readonly batch: (batch: AppendBatch) => void;
  readonly foreign: (passed: PassedOver) => void;
  /** Names the log whose head is shown. */
  readonly watch: (log: Log) => void;
};

/** Seconds, from a fast flush to the longest wait that a request allows. */
const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

const ofAppends = (registers: Registry[]) => ({
  duration: new Histogram({
    name: 'etapp_log_append_duration_seconds',
    help: 'Time from handing an append to the log to its verdict, by outcome',
    ...{ labelNames: ['outcome'], buckets: seconds, registers },
  }),
  events: new Counter({
    name: 'etapp_log_events_appended_total',
    ...{ help: 'Events appended by this program, by kind of stream', labelNames: ['category'], registers },
  }),
});

const ofBatches = (registers: Registry[]) => ({
  duration: new Histogram({
    name: 'etapp_log_batch_duration_seconds',
    ...{ help: 'Time that a batch of appends took, sending again included', buckets: seconds, registers },
  }),
  appends: new Histogram({
    name: 'etapp_log_batch_appends',
    ...{ help: 'Appends that shared a batch, and so a commit', buckets: sizes, registers },
  }),
  events: new Histogram({
    name: 'etapp_log_batch_events',
    ...{ help: 'Events in a batch of appends', buckets: sizes, registers },
  }),
});

const showHead = (registers: Registry[], log: () => Log | undefined): void => {
  new Gauge({
    name: 'etapp_log_head_position',
    ...{ help: 'Newest position of the log, where positions are numbers', registers },
    async collect() {
      const watched = log();
      if (watched?.isNumbered !== true) return;
      const position = await watched.head().catch(() => undefined);
      if (position !== undefined) this.set(Number(position));
    },
  });
};

/** The metrics of appending. */
export const logMetrics = (registry: Registry): LogMetrics => {
  let log: Log | undefined;
  const [appends, batches] = [ofAppends([registry]), ofBatches([registry])];
  // What an alarm watches is there from the start, or its first occurrence would be no rise.
  for (const outcome of ['unavailable', 'unknown', 'failed']) appends.duration.zero({ outcome });
  showHead([registry], () => log);
  return {
    foreign: foreignMetrics(registry),
    appended: ({ append, outcome, seconds: took }) => {
      appends.duration.observe({ outcome }, took);
      if (outcome === 'appended') appends.events.inc({ category: append.stream.category }, append.events.length);
    },
    batch: (batch) => {
      batches.duration.observe(batch.seconds);
      batches.appends.observe(batch.appends);
      batches.events.observe(batch.events);
    },
    watch: (watched) => {
      log = watched;
    },
  };
};
