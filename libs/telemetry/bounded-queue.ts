import { TraceFlags } from '@opentelemetry/api';
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace-base';

/** What the library has where the environment says nothing. */
const defaultSize = 2_048;

const sizeOf = (said: string | undefined): number => {
  const size = Number(said ?? '');
  return said === undefined || said.trim() === '' || !(size >= 1) ? defaultSize : size;
};

/**
 * Spans wait in a queue of bounded length (`OTEL_BSP_MAX_QUEUE_SIZE`, 2,048 by default) until the exporter takes them. The
 * library drops what finds no room without a word; here it is counted before it gets that far, so `onDropped` hears of each.
 */
export const boundedQueue = (exporter: SpanExporter, onDropped: () => void): SpanProcessor => {
  const maxQueueSize = sizeOf(process.env['OTEL_BSP_MAX_QUEUE_SIZE']);
  let waiting = 0;
  const taking: SpanExporter = {
    export: (spans, done) => {
      waiting -= spans.length;
      exporter.export(spans, done);
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
  const queue = new BatchSpanProcessor(taking, { maxQueueSize });
  return {
    onStart: (span, context) => queue.onStart(span, context),
    onEnd: (span) => {
      if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
      if (waiting >= maxQueueSize) return onDropped();
      waiting += 1;
      queue.onEnd(span);
    },
    shutdown: () => queue.shutdown(),
    forceFlush: () => queue.forceFlush(),
  };
};
