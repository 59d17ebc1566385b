import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';

import { boundedQueue } from './bounded-queue.js';
import { openTelemetry } from './open-telemetry.js';
import { programLog } from './program-log.js';
import { type OnExport, tellOutages } from './tell-outages.js';
import { noTracing, type Tracing } from './tracing.js';

/** What decides whether a program traces: the checked variables of its environment. */
export type TracingSettings = {
  readonly OTEL_SDK_DISABLED?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string | undefined;
};

/** A program that traces. */
type Traced = {
  /** `service.name`, unless the environment has another. */
  readonly service: string;
  readonly onExport?: OnExport;
  /** Takes the lines of the log; standard error unless given. */
  readonly write?: (line: string) => void;
};

/** What the library calls success. */
const succeeded = 0;

const heard = (exporter: SpanExporter, onExport: OnExport): SpanExporter => ({
  export: (spans, done) =>
    exporter.export(spans, (result) => {
      onExport(Number(result.code) === succeeded ? 'sent' : 'lost', spans.length);
      done(result);
    }),
  shutdown: () => exporter.shutdown(),
  forceFlush: async () => exporter.forceFlush?.(),
});

/**
 * Tracing to the collector that the environment names (OTLP over HTTP), or none where it names none. Spans wait in a
 * queue of bounded length and are sent beside the work: a collector that is slow or away costs spans and nothing else. The
 * log says when that begins and ends.
 */
export const startTracing = (
  settings: TracingSettings,
  { service, write, onExport = () => undefined }: Traced,
): Tracing => {
  const endpoint = settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? settings.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined || settings.OTEL_SDK_DISABLED === 'true') return noTracing;
  const tell = tellOutages(programLog('tracing', write));
  const hear: OnExport = (...outcome) => {
    onExport(...outcome);
    tell(...outcome);
  };
  const exporter = heard(new OTLPTraceExporter(), hear);
  return openTelemetry({ service, processor: boundedQueue(exporter, () => hear('dropped', 1)) });
};
