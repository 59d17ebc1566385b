import { Temporal } from 'temporal-polyfill';
import {
  digitsAt,
  findYearMonthDay,
  formatDay,
  parseDay,
  toDayNumber,
  toYearMonthDay,
  twoDigits,
} from './day-number.js';
import type { LocalDate } from './day-number.js';

/** A moment as UTC with milliseconds, `2026-03-02T09:00:00.000Z`. */
export type Instant = string;

/** A wall clock time as `HH:MM`, 00:00 to 23:59. */
export type LocalTime = string;

/** The offset from UTC in force when a UTC year begins, and its changes within that year, in order; milliseconds. */
interface YearOffsets {
  first: number;
  changes: readonly { at: number; offset: number }[];
}

const TIME_ZONE = 'Europe/Stockholm';
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const INSTANT_LENGTH = 24;

// A memo, not state: asking the time zone database costs a thousand times more than the sum that needs the answer.
const offsetsByYear = new Map<number, YearOffsets>();

/** The day in Europe/Stockholm that an instant belongs to. Throws RangeError for what is not an instant in the form above. */
export function localDay(instant: Instant): LocalDate {
  const moment = parseInstant(instant);
  return formatDay(Math.floor((moment + offsetAt(moment)) / DAY));
}

/** The first instant of a day in Europe/Stockholm. Throws RangeError for what is not a local date. */
export function startOfLocalDay(date: LocalDate): Instant {
  return localInstant(date, '00:00');
}

/**
 * The instant at which clocks in Europe/Stockholm show `time` on `date`. A time that the spring change skips moves
 * forward by the length of the gap (02:30 is 03:30 summer time); of a time that the autumn change repeats, the first
 * counts (02:30 summer time). Method: the `compatible` disambiguation of Temporal, RFC 5545 likewise. Throws RangeError
 * for what is not a local date, or not a time of the form HH:MM.
 */
export function localInstant(date: LocalDate, time: LocalTime): Instant {
  const wall = parseDay(date) * DAY + parseTime(time);
  const offsetBefore = offsetAt(wall - DAY);
  const offsetAfter = offsetAt(wall + DAY);
  const byOffsetBefore = wall - offsetBefore;
  const byOffsetAfter = wall - offsetAfter;
  if (offsetAt(byOffsetBefore) === offsetBefore) return formatInstant(byOffsetBefore);
  return formatInstant(offsetAt(byOffsetAfter) === offsetAfter ? byOffsetAfter : byOffsetBefore);
}

/** Milliseconds since 1970-01-01T00:00Z. */
function parseInstant(instant: Instant): number {
  const date = findYearMonthDay(instant.slice(0, 10));
  const timeOfDay = instant.length === INSTANT_LENGTH && instant[10] === 'T' && instant[23] === 'Z';
  const sinceMidnight = timeOfDay ? millisecondsOfDay(instant) : Number.NaN;
  if (date === undefined || Number.isNaN(sinceMidnight)) {
    throw new RangeError('not an instant of the form 2026-03-02T09:00:00.000Z');
  }
  return toDayNumber(date) * DAY + sinceMidnight;
}

/** Milliseconds since midnight UTC of an instant's HH:MM:SS.mmm; NaN when it does not read so. */
function millisecondsOfDay(instant: Instant): number {
  if (instant[16] !== ':' || instant[19] !== '.') return Number.NaN;
  const seconds = digitsAt(instant, 17, 19);
  const milliseconds = digitsAt(instant, 20, 23);
  return seconds < 60 ? findMinutes(instant, 11) * MINUTE + seconds * 1000 + milliseconds : Number.NaN;
}

function parseTime(time: LocalTime): number {
  const minutes = time.length === 5 ? findMinutes(time, 0) : Number.NaN;
  if (Number.isNaN(minutes)) throw new RangeError('not a time of the form HH:MM');
  return minutes * MINUTE;
}

/** Minutes since midnight of the HH:MM that stands at an index of the text; NaN when none does. */
function findMinutes(text: string, at: number): number {
  const hours = digitsAt(text, at, at + 2);
  const minutes = digitsAt(text, at + 3, at + 5);
  return text[at + 2] === ':' && hours < 24 && minutes < 60 ? hours * 60 + minutes : Number.NaN;
}

function formatInstant(moment: number): Instant {
  const day = Math.floor(moment / DAY);
  const rest = moment - day * DAY;
  const hours = twoDigits(Math.floor(rest / HOUR));
  const minutes = twoDigits(Math.floor((rest % HOUR) / MINUTE));
  // Wall times are whole minutes, and so is every offset since 1893.
  return `${formatDay(day)}T${hours}:${minutes}:00.000Z`;
}

function offsetAt(moment: number): number {
  const { first, changes } = offsetsOf(toYearMonthDay(Math.floor(moment / DAY)).year);
  let current = first;
  for (const { at, offset } of changes) {
    if (moment < at) break;
    current = offset;
  }
  return current;
}

function offsetsOf(year: number): YearOffsets {
  const known = offsetsByYear.get(year);
  if (known !== undefined) return known;
  const found = readOffsets(year);
  offsetsByYear.set(year, found);
  return found;
}

/** What the time zone database of the runtime says, so that a change of the law arrives with its next update. */
function readOffsets(year: number): YearOffsets {
  const start = toDayNumber({ year, month: 1, day: 1 }) * DAY;
  const end = toDayNumber({ year: year + 1, month: 1, day: 1 }) * DAY;
  const yearStart = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(TIME_ZONE);
  const changes: { at: number; offset: number }[] = [];
  let next = yearStart.getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds < end) {
    changes.push({ at: next.epochMilliseconds, offset: next.offsetNanoseconds / 1e6 });
    next = next.getTimeZoneTransition('next');
  }
  return { first: yearStart.offsetNanoseconds / 1e6, changes };
}
