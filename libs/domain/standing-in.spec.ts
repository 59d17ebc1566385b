import { describe, expect, it } from '@jest/globals';

import { absenceOn, standInOn } from './standing-in.js';

const deputy = { userId: 'appointed', fromOn: '2026-03-09', toOn: '2026-03-13' };
const away = { fromOn: '2026-03-09', toOn: '2026-03-20' };
const named = (userId: string) => `deputy of ${userId}`;

describe('whoever stands in', () => {
  it('is the deputy appointed in the case on the days of the appointment, else the one whom the absence names', () => {
    const days = ['2026-03-08', '2026-03-09', '2026-03-13', '2026-03-14'];
    const covered = { caseworkerUserId: 'kim', deputy };
    expect(days.map((on) => standInOn(on, covered, named))).toEqual([
      ...['deputy of kim', 'appointed', 'appointed', 'deputy of kim'],
    ]);
  });

  it('is nobody where there is no caseworker to stand in for, and nobody was appointed', () => {
    expect(standInOn('2026-03-09', { caseworkerUserId: undefined, deputy: undefined }, named)).toBeUndefined();
    expect(standInOn('2026-03-09', { caseworkerUserId: undefined, deputy }, named)).toBe('appointed');
  });
});

describe('an absence', () => {
  it('lasts from its first day to its last, or until the day of return', () => {
    const days = ['2026-03-08', '2026-03-09', '2026-03-16', '2026-03-20', '2026-03-21'];
    const isAway = (returnedOn?: string) => days.map((on) => absenceOn([{ ...away, returnedOn }], on) !== undefined);
    expect(isAway()).toEqual([false, true, true, true, false]);
    expect(isAway('2026-03-16')).toEqual([false, true, false, false, false]);
  });
});
