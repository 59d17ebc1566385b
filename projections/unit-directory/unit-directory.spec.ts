import { describe, expect, it } from '@jest/globals';
import { defaultSettings } from '@etapp/domain';

import { aHistory, foldHistory, rowsAfter, type Step } from '../a-history.fixture.js';
import { unit } from '../cases.fixture.js';
import { findSettings, settingsInForce, unavailableSupportForms } from './queries.js';
import { unitDirectory } from './unit-directory.js';

const registered: Step = [
  ...(['unit', unit, 'RegisterUnit'] as const),
  { unitId: unit, name: 'Enheten', municipalityCode: '1287', leadUserId: unit, legalBases: ['SoL-2025:400'] },
  '2026-01-07T08:00:00+01:00',
];
const change = (body: object, at: string): Step => ['unit', unit, 'ChangeSettings', body, at];
const rowAfter = (...steps: readonly Step[]) => {
  const row = foldHistory(unitDirectory, aHistory(registered, ...steps)).get(unit);
  if (row === undefined) throw new Error('the unit has no row');
  return row;
};

describe('a unit', () => {
  it('has every setting at its default, and its own legal bases', () => {
    expect(settingsInForce(rowAfter(), '2026-03-02')).toEqual({ ...defaultSettings, legalBases: ['SoL-2025:400'] });
  });

  it('has a setting from the day it is in force, and the one recorded last of two for a day', () => {
    const row = rowAfter(
      change({ changes: [{ key: 'silent.days', value: 14 }], fromOn: '2026-04-01' }, '2026-03-02T09:00:00+01:00'),
      change({ changes: [{ key: 'silent.days', value: 10 }], fromOn: '2026-04-01' }, '2026-03-03T09:00:00+01:00'),
    );

    expect(settingsInForce(row, '2026-03-31')['silent.days']).toBe(21);
    expect(settingsInForce(row, '2026-04-01')['silent.days']).toBe(10);
    expect(row.changes.map(({ setBy }) => setBy)).toHaveLength(2);
  });

  it('cannot offer a support form from a day, until it can again', () => {
    const step = (available: boolean, fromOn: string, reasonCode: string): Step => [
      ...(['unit', unit, 'ChangeSupportFormAvailability'] as const),
      { supportForm: 'newStartJob', available, fromOn, reasonCode },
      '2026-03-02T09:00:00+01:00',
    ];
    const row = rowAfter(step(false, '2026-03-09', 'fundingStop'), step(true, '2026-05-04', 'reopened'));

    expect(unavailableSupportForms(row, '2026-03-08')).toEqual([]);
    expect(unavailableSupportForms(row, '2026-03-09')).toEqual(['newStartJob']);
    expect(unavailableSupportForms(row, '2026-05-04')).toEqual([]);
  });

  it('that is not registered has the defaults', async () => {
    const settings = await findSettings(rowsAfter([unitDirectory], []), [unit], '2026-03-02');

    expect(settings(unit)).toEqual(defaultSettings);
  });
});
