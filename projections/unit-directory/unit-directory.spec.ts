import { describe, expect, it } from '@jest/globals';
import { defaultSettings } from '@etapp/domain';

import { aHistory, foldHistory, rowsAfter, type Step, tenant } from '../a-history.fixture.js';
import { id, unit } from '../cases.fixture.js';
import { findSettings, findSettingsAndOrigins, findSettingsByDay, unavailableSupportForms } from './queries.js';
import { unitDirectory } from './unit-directory.js';

const registered: Step = [
  ...(['unit', unit, 'RegisterUnit'] as const),
  { unitId: unit, name: 'Enheten', municipalityCode: '1287', leadUserId: unit, legalBases: ['SoL-2025:400'] },
  '2026-01-07T08:00:00+01:00',
];
const change = (body: object, at: string): Step => ['unit', unit, 'ChangeSettings', body, at];
const rowsOf = (...steps: readonly Step[]) => rowsAfter([unitDirectory], aHistory(registered, ...steps));
const settingsAfter = async (on: string, ...steps: readonly Step[]) =>
  (await findSettings(rowsOf(...steps), [unit], on))(unit);
const rowAfter = (...steps: readonly Step[]) => {
  const row = foldHistory(unitDirectory, aHistory(registered, ...steps)).get(unit);
  if (row === undefined) throw new Error('the unit has no row');
  return row;
};

describe('a unit', () => {
  it('has every setting at its default, and its own legal bases', async () => {
    expect(await settingsAfter('2026-03-02')).toEqual({ ...defaultSettings, legalBases: ['SoL-2025:400'] });
  });

  it('has a setting from the day it is in force, and the one recorded last of two for a day', async () => {
    const steps = [
      change({ changes: [{ key: 'silent.days', value: 14 }], fromOn: '2026-04-01' }, '2026-03-02T09:00:00+01:00'),
      change({ changes: [{ key: 'silent.days', value: 10 }], fromOn: '2026-04-01' }, '2026-03-03T09:00:00+01:00'),
    ];

    expect((await settingsAfter('2026-03-31', ...steps))['silent.days']).toBe(21);
    expect((await settingsAfter('2026-04-01', ...steps))['silent.days']).toBe(10);
    expect(rowAfter(...steps).changes.map(({ setBy }) => setBy)).toHaveLength(2);
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

describe('the municipality', () => {
  const municipality: readonly Step[] = [
    [
      ...(['unit', tenant, 'RegisterUnit'] as const),
      { unitId: tenant, name: 'Sundvalla', municipalityCode: '1287', leadUserId: unit, legalBases: [] },
      '2026-01-07T08:00:00+01:00',
    ],
    [
      ...(['unit', tenant, 'ChangeSettings'] as const),
      { changes: [{ key: 'silent.days', value: 14 }], fromOn: '2026-04-01' },
      '2026-03-02T09:00:00+01:00',
    ],
  ];
  const own = change(
    { changes: [{ key: 'silent.days', value: 30 }], fromOn: '2026-05-01' },
    '2026-03-02T09:00:00+01:00',
  );

  it('is told from its units', () => {
    const rows = foldHistory(unitDirectory, aHistory(registered, ...municipality));
    expect([rows.get(tenant)?.kind, rows.get(unit)?.kind]).toEqual(['municipality', 'unit']);
  });

  it('decides what a unit does not, registered or not, each from its day', async () => {
    const settings = await findSettingsByDay(rowsOf(...municipality, own), [unit, id(7)]);
    const days = ['2026-03-31', '2026-04-01', '2026-05-01'];
    expect(days.map((on) => settings(unit, on)['silent.days'])).toEqual([21, 14, 30]);
    expect(days.map((on) => settings(id(7), on)['silent.days'])).toEqual([21, 14, 14]);
    expect(settings(unit, '2026-04-01').legalBases).toEqual(['SoL-2025:400']);
  });

  it('is named as where a setting comes from', async () => {
    const originOn = async (on: string) =>
      (await findSettingsAndOrigins(rowsOf(...municipality, own), unit, on)).settingOrigins['silent.days'];
    expect([await originOn('2026-03-31'), await originOn('2026-04-01'), await originOn('2026-05-01')]).toEqual([
      ...['default', 'municipality', 'unit'],
    ]);
  });
});
