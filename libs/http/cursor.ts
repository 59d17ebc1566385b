import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a cursor is bound to: it works for the same reader asking the same question, and for nobody else. */
export type CursorScope = { readonly tenant: string; readonly actor: string; readonly question: string };

const signatureOf = (key: Uint8Array, payload: string, scope: CursorScope): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([scope.tenant, scope.actor, scope.question, payload]))
    .digest()
    .subarray(0, 16);

/** Signed cursors: where the next page starts, as opaque text. `key` is a secret of the deployment. */
export const cursors = (key: Uint8Array) => ({
  /** The text for a place; the place is JSON (ids, codes, dates: a cursor is no place for personal data). */
  write: (place: readonly (string | number | null)[], scope: CursorScope): string => {
    const payload = Buffer.from(JSON.stringify(place)).toString('base64url');
    return `${payload}.${signatureOf(key, payload, scope).toString('base64url')}`;
  },
  /** The place that a text names, or undefined for a text not written by us for this reader and question. */
  read: (text: string, scope: CursorScope): readonly unknown[] | undefined => {
    const [payload = '', signature = '', ...rest] = text.split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = signatureOf(key, payload, scope);
    if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const place: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return Array.isArray(place) ? place : undefined;
  },
});

/** Reads and writes signed cursors. */
export type Cursors = ReturnType<typeof cursors>;
