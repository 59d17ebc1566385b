import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import {
  type Context,
  type Link,
  ROOT_CONTEXT,
  type Span as ApiSpan,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  type IdGenerator,
  RandomIdGenerator,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';

import { placeOf, type Place, traceOf } from './places.js';
import type { Kind, OpenSpan, Start, Tracing } from './tracing.js';

/** Where spans go, and under which name. */
export type OpenTelemetryParts = {
  /** `service.name`, unless `OTEL_SERVICE_NAME` or `OTEL_RESOURCE_ATTRIBUTES` name another. */
  readonly service: string;
  readonly processor: SpanProcessor;
};

const mostLinks = 32;
const patienceMs = 2_000;

const kinds: Readonly<Record<Kind, SpanKind>> = {
  server: SpanKind.SERVER,
  internal: SpanKind.INTERNAL,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
};

const contextOf = ({ traceId, spanId, sampled }: Place) => ({
  ...{ traceId, spanId, isRemote: true },
  traceFlags: sampled === true ? TraceFlags.SAMPLED : TraceFlags.NONE,
});
const linkTo = (place: Place): Link => ({ context: contextOf(place) });

type Ids = { readonly traceId?: string | undefined; readonly spanId?: string | undefined };

/** Draws ids, but for a span whose ids are known: a correlation is its trace, and an event's span is found from the event. */
const drawnIds = () => {
  const drawn = new RandomIdGenerator();
  let known: Ids = {};
  const generator: IdGenerator = {
    generateTraceId: () => known.traceId ?? drawn.generateTraceId(),
    generateSpanId: () => known.spanId ?? drawn.generateSpanId(),
  };
  return {
    generator,
    with: <T>(ids: Ids, begin: () => T): T => {
      known = ids;
      try {
        return begin();
      } finally {
        known = {};
      }
    },
  };
};

const traceParentOf = (span: ApiSpan): string | undefined => {
  const { traceId, spanId } = span.spanContext();
  return span.isRecording() ? `00-${traceId}-${spanId}-01` : undefined;
};

const fail = (span: OpenSpan, thrown: unknown): void => {
  span.set({ 'error.type': thrown instanceof Error ? thrown.name : 'unknown' });
};

type Beginning = Start & { readonly startedAt?: number; readonly spanId?: string | undefined };

/** Begins spans, each in the context of the one that runs around it. */
const beginner = (tracer: Tracer, ids: ReturnType<typeof drawnIds>, running: AsyncLocalStorage<Context>) => {
  const around = ({ parent, correlationId }: Start): Context => {
    if (parent !== undefined) return trace.setSpanContext(ROOT_CONTEXT, contextOf(parent));
    const context = running.getStore() ?? ROOT_CONTEXT;
    const wanted = correlationId === undefined ? undefined : traceOf(correlationId);
    return wanted === undefined || wanted === trace.getSpanContext(context)?.traceId ? context : ROOT_CONTEXT;
  };
  return (start: Beginning): { readonly span: ApiSpan; readonly context: Context } => {
    const { name, kind = 'internal', attributes = {}, links = [], correlationId, spanId, startedAt } = start;
    const traceId = correlationId === undefined ? undefined : traceOf(correlationId);
    const context = around(start);
    const options = {
      ...{ kind: kinds[kind], attributes, links: links.slice(0, mostLinks).map(linkTo) },
      ...(startedAt === undefined ? {} : { startTime: startedAt }),
    };
    const span = ids.with({ traceId, spanId }, () => tracer.startSpan(name, options, context));
    return { span, context: trace.setSpan(context, span) };
  };
};

const tracerOf = ({ service, processor }: OpenTelemetryParts, generator: IdGenerator) => {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': service }))
    // Only what the environment says: host names and command lines are nobody's business.
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor], idGenerator: generator });
  return { provider, tracer: provider.getTracer('etapp') };
};

type Begin = ReturnType<typeof beginner>;

const opener =
  (begin: Begin, running: AsyncLocalStorage<Context>): Tracing['open'] =>
  (start) => {
    const { span, context } = begin(start);
    return {
      recording: span.isRecording(),
      traceParent: traceParentOf(span),
      set: (attributes) => {
        span.setAttributes(attributes);
        if (attributes['error.type'] !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
      },
      link: (place) => void (place === undefined ? undefined : span.addLink(linkTo(place))),
      run: (work) => running.run(context, work),
      end: () => span.end(),
    };
  };

/** Work that is one function, as spans. */
const runners = (open: Tracing['open']): Pick<Tracing, 'at' | 'within'> => ({
  at: (start, work) => {
    const span = open(start);
    try {
      return span.run(work);
    } catch (thrown) {
      fail(span, thrown);
      throw thrown;
    } finally {
      span.end();
    }
  },
  within: async (start, work) => {
    const span = open(start);
    try {
      return await span.run(() => work(span));
    } catch (thrown) {
      fail(span, thrown);
      throw thrown;
    } finally {
      span.end();
    }
  },
});

const teller =
  (begin: Begin): Tracing['tell'] =>
  ({ found, ...past }) => {
    const { span } = begin({ ...past, spanId: found === undefined ? undefined : placeOf(found)?.spanId });
    if (past.attributes?.['error.type'] !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(performance.now());
  };

const closer = (provider: BasicTracerProvider) => async (): Promise<void> => {
  const waited = new AbortController();
  const late = delay(patienceMs, undefined, { signal: waited.signal, ref: false }).catch(() => undefined);
  await Promise.race([provider.shutdown().catch(() => undefined), late]);
  waited.abort();
};

/**
 * Tracing with OpenTelemetry. Nothing is registered globally: several programs of one process, and specs, each have their
 * own. Sampler and limits are those of the `OTEL_*` variables. Baggage and trace state of others are not taken over.
 */
export const openTelemetry = (parts: OpenTelemetryParts): Tracing => {
  const ids = drawnIds();
  const running = new AsyncLocalStorage<Context>();
  const { provider, tracer } = tracerOf(parts, ids.generator);
  const begin = beginner(tracer, ids, running);
  const open = opener(begin, running);
  return { on: true, open, ...runners(open), tell: teller(begin), close: closer(provider) };
};
