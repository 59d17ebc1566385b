import { describe, expect, it } from '@jest/globals';

import { etagOf, parseIfMatch } from './etag.js';
import { isIdempotencyKey } from './idempotency-key.js';

describe('If-Match', () => {
  it('takes back the tag that was given', () => {
    expect(parseIfMatch(etagOf(17))).toBe(17);
  });

  it.each([
    ['*', '*'],
    [undefined, undefined],
    ['W/"17"', 'never'],
    ['17', 'never'],
    ['"17", "18"', 'never'],
    ['"-1"', 'never'],
    ['"1e3"', 'never'],
    ['', 'never'],
  ])('reads %j as %j', (header, expected) => {
    expect(parseIfMatch(header)).toBe(expected);
  });
});

describe('Idempotency-Key', () => {
  it.each([
    ['0197e7a0-5d7f-7000-8000-000000000001', true],
    ['a'.repeat(16), true],
    ['a'.repeat(128), true],
    ['a'.repeat(15), false],
    ['a'.repeat(129), false],
    ['with a space in the key', false],
    ['åäö-åäö-åäö-åäö-åäö', false],
    [undefined, false],
  ])('%j is one: %j', (key, expected) => {
    expect(isIdempotencyKey(key)).toBe(expected);
  });
});
