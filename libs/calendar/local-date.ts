import {
  findYearMonthDay,
  formatDay,
  formatYearMonthDay,
  lengthOfMonth,
  parseDay,
  requireYearMonthDay,
  toDayNumber,
  toYearMonthDay,
  weekdayOf,
} from './day-number.js';
import type { LocalDate, LocalMonth } from './day-number.js';

/** True when the text is a real calendar day written `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  return findYearMonthDay(text) !== undefined;
}

/** The date `days` calendar days later (earlier when negative), not rolled. Throws RangeError for what is not a local date. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return formatDay(parseDay(date) + requireWhole(days));
}

/**
 * The same day `months` months later (earlier when negative), or the last day of that month when it is shorter; not
 * rolled: 2026-01-31 and one month is 2026-02-28. Throws RangeError for what is not a local date.
 */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const start = requireYearMonthDay(date);
  const monthIndex = start.year * 12 + start.month - 1 + requireWhole(months);
  const year = Math.floor(monthIndex / 12);
  const month = monthIndex - year * 12 + 1;
  return formatYearMonthDay({ year, month, day: Math.min(start.day, lengthOfMonth(year, month)) });
}

/** Calendar days from `a` to `b`; negative when `b` is earlier. Throws RangeError for what is not a local date. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return parseDay(b) - parseDay(a);
}

/** The month of a date as `YYYY-MM`. Throws RangeError for what is not a local date. */
export function monthOf(date: LocalDate): LocalMonth {
  parseDay(date);
  return date.slice(0, 7);
}

/**
 * The week of a date and the year the week belongs to: 2027-01-01 lies in week 53 of 2026. Source: ISO 8601, a week
 * begins on a Monday and belongs to the year of its Thursday. Throws RangeError for what is not a local date.
 */
export function isoWeek(date: LocalDate): { year: number; week: number } {
  const day = parseDay(date);
  const thursday = day - weekdayOf(day) + 4;
  const { year } = toYearMonthDay(thursday);
  const newYearsDay = toDayNumber({ year, month: 1, day: 1 });
  return { year, week: Math.floor((thursday - newYearsDay) / 7) + 1 };
}

/** The number itself. Throws RangeError when it is not whole: half a day or month later is nowhere in the calendar. */
export function requireWhole(count: number): number {
  if (!Number.isSafeInteger(count)) throw new RangeError('a count of days or months is a whole number');
  return count;
}
