import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { parseChangedRow } from './changed-row.js';
import { projectionsOver } from './projection.js';
import { Instant } from './time.js';

const over = <S extends z.ZodObject>(row: S) =>
  projectionsOver<Record<string, never>>()({ name: 'trial', version: 1, row, columns: {}, key: {}, on: {} });
const trial = over(
  z.object({ at: Instant, note: z.string().optional(), items: z.array(z.object({ n: z.int() })), size: z.int() }),
);
const at = '2026-03-02T09:00:00.000Z';
const before = { at, items: [{ n: 1 }, { n: 2 }], size: 2, note: 'a' };

describe('a row that a fold made from another', () => {
  it.each([
    ['a changed value', { ...before, at: '2026-03-02T10:00:00+01:00', size: 3 }],
    ['a field left out', { at, items: before.items, size: 2 }],
    ['an item added and one removed', { ...before, items: [before.items[1], { n: 3, extra: true }] }],
    ['an unknown field', { ...before, extra: 1 }],
  ])('is what a parse of the whole would make of it, with %s', (_case, next) => {
    const whole = trial.row.parse(next);
    const parsed = parseChangedRow(
      trial,
      before,
      Object.assign({}, before, next, 'note' in next ? {} : { note: undefined }),
    );
    expect(JSON.stringify(parsed)).toBe(JSON.stringify(whole));
  });

  it('is refused, with the name of the field, where what changed does not fit', () => {
    expect(() => parseChangedRow(trial, before, { ...before, items: [...before.items, { n: 0.5 }] })).toThrow(/items/);
    expect(() => parseChangedRow(trial, before, { ...before, size: 0.5 })).toThrow(/size/);
  });

  it('is looked at as a whole where its schema compares fields', () => {
    const checked = over(z.object({ a: z.int(), b: z.int() }).refine(({ a, b }) => a <= b));
    expect(() => parseChangedRow(checked, { a: 1, b: 2 }, { a: 3, b: 2 })).toThrow();
  });
});
