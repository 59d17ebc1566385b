/** A calendar day as `YYYY-MM-DD`. */
export type LocalDate = string;

/** A calendar month as `YYYY-MM`. */
export type LocalMonth = string;

/** A day counted from 1970-01-01, which is 0. All arithmetic is done on these integers; strings stand at the edges. */
export type DayNumber = number;

/** Year, month (1 to 12) and day of the month (1 to 31). */
export interface YearMonthDay {
  year: number;
  month: number;
  day: number;
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const CODE_0 = 48;
const HYPHEN = 45;

/**
 * The number that the decimal digits of `text` from index `from` up to `to` form; NaN when one of them is not a digit.
 * Read by character code because every date in every query passes here.
 */
export function digitsAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - CODE_0;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Number of days in a month (1 to 12) of the Gregorian calendar. */
export function lengthOfMonth(year: number, month: number): number {
  if (month === 2 && isLeapYear(year)) return 29;
  return MONTH_LENGTHS[month - 1] ?? 0;
}

/** True for a real day of the Gregorian calendar, years 0 to 9999. */
function isRealDay({ year, month, day }: YearMonthDay): boolean {
  return year >= 0 && year <= 9999 && day >= 1 && day <= lengthOfMonth(year, month);
}

/** The day number of a real day. Method: days from civil, counting years from 1 March so that a leap day comes last. */
export function toDayNumber({ year, month, day }: YearMonthDay): DayNumber {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of `toDayNumber`. */
export function toYearMonthDay(dayNumber: DayNumber): YearMonthDay {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekdayOf(dayNumber: DayNumber): number {
  return ((((dayNumber + 3) % 7) + 7) % 7) + 1;
}

/** Year, month and day of a `YYYY-MM-DD` text, or undefined when it is not a real day written so. */
export function findYearMonthDay(text: string): YearMonthDay | undefined {
  if (text.length !== 10 || text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return undefined;
  const found = { year: digitsAt(text, 0, 4), month: digitsAt(text, 5, 7), day: digitsAt(text, 8, 10) };
  return isRealDay(found) ? found : undefined;
}

/** Year, month and day of a local date. Throws RangeError when it is not one. */
export function requireYearMonthDay(date: LocalDate): YearMonthDay {
  const found = findYearMonthDay(date);
  if (found === undefined) throw new RangeError('not a local date of the form YYYY-MM-DD');
  return found;
}

/** The day number of a local date. Throws RangeError when it is not one. */
export function parseDay(date: LocalDate): DayNumber {
  return toDayNumber(requireYearMonthDay(date));
}

/** A day number as `YYYY-MM-DD`. Throws RangeError outside the years 0 to 9999. */
export function formatDay(dayNumber: DayNumber): LocalDate {
  return formatYearMonthDay(toYearMonthDay(dayNumber));
}

/** A real day as `YYYY-MM-DD`. Throws RangeError outside the years 0 to 9999. */
export function formatYearMonthDay({ year, month, day }: YearMonthDay): LocalDate {
  if (!(year >= 0 && year <= 9999)) throw new RangeError('a local date lies in the years 0 to 9999');
  const years = year < 1000 ? String(year).padStart(4, '0') : String(year);
  return `${years}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** A number from 0 to 99 in two digits. */
export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
