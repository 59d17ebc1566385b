import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addBusinessDays,
  businessDaysBetween,
  isBusinessDay,
  nthBusinessDayOfMonth,
  rollBack,
  rollForward,
} from './business-days.js';
import { addDays } from './local-date.js';

const anyDate = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays('1950-01-01', days));
const fewDays = fc.integer({ min: 1, max: 600 });

describe('a first contact due one business day after the case is received', () => {
  it.each([
    ['Maundy Thursday, over Easter', '2026-04-02', '2026-04-07'],
    ['the day before May Day on a Friday', '2026-04-30', '2026-05-04'],
    ['the day before Ascension', '2026-05-13', '2026-05-15'],
    ['a Friday, National Day on the Saturday', '2026-06-05', '2026-06-08'],
    ['the day before Midsummer Eve', '2026-06-18', '2026-06-22'],
    ['the day before Christmas Eve', '2026-12-23', '2026-12-28'],
    ["the day before New Year's Eve", '2026-12-30', '2027-01-04'],
    ['the day before Epiphany', '2027-01-05', '2027-01-07'],
    ['a closed day', '2026-04-04', '2026-04-07'],
    ['28 February of a leap year', '2024-02-28', '2024-02-29'],
    ['the Friday of week 53', '2027-01-01', '2027-01-04'],
  ])('received on %s', (_day, received, due) => {
    expect(addBusinessDays(received, 1)).toBe(due);
    expect(businessDaysBetween(received, due)).toBe(1);
  });
});

describe('a closed day', () => {
  it.each(['2026-01-01', '2026-01-06', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14', '2025-06-06'])(
    'is the holiday %s',
    (date) => expect(isBusinessDay(date)).toBe(false),
  );

  it.each(['2026-06-19', '2026-12-24', '2026-12-31'])('is the eve %s', (date) =>
    expect(isBusinessDay(date)).toBe(false),
  );

  it.each(['2026-03-07', '2026-03-08'])('is the weekend day %s', (date) => expect(isBusinessDay(date)).toBe(false));

  it.each(['2026-01-05', '2026-04-02', '2026-04-30', '2026-05-15', '2026-05-25', '2026-10-30', '2026-12-23'])(
    'is not the short day, bridging day or Whit Monday %s',
    (date) => expect(isBusinessDay(date)).toBe(true),
  );

  it('is rolled to the next business day, while a business day stays', () => {
    expect(rollForward('2026-04-03')).toBe('2026-04-07');
    expect(rollForward('2026-12-24')).toBe('2026-12-28');
    expect(rollForward('2026-12-31')).toBe('2027-01-04');
    expect(rollForward('2026-04-07')).toBe('2026-04-07');
  });
});

describe('counting business days', () => {
  it('counts backwards without the date itself, open or closed', () => {
    expect(addBusinessDays('2026-04-07', -1)).toBe('2026-04-02');
    expect(addBusinessDays('2026-04-05', -1)).toBe('2026-04-02');
    expect(addBusinessDays('2026-01-02', -1)).toBe('2025-12-30');
    expect(addBusinessDays('2026-01-01', -2)).toBe('2025-12-29');
  });

  it('leaves the date alone for none, also a closed one', () => {
    expect(addBusinessDays('2026-04-03', 0)).toBe('2026-04-03');
  });

  it('is nothing from a day to itself, to an earlier day, or within closed days', () => {
    expect(businessDaysBetween('2026-04-07', '2026-04-07')).toBe(0);
    expect(businessDaysBetween('2026-04-08', '2026-04-07')).toBe(0);
    expect(businessDaysBetween('2026-04-02', '2026-04-06')).toBe(0);
  });

  it('finds 251 in 2024, 249 in 2025 and 251 in 2026, also when counted together', () => {
    expect(businessDaysBetween('2023-12-31', '2024-12-31')).toBe(251);
    expect(businessDaysBetween('2024-12-31', '2025-12-31')).toBe(249);
    expect(businessDaysBetween('2025-12-31', '2026-12-31')).toBe(251);
    expect(businessDaysBetween('2023-12-31', '2026-12-31')).toBe(751);
  });

  it('takes the n-th business day of a month from the last day of the month before', () => {
    expect(nthBusinessDayOfMonth('2026-01', 1)).toBe('2026-01-02');
    expect(nthBusinessDayOfMonth('2026-01', 3)).toBe('2026-01-07');
    expect(nthBusinessDayOfMonth('2026-05', 1)).toBe('2026-05-04');
    expect(nthBusinessDayOfMonth('2026-03', 5)).toBe('2026-03-06');
  });

  it('refuses what is not a date, not a month, or not a count', () => {
    expect(() => isBusinessDay('2026-02-29')).toThrow(RangeError);
    expect(() => addBusinessDays('2026-02-29', 1)).toThrow(RangeError);
    expect(() => addBusinessDays('2026-02-28', 0.5)).toThrow(RangeError);
    expect(() => addBusinessDays('9999-12-30', 2)).toThrow(RangeError);
    expect(() => nthBusinessDayOfMonth('2026-13', 1)).toThrow(RangeError);
    expect(() => nthBusinessDayOfMonth('2026-12', 0)).toThrow(RangeError);
  });
});

describe('as laws', () => {
  it('the n-th business day after a date is where counting day by day arrives', () => {
    fc.assert(
      fc.property(anyDate, fewDays, (date, n) => {
        expect(addBusinessDays(date, n)).toBe(walk(date, n, 1));
        expect(addBusinessDays(date, -n)).toBe(walk(date, n, -1));
      }),
    );
  });

  it('the business days between two dates are those met on the way', () => {
    fc.assert(
      fc.property(anyDate, fewDays, (date, days) => {
        const met = Array.from({ length: days }, (_, index) => addDays(date, index + 1)).filter(isBusinessDay);
        expect(businessDaysBetween(date, addDays(date, days))).toBe(met.length);
      }),
    );
  });

  it('adding business days and counting them undo each other', () => {
    fc.assert(
      fc.property(anyDate, fewDays, (date, n) => {
        expect(businessDaysBetween(date, addBusinessDays(date, n))).toBe(n);
      }),
    );
  });

  it('rolling forward ends on a business day and changes no business day', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const rolled = rollForward(date);
        expect(isBusinessDay(rolled)).toBe(true);
        expect(rolled).toBe(isBusinessDay(date) ? date : addBusinessDays(date, 1));
      }),
    );
  });

  it('rolls back to the last open day, or not at all', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const rolled = rollBack(date);
        expect(isBusinessDay(rolled)).toBe(true);
        expect(rolled).toBe(isBusinessDay(date) ? date : addBusinessDays(date, -1));
      }),
    );
  });
});

function walk(date: string, count: number, step: 1 | -1): string {
  let day = date;
  for (let left = count; left > 0; left -= isBusinessDay(day) ? 1 : 0) day = addDays(day, step);
  return day;
}
