import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { addDays, addMonths, daysBetween, isLocalDate, isoWeek, monthOf } from './local-date.js';

const anyDate = fc
  .integer({ min: 0, max: 150_000 })
  .map((days) => Temporal.PlainDate.from('1800-01-01').add({ days }).toString());

describe('a local date', () => {
  it.each(['2026-03-02', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('is %s', (text) =>
    expect(isLocalDate(text)).toBe(true),
  );

  it.each(['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '20260302', '2026-3-2'])(
    'is not %s',
    (text) => expect(isLocalDate(text)).toBe(false),
  );

  it.each(['', '2026-03-02T09:00:00.000Z', ' 2026-03-0', '2026/03/02', '2026-03-0a', '+026-03-02'])(
    'is not the text "%s"',
    (text) => expect(isLocalDate(text)).toBe(false),
  );

  it('knows its month', () => {
    expect(monthOf('2026-03-02')).toBe('2026-03');
    expect(() => monthOf('2026-03-32')).toThrow(RangeError);
  });
});

describe('adding calendar days', () => {
  it('passes 29 February, the end of a month and the end of a year', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2024-03-01', '2024-02-28')).toBe(-2);
  });

  it('refuses what is not a date, half a day, and to leave the years 0 to 9999', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
    expect(() => addDays('2026-02-28', 1.5)).toThrow(RangeError);
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => daysBetween('2026-02-28', '2026-02-30')).toThrow(RangeError);
  });
});

describe('adding months', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-08-31', 1, '2026-09-30'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-11-15', 3, '2027-02-15'],
    ['2026-01-15', -1, '2025-12-15'],
  ])('%s and %i months is %s: the same day, or the last of a shorter month', (date, months, expected) =>
    expect(addMonths(date, months)).toBe(expected),
  );
});

describe('the week of a date', () => {
  it.each([
    ['2026-01-01', 2026, 1],
    ['2026-12-27', 2026, 52],
    ['2026-12-28', 2026, 53],
    ['2027-01-03', 2026, 53],
    ['2027-01-04', 2027, 1],
    ['2024-12-30', 2025, 1],
    ['2021-01-03', 2020, 53],
  ])('%s lies in the year %i, week %i', (date, year, week) => expect(isoWeek(date)).toEqual({ year, week }));
});

describe('as laws, against another implementation', () => {
  it('days, months, distances and weeks are those of Temporal', () => {
    fc.assert(
      fc.property(anyDate, anyDate, fc.integer({ min: -600, max: 600 }), (date, other, n) => {
        const plain = Temporal.PlainDate.from(date);
        expect(addDays(date, n)).toBe(plain.add({ days: n }).toString());
        expect(addMonths(date, n)).toBe(plain.add({ months: n }).toString());
        expect(daysBetween(date, other)).toBe(plain.until(other).days);
        expect(isoWeek(date)).toEqual({ year: plain.yearOfWeek, week: plain.weekOfYear });
      }),
    );
  });
});
