import type { Cause, Place } from './places.js';

/**
 * All that a span may say besides its name: names out of the catalogues, codes and counts. There is no place for an id,
 * an address, a text or an error's own words.
 */
export type Attributes = {
  readonly 'http.request.method'?: string;
  /** The template, such as `/v1/cases/:caseId`. */
  readonly 'http.route'?: string;
  readonly 'http.response.status_code'?: number;
  readonly 'etapp.command'?: string;
  readonly 'etapp.query'?: string;
  /** Kind of stream, such as `case`. */
  readonly 'etapp.category'?: string;
  readonly 'etapp.projection'?: string;
  readonly 'etapp.channel'?: string;
  readonly 'etapp.outcome'?: string;
  /** Code of the problem that it was answered with. */
  readonly 'etapp.code'?: string;
  readonly 'etapp.events'?: number;
  readonly 'etapp.rings'?: number;
  readonly 'error.type'?: string;
};

/** How a span stands to the world: answers a request, works inside, calls somebody, or folds what others wrote. */
export type Kind = 'server' | 'internal' | 'client' | 'consumer';

/** How a span begins. Without `correlationId` and `parent` it belongs to the one around it, or begins a trace. */
export type Start = {
  /** Never with an id in it: names are counted. */
  readonly name: string;
  /** Default: `internal`. */
  readonly kind?: Kind;
  readonly attributes?: Attributes;
  /** Begins the trace of this correlation. */
  readonly correlationId?: string | undefined;
  /** The caller's span, in another process. */
  readonly parent?: Place | undefined;
  /** Spans that led to this one; the first 32 are kept. */
  readonly links?: readonly Place[];
};

/** A span that runs. */
export type Span = {
  /** Whether anybody will see it: whoever must ask for what it would say asks first. */
  readonly recording: boolean;
  readonly set: (attributes: Attributes) => void;
  readonly link: (place: Place | undefined) => void;
  /** As a `traceparent` says it, for a message that leaves; undefined where nothing is recorded. */
  readonly traceParent: string | undefined;
};

/** A span that its opener ends: for work that is not one function. */
export type OpenSpan = Span & {
  /** Runs something inside the span. */
  readonly run: <T>(work: () => T) => T;
  readonly end: () => void;
};

/** Something that is over: when it began (of `performance.now()`), and the event by which its span is found again. */
export type Past = Start & { readonly startedAt: number; readonly found?: Cause | undefined };

/** Tells of the work of a program as spans. */
export type Tracing = {
  /** False where nothing is traced; whoever can, then leaves out all that serves it. */
  readonly on: boolean;
  readonly open: (start: Start) => OpenSpan;
  /** Runs the work in a span. What it throws passes through; the span keeps the error's name only. */
  readonly within: <T>(start: Start, work: (span: Span) => Promise<T>) => Promise<T>;
  /** The same for work that answers at once. */
  readonly at: <T>(start: Start, work: () => T) => T;
  /** A span that is over. */
  readonly tell: (past: Past) => void;
  /** Sends what is left, for two seconds at most. */
  readonly close: () => Promise<void>;
};

const nowhere: OpenSpan = {
  recording: false,
  set: () => undefined,
  link: () => undefined,
  traceParent: undefined,
  run: (work) => work(),
  end: () => undefined,
};

/** Traces nothing. */
export const noTracing: Tracing = {
  on: false,
  open: () => nowhere,
  within: (_start, work) => work(nowhere),
  at: (_start, work) => work(),
  tell: () => undefined,
  close: async () => undefined,
};
