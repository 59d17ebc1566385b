import { formatDay, parseDay, toDayNumber, toYearMonthDay, weekdayOf } from './day-number.js';
import type { DayNumber, LocalDate, LocalMonth } from './day-number.js';
import { holidayDays } from './holidays.js';
import { requireWhole } from './local-date.js';

/** The business days of one year, and how many there are from 1 January through each day of it (index 0 is 1 January). */
interface BusinessYear {
  firstDay: DayNumber;
  days: Int32Array;
  countThrough: Uint16Array;
}

const FRIDAY = 5;

// A memo, not state: what is in it follows from the year alone.
const businessYears = new Map<number, BusinessYear>();

/**
 * True unless the day is closed: Saturday, Sunday, a public holiday, Midsummer Eve, Christmas Eve or New Year's Eve.
 * A short day before a holiday is a business day. Sources: the act (1989:253) om allmänna helgdagar for holidays and
 * Sundays; the act (1930:173) om beräkning av lagstadgad tid, 2 §, for Saturdays and the three eves. Throws RangeError
 * for what is not a local date.
 */
export function isBusinessDay(date: LocalDate): boolean {
  return isOpen(parseDay(date));
}

/**
 * The n-th business day after the date, or before it when n is negative; the date itself does not count, whether open
 * or closed. With n = 0 the date itself, not rolled. Throws RangeError for what is not a local date, or n not whole.
 */
export function addBusinessDays(date: LocalDate, n: number): LocalDate {
  const start = parseDay(date);
  return requireWhole(n) === 0 ? date : formatDay(stepBusinessDays(start, n));
}

/**
 * The number of business days d with a < d <= b; 0 when b is not after a. Throws RangeError for what is not a local date.
 */
export function businessDaysBetween(a: LocalDate, b: LocalDate): number {
  const from = parseDay(a);
  const to = parseDay(b);
  if (to <= from) return 0;
  const lastYear = toYearMonthDay(to).year;
  let count = countThrough(to) - countThrough(from);
  for (let year = toYearMonthDay(from).year; year < lastYear; year += 1) count += businessYear(year).days.length;
  return count;
}

/** The date itself when it is a business day, else the next one. Throws RangeError for what is not a local date. */
export function rollForward(date: LocalDate): LocalDate {
  const day = parseDay(date);
  return isOpen(day) ? date : formatDay(stepBusinessDays(day, 1));
}

/** The date itself when it is a business day, else the last one before it. Throws RangeError for what is not a local date. */
export function rollBack(date: LocalDate): LocalDate {
  const day = parseDay(date);
  return isOpen(day) ? date : formatDay(stepBusinessDays(day, -1));
}

/**
 * The n-th business day of a month (`YYYY-MM`), counted on from the last day of the month before; an n greater than the
 * month has runs into the next one. Throws RangeError for what is not a month, or n not whole and positive.
 */
export function nthBusinessDayOfMonth(month: LocalMonth, n: number): LocalDate {
  if (requireWhole(n) < 1) throw new RangeError('business days of a month are counted from 1');
  return formatDay(stepBusinessDays(parseDay(`${month}-01`) - 1, n));
}

function isOpen(day: DayNumber): boolean {
  const { firstDay, countThrough: counts } = businessYear(toYearMonthDay(day).year);
  return (counts[day - firstDay] ?? 0) > (counts[day - firstDay - 1] ?? 0);
}

/** Business days from 1 January of the day's year through the day. */
function countThrough(day: DayNumber): number {
  const { firstDay, countThrough: counts } = businessYear(toYearMonthDay(day).year);
  return counts[day - firstDay] ?? 0;
}

function stepBusinessDays(start: DayNumber, n: number): DayNumber {
  let { year } = toYearMonthDay(start);
  // The place of the day sought among the business days of the start's year; outside them, it lies in another year.
  let place = n > 0 ? countThrough(start) + n - 1 : countThrough(start) - (isOpen(start) ? 1 : 0) + n;
  while (place < 0) {
    year -= 1;
    place += businessYear(year).days.length;
  }
  while (place >= businessYear(year).days.length) {
    place -= businessYear(year).days.length;
    year += 1;
  }
  return businessYear(year).days[place] ?? start;
}

function businessYear(year: number): BusinessYear {
  const known = businessYears.get(year);
  if (known !== undefined) return known;
  const made = makeBusinessYear(year);
  businessYears.set(year, made);
  return made;
}

function makeBusinessYear(year: number): BusinessYear {
  if (!(year >= 0 && year <= 9999)) throw new RangeError('business days are counted in the years 0 to 9999');
  const firstDay = toDayNumber({ year, month: 1, day: 1 });
  const lastDay = toDayNumber({ year, month: 12, day: 31 });
  const named = new Set(holidayDays(year).map(({ day }) => day));
  const days: DayNumber[] = [];
  const counts: number[] = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    if (weekdayOf(day) <= FRIDAY && !named.has(day)) days.push(day);
    counts.push(days.length);
  }
  return { firstDay, days: Int32Array.from(days), countThrough: Uint16Array.from(counts) };
}
