import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { defaultSettings } from '../settings.js';
import { aUnit } from './a-unit.fixture.js';
import { settingsInForce } from './settings-levels.js';

const unit = {
  unitId: exampleIds.unit,
  name: 'Arbetsmarknadsenheten',
  municipalityCode: '1287',
  leadUserId: exampleIds.unitLead,
  legalBases: ['SoL-2025:400'],
};
const setting = (key: string, value: unknown, fromOn = '2026-04-01'): object => ({ changes: [{ key, value }], fromOn });

describe('a unit that nobody registered', () => {
  it('is registered once', () => {
    aUnit.given().when('RegisterUnit', unit).then({ type: 'UnitRegistered', data: unit });
    const registered = aUnit.given().and('RegisterUnit', unit);
    registered.when('RegisterUnit', unit).nothing();
    registered.when('RegisterUnit', { ...unit, name: 'Jobbcenter' }).rejects('same-id-other-content');
    registered.when('RegisterUnit', { ...unit, unitId: exampleIds.otherUnit }).rejects('already-exists');
  });

  it('has no settings of its own', () => {
    aUnit.given().when('ChangeSettings', setting('silent.days', 14)).rejects('unknown-reference');
    const nobody = aUnit.given().state();
    expect(settingsInForce({ municipality: nobody, unit: nobody }, '2026-03-02')).toEqual(defaultSettings);
  });
});

describe('a registered unit', () => {
  const registered = aUnit.after('RegisterUnit');
  const on = (day: string, history = registered) =>
    settingsInForce({ municipality: aUnit.given().state(), unit: history.state() }, day);

  it('starts with the defaults and its legal bases', () => {
    expect(on('2026-03-02')).toEqual({ ...defaultSettings, legalBases: ['SoL-2025:400'] });
  });

  it('changes a setting from a day on', () => {
    const changed = registered.and('ChangeSettings', setting('silent.days', 14));
    expect(on('2026-03-31', changed)['silent.days']).toBe(21);
    expect(on('2026-04-01', changed)['silent.days']).toBe(14);
  });

  it('lets the later first day win, and on the same day the later word', () => {
    const changed = registered
      .and('ChangeSettings', setting('silent.days', 30, '2026-06-01'))
      .and('ChangeSettings', setting('silent.days', 14))
      .and('ChangeSettings', setting('silent.days', 10));
    expect(on('2026-05-31', changed)['silent.days']).toBe(10);
    expect(on('2026-06-01', changed)['silent.days']).toBe(30);
  });

  it('takes lists, times and months, and may replace its legal bases', () => {
    const changes = [
      { key: 'legalBases', value: ['2009:47'] },
      { key: 'ownParties', value: ['labourMarketAdministration', 'incomeSupport'] },
      { key: 'ring.morning', value: '06:30' },
      { key: 'activityRequirement.firstMonth', value: '2027-01' },
    ];
    const changed = registered.and('ChangeSettings', { changes, fromOn: '2026-03-02' });
    expect(on('2026-03-02', changed)).toMatchObject({
      legalBases: ['2009:47'],
      ownParties: ['labourMarketAdministration', 'incomeSupport'],
      'ring.morning': '06:30',
      'activityRequirement.firstMonth': '2027-01',
    });
  });

  it('refuses a setting that does not exist or a value that does not fit, and changes nothing then', () => {
    registered.when('ChangeSettings', setting('silent.weeks', 3)).rejects('setting-unknown', { key: 'silent.weeks' });
    registered.when('ChangeSettings', setting('constructor', 3)).rejects('setting-unknown', { key: 'constructor' });
    registered.when('ChangeSettings', setting('silent.days', -1)).rejects('setting-invalid', { key: 'silent.days' });
    registered.when('ChangeSettings', setting('ownParties', ['bank'])).rejects('setting-invalid');
    const { changes } = {
      changes: [
        { key: 'silent.days', value: 14 },
        { key: 'ring.morning', value: 7 },
      ],
    };
    registered.when('ChangeSettings', { changes, fromOn: '2026-04-01' }).rejects('setting-invalid', {
      key: 'ring.morning',
    });
  });

  it.each(['ring.off', 'ring.inTheMorning', 'ring.atMidday'])(
    'names in %s only reminder rules that there are',
    (key) => {
      const named = (...rules: readonly string[]) => registered.when('ChangeSettings', setting(key, rules));
      named('first-contact-due', 'R01').then({ type: 'UnitSettingsChanged' });
      named('first-contact-due', 'first-contact-du', 'R77').rejects('reminder-rule-unknown', {
        key,
        unknownRules: ['first-contact-du', 'R77'],
      });
    },
  );

  it('goes on by its settings when a rule that they name is given up', () => {
    const facts = { ruleNames: ['of-old', 'R01'] };
    const off = setting('ring.off', ['of-old', 'R01']);
    expect(on('2026-04-01', registered.and('ChangeSettings', off, { facts }))['ring.off']).toEqual(['of-old', 'R01']);
  });

  it('changes nothing when the same is said again', () => {
    const changed = registered.and('ChangeSettings', setting('silent.days', 14));
    changed.when('ChangeSettings', setting('silent.days', 14)).nothing();
    changed
      .and('ChangeSettings', setting('silent.days', 30, '2026-06-01'))
      .when('ChangeSettings', setting('silent.days', 14))
      .nothing();
    changed.when('ChangeSettings', setting('silent.days', 14, '2026-05-01')).then({ type: 'UnitSettingsChanged' });
    changed
      .and('ChangeSettings', setting('silent.days', 10))
      .when('ChangeSettings', setting('silent.days', 14))
      .then({ type: 'UnitSettingsChanged' });
  });
});
