/** Whether a text may be an `Idempotency-Key`: 16 to 128 visible ASCII characters. */
export const isIdempotencyKey = (text: string | undefined): text is string =>
  text !== undefined && /^[\x21-\x7e]{16,128}$/.test(text);
