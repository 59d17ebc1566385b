import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';

import { openTelemetry } from './open-telemetry.js';
import { noTracing, type Tracing } from './tracing.js';

/** What decides whether a program traces: the checked variables of its environment. */
export type TracingSettings = {
  readonly OTEL_SDK_DISABLED?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string | undefined;
};

/** Hears how many spans were handed to the collector, and how many it did not take. */
export type OnExport = (outcome: 'sent' | 'lost', spans: number) => void;

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
 * queue of bounded length and are sent beside the work: a collector that is slow or away costs spans and nothing else.
 */
export const startTracing = (
  settings: TracingSettings,
  { service, onExport = () => undefined }: { readonly service: string; readonly onExport?: OnExport },
): Tracing => {
  const endpoint = settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? settings.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined || settings.OTEL_SDK_DISABLED === 'true') return noTracing;
  return openTelemetry({ service, processor: new BatchSpanProcessor(heard(new OTLPTraceExporter(), onExport)) });
};
