import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { Box, contentOf } from './box.js';
import { eventDataFromJson, eventDataToJson, rowFromJson, rowToJson } from './box-json.js';
import { markOf, personal, sensitive, text } from './personal.js';

const Body = z.strictObject({
  number: personal(z.string().length(3)),
  note: text().optional(),
  codes: sensitive(z.array(z.enum(['a', 'b']))),
});
const origin = { stream: 'case-x', eventId: 'e', type: 'T', schemaVersion: 1 };

describe('a personal field', () => {
  it('takes plaintext and gives a closed box', () => {
    const { number, note, codes } = Body.parse({ number: '123', codes: ['a'] });
    expect(contentOf(number)).toEqual({
      kind: 'plain',
      value: '123',
      mark: { sensitivity: 'personal', freeText: false },
    });
    expect(note).toBeUndefined();
    expect(contentOf(codes)).toMatchObject({ value: ['a'], mark: { sensitivity: 'sensitive' } });
  });

  it('passes a box on as it is', () => {
    const box = Box.plain('123', { sensitivity: 'personal', freeText: false });
    expect(Body.parse({ number: box, codes: ['a'] }).number).toBe(box);
  });

  it('says what is wrong without repeating the value', () => {
    const faults = Body.safeParse({ number: 'hemligt', codes: ['hemligt'] }).error;
    expect(faults?.issues.map(({ path }) => path)).toEqual([['number'], ['codes', 0]]);
    expect(inspect(faults, { depth: 10 })).not.toContain('hemligt');
  });

  it('is required unless it says otherwise', () => {
    expect(Body.safeParse({ codes: [] }).error?.issues[0]?.path).toEqual(['number']);
  });

  it('tells documentation how it is marked', () => {
    expect(markOf(Body.shape.codes)).toMatchObject({ sensitivity: 'sensitive', freeText: false });
    expect(markOf(z.string())).toBeUndefined();
  });
});

describe('a closed box', () => {
  const box = Box.plain('hemligt', { sensitivity: 'personal', freeText: true });

  it('prints nothing of what it holds', () => {
    expect(JSON.stringify({ box })).toBe('{"box":"[personal]"}');
    expect(inspect(box, { depth: 5, showHidden: true })).not.toContain('hemligt');
  });

  it('is stored sealed or not at all', () => {
    expect(() => eventDataToJson({ box })).toThrow(/plaintext/);
    expect(() => rowToJson({ box })).toThrow(/plaintext/);
  });

  it('comes back out of an event knowing where it stood, and out of a row unchanged', () => {
    const sealed = Box.sealed({ c: 1 }, { ...origin, path: '/list/0/box' });
    const json = eventDataToJson({ list: [{ box: sealed, n: 1 }], gone: undefined });
    expect(json).toEqual({ list: [{ box: { $sealed: { c: 1 } }, n: 1 }] });
    const row = rowToJson({ event: eventDataFromJson(json, origin) });
    expect(rowToJson({ again: rowFromJson(row) })).toEqual({ again: row });
    expect(row).toEqual({
      event: { list: [{ box: { $sealed: { c: 1 }, $origin: { ...origin, path: '/list/0/box' } }, n: 1 }] },
    });
  });
});
