import { isLocalDate } from '@etapp/calendar';
import type { LocalDate } from '@etapp/kernel';

/**
 * What a Swedish personal number (personnummer) or coordination number (samordningsnummer) tells. `canonical` is the 12
 * digits yyyymmddnnnc in which numbers are stored and compared. `birthDate` is absent when a coordination number leaves
 * the month or the day unknown. `sex` is that of the digit; a sex stored for the person wins over it.
 */
export interface IdentityNumber {
  kind: 'personal' | 'coordination';
  canonical: string;
  birthDate?: LocalDate;
  birthYear: number;
  sex: 'female' | 'male';
}

/** Why a text is no identity number: the first that applies, in this order. */
export type IdentityNumberError = 'malformed' | 'no-such-date' | 'born-in-future' | 'wrong-check-digit';

/** Month 0 and day 0 stand for unknown. */
interface Birth {
  year: number;
  month: number;
  day: number;
}

const LONG_FORM = /^(\d{8})-?(\d{4})$/;
const SHORT_FORM = /^(\d{2})(\d{4})([-+])(\d{4})$/;
const COORDINATION_DAY = 60;
// The register dates from 1947, so nobody in it was born before the nineteenth century.
const EARLIEST_YEAR = 1800;

const TEST_SERIES = /^\d{8}23[89]\d$/;
const TEST_YEARS = { first: 1976, last: 2013 } as const;

// Absent from the published series. Without their check digit, so that not even here does a whole number stand that may be
// somebody's.
const NOT_IN_TEST_SERIES = new Set([
  ...['19760101238', '19800101238', '19800101239', '19891220238', '19900101239', '19900102239', '19900104238'],
  ...['19900104239', '19900105239', '19900106238', '19900106239', '19900108238', '19900108239', '19900109239'],
  ...['19900113238', '20001218238', '20010303239', '20011104238', '20021016238', '20021227238', '20050509238'],
  ...['20070911239', '20071228238', '20101211238', '20111230238'],
]);

const TEST_COORDINATION_NUMBERS = new Set(['191500722390', '191711602399', '191800852384', '192001602396']);

/**
 * Reads a personal or coordination number written `yyyymmddnnnc`, `yyyymmdd-nnnc`, or `yymmdd-nnnc` with `+` for `-` from
 * the year the person turns 100. `today` decides the century of the short form and what lies in the future. Space around
 * the text is ignored; ten digits without a separator name no century and are malformed. An error is returned rather
 * than thrown, as a mistyped number is expected.
 *
 * Sources: the act (1991:481) om folkbokföring, 18 §, for the personal number; the act (2022:1697) om samordningsnummer
 * for the day raised by 60. The check digit is Luhn's over the last ten digits.
 */
export function parseIdentityNumber(text: string, today: LocalDate): IdentityNumber | { error: IdentityNumberError } {
  const canonical = findCanonical(text.trim(), today);
  if (canonical === undefined) return { error: 'malformed' };
  const { kind, birth } = readDatePart(canonical);
  if (!isPossibleBirth(birth, kind)) return { error: 'no-such-date' };
  const birthDate = findBirthDate(birth);
  if ((birthDate ?? String(birth.year)) > today) return { error: 'born-in-future' };
  if (!hasCheckDigit(canonical)) return { error: 'wrong-check-digit' };
  const sex = Number(canonical[10]) % 2 === 1 ? 'male' : 'female';
  return { kind, canonical, ...(birthDate === undefined ? {} : { birthDate }), birthYear: birth.year, sex };
}

/**
 * True for the 12 digits of an official test number (testpersonnummer), the only ones that tests, seeds and examples may
 * hold. Source: the series the tax agency (Skatteverket) publishes, by the rule it follows: birth number 238 or 239 on
 * every date from 1976 to 2013 but 25, and four coordination numbers.
 */
export function isOfficialTestNumber(canonical: string): boolean {
  if (TEST_COORDINATION_NUMBERS.has(canonical)) return true;
  const { kind, birth } = readDatePart(canonical);
  const inTestYears = birth.year >= TEST_YEARS.first && birth.year <= TEST_YEARS.last;
  const inSeries = TEST_SERIES.test(canonical) && kind === 'personal' && inTestYears && isPossibleBirth(birth, kind);
  return inSeries && !NOT_IN_TEST_SERIES.has(canonical.slice(0, 11)) && hasCheckDigit(canonical);
}

/**
 * The official test number (12 digits) of a person born on a date. Throws RangeError when the series holds none: not a
 * date of 1976 to 2013, or one of the 25 numbers left out.
 */
export function officialTestNumber(birthDate: LocalDate, sex: IdentityNumber['sex']): string {
  const withoutCheck = `${birthDate.replaceAll('-', '')}${sex === 'female' ? '238' : '239'}`;
  const canonical = `${withoutCheck}${checkDigitOf(withoutCheck)}`;
  if (!isLocalDate(birthDate) || !isOfficialTestNumber(canonical)) {
    throw new RangeError('the official series holds no test number for this date and sex');
  }
  return canonical;
}

function findCanonical(text: string, today: LocalDate): string | undefined {
  const long = LONG_FORM.exec(text);
  if (long !== null) return `${long[1]}${long[2]}`;
  const short = SHORT_FORM.exec(text);
  if (short === null) return undefined;
  const [, yearOfCentury, monthAndDay, separator, tail] = short;
  const latest = Number(today.slice(0, 4)) - (separator === '+' ? 100 : 0);
  const year = latest - ((latest - Number(yearOfCentury)) % 100);
  return `${year}${monthAndDay}${tail}`;
}

function readDatePart(canonical: string): { kind: IdentityNumber['kind']; birth: Birth } {
  const year = Number(canonical.slice(0, 4));
  const month = Number(canonical.slice(4, 6));
  const day = Number(canonical.slice(6, 8));
  if (day < COORDINATION_DAY) return { kind: 'personal', birth: { year, month, day } };
  return { kind: 'coordination', birth: { year, month, day: day - COORDINATION_DAY } };
}

function isPossibleBirth(birth: Birth, kind: IdentityNumber['kind']): boolean {
  if (birth.year < EARLIEST_YEAR) return false;
  if (kind === 'personal') return findBirthDate(birth) !== undefined;
  return isLocalDate(formatBirth({ year: birth.year, month: birth.month || 1, day: birth.day || 1 }));
}

/** The full date of birth, or undefined when a part is unknown or no month has the day. */
function findBirthDate(birth: Birth): LocalDate | undefined {
  const date = formatBirth(birth);
  return isLocalDate(date) ? date : undefined;
}

function formatBirth({ year, month, day }: Birth): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function hasCheckDigit(canonical: string): boolean {
  return checkDigitOf(canonical.slice(0, 11)) === canonical.slice(11);
}

/** The check digit that follows the eleven digits yyyymmddnnn. The century has no part in it. */
function checkDigitOf(elevenDigits: string): string {
  const sum = Array.from(elevenDigits.slice(2), Number).reduce(
    (total, digit, index) => total + (index % 2 === 0 ? doubled(digit) : digit),
    0,
  );
  return String((10 - (sum % 10)) % 10);
}

/** Twice a digit, its own digits summed. */
function doubled(digit: number): number {
  return digit < 5 ? digit * 2 : digit * 2 - 9;
}
