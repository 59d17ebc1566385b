import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { cursors } from './cursor.js';

const scope = { tenant: 't', actor: 'a', question: 'worklist' };
const signed = cursors(new Uint8Array(32).fill(7));

describe('a cursor', () => {
  it('leads back to its place, whatever the place', () => {
    const place = fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 5 });
    fc.assert(fc.property(place, (values) => expect(signed.read(signed.write(values, scope), scope)).toEqual(values)));
  });

  it.each([
    ['another municipality', { ...scope, tenant: 'u' }],
    ['another reader', { ...scope, actor: 'b' }],
    ['another question', { ...scope, question: 'timeline' }],
  ])('is worth nothing to %s', (_whom, other) => {
    expect(signed.read(signed.write(['2026-03-02', 'id'], scope), other)).toBeUndefined();
  });

  it('is worth nothing when changed by one character, under another key, or when it is no cursor', () => {
    const text = signed.write(['2026-03-02'], scope);
    const changed = `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
    expect(signed.read(changed, scope)).toBeUndefined();
    expect(cursors(new Uint8Array(32).fill(8)).read(text, scope)).toBeUndefined();
    for (const nonsense of ['', '.', 'a.b.c', '....', 'åäö']) expect(signed.read(nonsense, scope)).toBeUndefined();
  });
});
