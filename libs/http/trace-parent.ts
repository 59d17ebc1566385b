const form = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** The caller's span: 32 and 16 hex digits, and whether the caller records it. */
export type TraceParent = { readonly traceId: string; readonly spanId: string; readonly sampled: boolean };

/**
 * What a `traceparent` header says (W3C Trace Context, section 3.2). Undefined for a header that is absent or not valid,
 * which counts as absent.
 */
export const traceParentOf = (header: string | undefined): TraceParent | undefined => {
  const found = form.exec(header ?? '');
  if (found === null) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', more] = found;
  // Later versions may say more; of this one the length is fixed.
  if (version === '00' && more !== undefined) return undefined;
  return { traceId, spanId, sampled: Number.parseInt(flags, 16) % 2 === 1 };
};

/** The trace id of a `traceparent` header, written as a UUID: the same 128 bits in the form that correlation ids have. */
export const traceIdOf = (header: string | undefined): string | undefined =>
  traceParentOf(header)?.traceId.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
