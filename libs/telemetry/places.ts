/** What an event tells of where it comes from: the request that led to it, and the command that made it. */
export type Cause = { readonly correlationId: string; readonly causationId: string };

/** A span by its ids (W3C Trace Context): 32 and 16 hex digits. */
export type Place = {
  readonly traceId: string;
  readonly spanId: string;
  /** Whether whoever began the trace records it; undefined where nobody can know. */
  readonly sampled?: boolean | undefined;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The trace of a correlation: the same 128 bits, written as traces write them. Undefined for what is no UUID and for the
 * one of zeros, which names no trace.
 */
export const traceOf = (correlationId: string): string | undefined => {
  const id = correlationId.toLowerCase();
  if (!uuid.test(id)) return undefined;
  const digits = id.replaceAll('-', '');
  return /[1-9a-f]/.test(digits) ? digits : undefined;
};

/** Half of a UUID that was derived is as good as drawn, and finds the span again from the event alone. */
const spanOf = (causationId: string): string | undefined => {
  const span = traceOf(causationId)?.slice(16);
  return span === undefined || !/[1-9a-f]/.test(span) ? undefined : span;
};

/**
 * The span in which an event was appended. It follows from what the event's envelope has always held, so that whoever
 * folds the event finds the trace of its request without a field of its own. Undefined where the ids are no UUIDs.
 */
export const placeOf = ({ correlationId, causationId }: Cause): Place | undefined => {
  const [traceId, spanId] = [traceOf(correlationId), spanOf(causationId)];
  return traceId === undefined || spanId === undefined ? undefined : { traceId, spanId };
};
