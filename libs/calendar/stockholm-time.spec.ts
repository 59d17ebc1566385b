import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { addDays } from './local-date.js';
import { localDay, localInstant, startOfLocalDay } from './stockholm-time.js';

const TIME_ZONE = 'Europe/Stockholm';
const anyMoment = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2199, 11, 31) });
const anyDate = fc.integer({ min: 0, max: 109_000 }).map((days) => addDays('1900-01-01', days));
const twoDigits = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));

describe('the local day of an instant', () => {
  it.each([
    ['2026-03-02T22:59:59.999Z', '2026-03-02'],
    ['2026-03-02T23:00:00.000Z', '2026-03-03'],
    ['2026-07-02T21:59:59.999Z', '2026-07-02'],
    ['2026-07-02T22:00:00.000Z', '2026-07-03'],
    ['2024-02-28T23:00:00.000Z', '2024-02-29'],
    ['2026-12-31T23:00:00.000Z', '2027-01-01'],
  ])('%s belongs to %s', (instant, day) => expect(localDay(instant)).toBe(day));

  it('begins an hour earlier in UTC after the spring change, and a full hour later after the autumn change', () => {
    expect(localDay('2026-03-28T22:59:59.999Z')).toBe('2026-03-28');
    expect(localDay('2026-03-28T23:00:00.000Z')).toBe('2026-03-29');
    expect(localDay('2026-03-29T22:00:00.000Z')).toBe('2026-03-30');
    expect(localDay('2026-10-24T22:00:00.000Z')).toBe('2026-10-25');
    expect(localDay('2026-10-25T22:59:59.999Z')).toBe('2026-10-25');
    expect(localDay('2026-10-25T23:00:00.000Z')).toBe('2026-10-26');
  });

  it.each([
    '2026-03-02',
    '2026-03-02T09:00:00Z',
    '2026-03-02T09:00:00.000',
    '2026-03-02T09:00:00.000+01:00',
    '2026-02-29T09:00:00.000Z',
    '2026-03-02T24:00:00.000Z',
    '2026-03-02T09:60:00.000Z',
    '2026-03-02T09:00:60.000Z',
    '2026-03-02T09:00:00,000Z',
    '2026-03-02 09:00:00.000Z',
    '2026-03-02T09.00:00.000Z',
  ])('refuses %s, which is not UTC with milliseconds', (text) => expect(() => localDay(text)).toThrow(RangeError));
});

describe('the instant of a local time', () => {
  it('is one hour behind in winter and two in summer', () => {
    expect(localInstant('2026-03-02', '09:00')).toBe('2026-03-02T08:00:00.000Z');
    expect(localInstant('2026-07-02', '09:05')).toBe('2026-07-02T07:05:00.000Z');
    expect(startOfLocalDay('2026-03-02')).toBe('2026-03-01T23:00:00.000Z');
    expect(startOfLocalDay('2026-07-01')).toBe('2026-06-30T22:00:00.000Z');
  });

  it.each([
    ['01:59', '2026-03-29T00:59:00.000Z'],
    ['02:00', '2026-03-29T01:00:00.000Z'],
    ['02:30', '2026-03-29T01:30:00.000Z'],
    ['03:00', '2026-03-29T01:00:00.000Z'],
    ['07:00', '2026-03-29T05:00:00.000Z'],
  ])('on the night that skips 02:00 to 03:00, %s is %s', (time, instant) =>
    expect(localInstant('2026-03-29', time)).toBe(instant),
  );

  it.each([
    ['01:59', '2026-10-24T23:59:00.000Z'],
    ['02:00', '2026-10-25T00:00:00.000Z'],
    ['02:59', '2026-10-25T00:59:00.000Z'],
    ['03:00', '2026-10-25T02:00:00.000Z'],
    ['07:00', '2026-10-25T06:00:00.000Z'],
  ])('on the night that repeats 02:00 to 03:00, %s is %s', (time, instant) =>
    expect(localInstant('2026-10-25', time)).toBe(instant),
  );

  it.each(['24:00', '07:60', '7:00', '07:00:00', '07.00', ''])('refuses "%s", which is not HH:MM', (time) =>
    expect(() => localInstant('2026-03-02', time)).toThrow(RangeError),
  );

  it('refuses what is not a date', () => {
    expect(() => startOfLocalDay('2026-02-29')).toThrow(RangeError);
  });
});

describe('as laws', () => {
  it('the local day is the one Temporal finds', () => {
    fc.assert(
      fc.property(anyMoment, (moment) => {
        const instant = Temporal.Instant.fromEpochMilliseconds(moment);
        const expected = instant.toZonedDateTimeISO(TIME_ZONE).toPlainDate().toString();
        expect(localDay(instant.toString({ smallestUnit: 'millisecond' }))).toBe(expected);
      }),
    );
  });

  it('the instant of a local time is the one Temporal finds, on every quarter of every night of a clock change', () => {
    const nights = Array.from({ length: 60 }, (_, index) => 1980 + index).flatMap((year) => changeDays(year));
    expect(nights).toHaveLength(120);
    for (const date of nights) {
      for (let quarter = 0; quarter < 24; quarter += 1) {
        const time = `0${Math.floor(quarter / 4)}:${String((quarter % 4) * 15).padStart(2, '0')}`;
        expect([date, time, localInstant(date, time)]).toEqual([date, time, byTemporal(date, time)]);
      }
    }
  });

  it('a local time on any day gives the instant Temporal finds, and a day holds its own start but not the moment before', () => {
    fc.assert(
      fc.property(anyDate, twoDigits(23), twoDigits(59), (date, hours, minutes) => {
        expect(localInstant(date, `${hours}:${minutes}`)).toBe(byTemporal(date, `${hours}:${minutes}`));
        const start = startOfLocalDay(date);
        const before = Temporal.Instant.from(start).subtract({ milliseconds: 1 });
        expect(localDay(start)).toBe(date);
        expect(localDay(before.toString({ smallestUnit: 'millisecond' }))).toBe(addDays(date, -1));
      }),
    );
  });
});

function byTemporal(date: string, time: string): string {
  const zoned = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(TIME_ZONE, {
    disambiguation: 'compatible',
  });
  return zoned.toInstant().toString({ smallestUnit: 'millisecond' });
}

/** The days of a year on which clocks change, found by the length of the day. */
function changeDays(year: number): string[] {
  const days = Array.from({ length: 365 }, (_, index) => addDays(`${year}-01-01`, index));
  return days.filter((day) => Temporal.PlainDate.from(day).toZonedDateTime(TIME_ZONE).hoursInDay !== 24);
}
