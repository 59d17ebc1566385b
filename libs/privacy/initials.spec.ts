import { describe, expect, it } from '@jest/globals';

import { initialsOf, toBirthDateInitials } from './initials.js';

describe('initials', () => {
  it.each([
    ['Anna', 'Berg', 'AB'],
    ['åsa', 'öberg', 'ÅÖ'],
    ['a\u030Asa', 'O\u0308berg', 'ÅÖ'],
    ['  Anna-Karin', 'von Berg', 'AV'],
    ['’t', 'ßman', 'TS'],
    ['ıtır', 'ivanova', 'II'],
    ['Ильза', 'علي', 'Иع'],
    ['ǆemal', '', 'Ǆ-'],
    ['𐐨', '7', '𐐀-'],
  ])('of %s %s are %s', (given, family, initials) => {
    expect(initialsOf(given, family)).toBe(initials);
  });

  it('stand behind the birth date', () => {
    expect(toBirthDateInitials('1988-07-16', { givenName: 'anna', familyName: 'berg' })).toBe('1988-07-16 AB');
  });
});
