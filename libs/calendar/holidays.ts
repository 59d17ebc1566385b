import { formatDay, toDayNumber, weekdayOf } from './day-number.js';
import type { DayNumber, LocalDate } from './day-number.js';

/** A named closed day: `holiday` by the act 1989:253, `eve` by the act 1930:173. */
export interface Holiday {
  date: LocalDate;
  kind: 'holiday' | 'eve';
  name: { sv: string; en: string };
}

interface NamedDay {
  kind: Holiday['kind'];
  sv: string;
  en: string;
  on: (year: number, easter: DayNumber) => DayNumber;
}

const SATURDAY = 6;

const NAMED_DAYS: readonly NamedDay[] = [
  { kind: 'holiday', sv: 'Nyårsdagen', en: "New Year's Day", on: fixed(1, 1) },
  { kind: 'holiday', sv: 'Trettondedag jul', en: 'Epiphany', on: fixed(1, 6) },
  { kind: 'holiday', sv: 'Långfredagen', en: 'Good Friday', on: fromEaster(-2) },
  { kind: 'holiday', sv: 'Påskdagen', en: 'Easter Sunday', on: fromEaster(0) },
  { kind: 'holiday', sv: 'Annandag påsk', en: 'Easter Monday', on: fromEaster(1) },
  { kind: 'holiday', sv: 'Första maj', en: 'May Day', on: fixed(5, 1) },
  { kind: 'holiday', sv: 'Kristi himmelsfärdsdag', en: 'Ascension Day', on: fromEaster(39) },
  { kind: 'holiday', sv: 'Pingstdagen', en: 'Whit Sunday', on: fromEaster(49) },
  { kind: 'holiday', sv: 'Sveriges nationaldag', en: 'National Day of Sweden', on: fixed(6, 6) },
  { kind: 'eve', sv: 'Midsommarafton', en: 'Midsummer Eve', on: (year) => saturdayFrom(year, 6, 20) - 1 },
  { kind: 'holiday', sv: 'Midsommardagen', en: 'Midsummer Day', on: (year) => saturdayFrom(year, 6, 20) },
  { kind: 'holiday', sv: 'Alla helgons dag', en: "All Saints' Day", on: (year) => saturdayFrom(year, 10, 31) },
  { kind: 'eve', sv: 'Julafton', en: 'Christmas Eve', on: fixed(12, 24) },
  { kind: 'holiday', sv: 'Juldagen', en: 'Christmas Day', on: fixed(12, 25) },
  { kind: 'holiday', sv: 'Annandag jul', en: 'Boxing Day', on: fixed(12, 26) },
  { kind: 'eve', sv: 'Nyårsafton', en: "New Year's Eve", on: fixed(12, 31) },
];

/**
 * The named closed days of a year, by date; a day that bears two names (6 June as Whit Sunday, 1 May as Ascension) is
 * listed once per name. Sundays are holidays too and Saturdays closed too, but have no name.
 *
 * Sources: the act (1989:253) om allmänna helgdagar as it reads since 2005 (National Day in, Whit Monday out), applied
 * to every year; the act (1930:173) om beräkning av lagstadgad tid, 2 §, for the three eves.
 */
export function holidays(year: number): Holiday[] {
  return holidayDays(year).map(({ day, kind, sv, en }) => ({ date: formatDay(day), kind, name: { sv, en } }));
}

/** The named closed days of a year as day numbers, by date. */
export function holidayDays(year: number): (Pick<NamedDay, 'kind' | 'sv' | 'en'> & { day: DayNumber })[] {
  const easter = easterSunday(year);
  return NAMED_DAYS.map(({ on, ...named }) => ({ ...named, day: on(year, easter) })).sort((a, b) => a.day - b.day);
}

/** Easter Sunday of the Gregorian calendar. Method: the anonymous algorithm (Meeus, Jones, Butcher), letters as published. */
function easterSunday(year: number): DayNumber {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + d + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return toDayNumber({ year, month: Math.floor(n / 31), day: (n % 31) + 1 });
}

function fixed(month: number, day: number): NamedDay['on'] {
  return (year) => toDayNumber({ year, month, day });
}

function fromEaster(days: number): NamedDay['on'] {
  return (_year, easter) => easter + days;
}

/** The first Saturday on or after a day of the year. */
function saturdayFrom(year: number, month: number, day: number): DayNumber {
  const first = toDayNumber({ year, month, day });
  return first + ((SATURDAY - weekdayOf(first) + 7) % 7);
}
