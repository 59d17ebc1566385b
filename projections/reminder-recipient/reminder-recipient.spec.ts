import { describeTables } from '@etapp/projection-engine';
import { describe, expect, it } from '@jest/globals';

import { aHistory, foldHistory } from '../a-history.fixture.js';
import { lastRingOf, withRings } from '../a-ring.fixture.js';
import { caseworker, id, openCase, otherCaseworker, unit } from '../cases.fixture.js';
import { reminderRecipient } from './reminder-recipient.js';

const c1 = id(100);
const opened = openCase(c1, id(101), '2026-03-02T09:00:00+01:00');
const rowsOf = (...rings: Parameters<typeof withRings>[1]) =>
  foldHistory(reminderRecipient, aHistory(...withRings(opened, rings)));

describe('whom a ring reached', () => {
  it('is found by an index, since an inbox is asked for many times a day', () => {
    expect(describeTables(reminderRecipient)).toContain('_a (tenant, user_id, key)');
  });

  it('is a row for each of them, which stays', () => {
    const rings = [
      [c1, 'first-contact-due', '2026-03-03T13:00:00+01:00'],
      [c1, 'silent-case', '2026-03-23T07:00:00+01:00', { userId: otherCaseworker }],
    ] as const;
    expect([...rowsOf(...rings).values()]).toEqual([
      { reminderId: lastRingOf(withRings(opened, rings.slice(0, 1))), userId: caseworker },
      { reminderId: lastRingOf(withRings(opened, rings)), userId: otherCaseworker },
    ]);
  });

  it('is nobody where it waits for who comes to lead the unit', () => {
    expect(rowsOf([c1, 'first-contact-due', '2026-03-03T13:00:00+01:00', { ofUnit: unit }]).size).toBe(0);
  });
});
