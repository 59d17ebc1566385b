import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { openTelemetry } from '@etapp/telemetry';
import { waitFor } from '@etapp/testing';

/** Tracing into memory, and hands to look at what was traced. */
export const tracedInMemory = () => {
  const exporter = new InMemorySpanExporter();
  const tracing = openTelemetry({ service: 'etapp-spec', processor: new SimpleSpanProcessor(exporter) });
  const spans = (): readonly ReadableSpan[] => exporter.getFinishedSpans();
  return {
    tracing,
    spans,
    named: (name: string) => spans().filter((span) => span.name === name),
    /** Waits for a span that fits, which is where it has ended. */
    find: async (fits: (span: ReadableSpan) => boolean): Promise<ReadableSpan> => {
      await waitFor(async () => spans().some(fits));
      const found = spans().find(fits);
      if (found === undefined) throw new Error('a span that was there is gone');
      return found;
    },
  };
};

/** Trace and span id. */
export const idsOf = (span: ReadableSpan): readonly string[] => {
  const { traceId, spanId } = span.spanContext();
  return [traceId, spanId];
};

/** The ids that a span is linked to. */
export const linksOf = ({ links }: ReadableSpan): readonly (readonly string[])[] =>
  links.map(({ context: { traceId, spanId } }) => [traceId, spanId]);

/** All that leaves with a span, as one text, but for the ids that spans are found by. */
export const saidBy = ({ name, attributes, events, status, resource, links }: ReadableSpan): string =>
  JSON.stringify({ name, attributes, events, status, of: resource.attributes, linked: links.map((l) => l.attributes) });
