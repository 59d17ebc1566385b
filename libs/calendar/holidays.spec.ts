import { describe, expect, it } from '@jest/globals';
import IndependentCalendar from 'date-holidays';
import { Temporal } from 'temporal-polyfill';
import { isBusinessDay } from './business-days.js';
import { holidays } from './holidays.js';
import { addDays } from './local-date.js';

const YEARS = Array.from({ length: 31 }, (_, index) => 2015 + index);

// The independent source marks a Swedish day as `public` (a holiday by the act 1989:253), `bank` (Midsummer Eve,
// Christmas Eve and New Year's Eve, which the act 1930:173 puts on a par with holidays), `optional` (short working days
// before a holiday) or `observance`. Etapp closes on the first two; short days and observances are business days.
const independent = new IndependentCalendar('SE', { languages: ['sv'] });

describe('the holidays of 2026', () => {
  it('bear their names in Swedish and English', () => {
    expect(holidays(2026).map(({ date, kind, name }) => `${date} ${kind} ${name.sv} / ${name.en}`)).toEqual([
      "2026-01-01 holiday Nyårsdagen / New Year's Day",
      '2026-01-06 holiday Trettondedag jul / Epiphany',
      '2026-04-03 holiday Långfredagen / Good Friday',
      '2026-04-05 holiday Påskdagen / Easter Sunday',
      '2026-04-06 holiday Annandag påsk / Easter Monday',
      '2026-05-01 holiday Första maj / May Day',
      '2026-05-14 holiday Kristi himmelsfärdsdag / Ascension Day',
      '2026-05-24 holiday Pingstdagen / Whit Sunday',
      '2026-06-06 holiday Sveriges nationaldag / National Day of Sweden',
      '2026-06-19 eve Midsommarafton / Midsummer Eve',
      '2026-06-20 holiday Midsommardagen / Midsummer Day',
      "2026-10-31 holiday Alla helgons dag / All Saints' Day",
      '2026-12-24 eve Julafton / Christmas Eve',
      '2026-12-25 holiday Juldagen / Christmas Day',
      '2026-12-26 holiday Annandag jul / Boxing Day',
      "2026-12-31 eve Nyårsafton / New Year's Eve",
    ]);
  });
});

describe.each(YEARS)('the year %i against an independent source', (year) => {
  const marked = independent.getHolidays(year);
  const markedAs = (type: string) => marked.filter((day) => day.type === type).map((day) => day.date.slice(0, 10));

  it('has the same public holidays', () => {
    expect(datesOf(year, 'holiday')).toEqual(markedAs('public').sort());
  });

  it('has the same three eves, which the source calls bank holidays', () => {
    expect(datesOf(year, 'eve')).toEqual(markedAs('bank').sort());
  });

  it('is closed on exactly those days and at weekends', () => {
    const closed = new Set([...markedAs('public'), ...markedAs('bank')]);
    const days = daysOf(year);
    const expected = days.filter((day) => !closed.has(day) && Temporal.PlainDate.from(day).dayOfWeek <= 5);
    expect(days.filter(isBusinessDay)).toEqual(expected);
  });
});

function datesOf(year: number, kind: string): string[] {
  return holidays(year)
    .filter((holiday) => holiday.kind === kind)
    .map(({ date }) => date);
}

function daysOf(year: number): string[] {
  const days: string[] = [];
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) days.push(day);
  return days;
}
