import { describe, expect, it } from '@jest/globals';
import { addDays } from '@etapp/calendar';
import fc from 'fast-check';
import { isOfficialTestNumber, officialTestNumber, parseIdentityNumber } from './identity-number.js';

const TODAY = '2026-03-02';
const anyTestNumber = fc
  .tuple(
    fc.integer({ min: 0, max: 13_000 }).map((days) => addDays('1976-01-01', days)),
    fc.constantFrom('female' as const, 'male' as const),
  )
  .filter(([date, sex]) => isOfficialTestNumber(withCheckDigit(`${date.replaceAll('-', '')}${digitsFor(sex)}`)));

describe('a personal number', () => {
  const read = {
    kind: 'personal',
    canonical: '198503152384',
    birthDate: '1985-03-15',
    birthYear: 1985,
    sex: 'female',
  };

  it.each(['198503152384', '19850315-2384', '850315-2384', ' 850315-2384\n'])(
    'is the same number written as "%s"',
    (text) => expect(parseIdentityNumber(text, TODAY)).toEqual(read),
  );

  it('tells a man by an odd next to last digit', () => {
    expect(parseIdentityNumber('198807162394', TODAY)).toMatchObject({ sex: 'male', birthDate: '1988-07-16' });
  });

  it('keeps 29 February of a leap year', () => {
    expect(parseIdentityNumber('200002292399', TODAY)).toMatchObject({ birthDate: '2000-02-29' });
  });

  it.each(['', '8503152384', '850315 2384', '19850315+2384', '1985-03-15-2384', '19850315238', '19850315238a'])(
    'is not "%s", written in none of the forms',
    (text) => expect(parseIdentityNumber(text, TODAY)).toEqual({ error: 'malformed' }),
  );

  it.each(['198513152384', '198500152384', '198503322384', '198503002384', '198502292384', '178503152384'])(
    'is not %s, whose date nobody in the register was born on',
    (text) => expect(parseIdentityNumber(text, TODAY)).toEqual({ error: 'no-such-date' }),
  );

  it('is refused for each other check digit', () => {
    const others = ['0', '1', '2', '3', '5', '6', '7', '8', '9'].map((digit) => `19850315238${digit}`);
    for (const other of others) expect(parseIdentityNumber(other, TODAY)).toEqual({ error: 'wrong-check-digit' });
  });

  it('of somebody not yet born is refused until the day of birth', () => {
    expect(parseIdentityNumber('201301012397', '2012-12-31')).toEqual({ error: 'born-in-future' });
    expect(parseIdentityNumber('201301012397', '2013-01-01')).toMatchObject({ birthDate: '2013-01-01' });
  });
});

describe('the century of a number without one', () => {
  it.each([
    ['760102-2390', '2026-03-02', '1976'],
    ['760102-2390', '2075-12-31', '1976'],
    ['760102+2390', '2076-01-01', '1976'],
    ['760102-2390', '2076-01-02', '2076'],
    ['760102+2390', '2175-12-31', '1976'],
    ['130101-2397', '2026-03-02', '2013'],
    ['130101+2397', '2026-03-02', '1913'],
  ])('of %s on %s makes the year %s: plus from the year the person turns 100', (text, today, year) =>
    expect(parseIdentityNumber(text, today)).toMatchObject({ birthYear: Number(year) }),
  );

  it('makes a birth later this year one in the future, not one a century ago', () => {
    expect(parseIdentityNumber('760102-2390', '2076-01-01')).toEqual({ error: 'born-in-future' });
  });
});

describe('a coordination number', () => {
  it('adds 60 to the day', () => {
    const number = withCheckDigit('19850375238');
    expect(parseIdentityNumber(number, TODAY)).toEqual({
      kind: 'coordination',
      canonical: number,
      birthDate: '1985-03-15',
      birthYear: 1985,
      sex: 'female',
    });
  });

  it.each([
    ['191500722390', 1915, 'male'],
    ['191711602399', 1917, 'male'],
    ['191800852384', 1918, 'female'],
    ['192001602396', 1920, 'male'],
  ])('%s leaves the month or the day unknown, and so the date, but not the year', (canonical, birthYear, sex) =>
    expect(parseIdentityNumber(canonical, TODAY)).toEqual({ kind: 'coordination', canonical, birthYear, sex }),
  );

  it('may leave both month and day unknown', () => {
    expect(parseIdentityNumber(withCheckDigit('19850060238'), TODAY)).toMatchObject({ birthYear: 1985 });
  });

  it.each(['19850292238', '19850289238', '19850491238', '19851360238'])(
    '%s with a check digit has no real date under its raised day',
    (digits) => expect(parseIdentityNumber(withCheckDigit(digits), TODAY)).toEqual({ error: 'no-such-date' }),
  );

  it('of an unknown day in a coming year is refused', () => {
    expect(parseIdentityNumber('191711602399', '1916-12-31')).toEqual({ error: 'born-in-future' });
    expect(parseIdentityNumber('191711602399', '1917-01-01')).toMatchObject({ birthYear: 1917 });
  });
});

describe('an official test number', () => {
  it.each([
    ['1985-03-15', 'female', '198503152384'],
    ['1985-03-15', 'male', '198503152392'],
    ['1990-05-05', 'female', '199005052387'],
    ['1990-05-05', 'male', '199005052395'],
    ['1992-11-25', 'female', '199211252383'],
    ['1988-07-16', 'male', '198807162394'],
    ['1994-01-02', 'female', '199401022380'],
    ['1983-09-21', 'male', '198309212390'],
    ['2001-06-30', 'female', '200106302383'],
    ['1999-12-31', 'male', '199912312395'],
    ['1980-02-29', 'female', '198002292384'],
    ['2000-02-29', 'male', '200002292399'],
  ] as const)('for %s, %s, is %s', (birthDate, sex, expected) => {
    expect(officialTestNumber(birthDate, sex)).toBe(expected);
    expect(isOfficialTestNumber(expected)).toBe(true);
  });

  it.each(['191500722390', '191711602399', '191800852384', '192001602396'])('is the coordination number %s', (number) =>
    expect(isOfficialTestNumber(number)).toBe(true),
  );

  it('is none of the numbers left out of the series, 25 over all its days', () => {
    const candidates = everyDay('1976-01-01', '2013-12-31').flatMap((date) =>
      (['238', '239'] as const).map((digits) => withCheckDigit(`${date.replaceAll('-', '')}${digits}`)),
    );
    const leftOut = candidates.filter((number) => !isOfficialTestNumber(number));
    expect(candidates).toHaveLength(27_760);
    expect(leftOut).toHaveLength(25);
    expect(leftOut.map((number) => number.slice(2, 6))).toContain('7601');
    expect(() => officialTestNumber('1976-01-01', 'female')).toThrow(RangeError);
    expect(() => officialTestNumber('2011-12-30', 'female')).toThrow(RangeError);
    expect(officialTestNumber('1976-01-01', 'male')).toBe('197601012391');
  });

  it.each(['19850315123', '19851315238', '19850230238', '19850375238', '19751231238', '20140101239'])(
    'is not %s with a check digit: another birth number, no such date, or outside 1976 to 2013',
    (digits) => expect(isOfficialTestNumber(withCheckDigit(digits))).toBe(false),
  );

  it.each(['198503152385', '850315-2384', '19850315-2384', '1985031523840', ''])('is not the text "%s"', (text) =>
    expect(isOfficialTestNumber(text)).toBe(false),
  );

  it.each(['1975-12-31', '2014-01-01', '1985-02-29', '19850315'])('is not to be had for %s', (birthDate) =>
    expect(() => officialTestNumber(birthDate, 'female')).toThrow(RangeError),
  );

  it('reads back as the personal number of its date and sex', () => {
    fc.assert(
      fc.property(anyTestNumber, ([birthDate, sex]) => {
        const canonical = officialTestNumber(birthDate, sex);
        const expected = { kind: 'personal', canonical, birthDate, birthYear: Number(birthDate.slice(0, 4)), sex };
        expect(parseIdentityNumber(canonical, TODAY)).toEqual(expected);
        expect(parseIdentityNumber(`${canonical.slice(2, 8)}-${canonical.slice(8)}`, TODAY)).toEqual(expected);
      }),
    );
  });
});

function digitsFor(sex: 'female' | 'male'): string {
  return sex === 'female' ? '238' : '239';
}

function everyDay(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Luhn's check digit by the textbook: from the right, double every second digit and sum the digits. */
function withCheckDigit(elevenDigits: string): string {
  const digits = Array.from(elevenDigits.slice(2), Number).reverse();
  const sum = digits.flatMap((digit, place) => (place % 2 === 0 ? Array.from(String(digit * 2), Number) : [digit]));
  const total = sum.reduce((a, b) => a + b, 0);
  return `${elevenDigits}${(1000 - total) % 10}`;
}
