const form = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;

/**
 * The trace id of a `traceparent` header (W3C Trace Context, section 3.2), written as a UUID: the same 128 bits in the
 * form that correlation ids have. Undefined for a header that is absent or not valid, which counts as absent.
 */
export const traceIdOf = (header: string | undefined): string | undefined => {
  const [, version, id = '', more] = form.exec(header ?? '') ?? [];
  // Later versions may say more; of this one the length is fixed.
  if (version === undefined || (version === '00' && more !== undefined)) return undefined;
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
