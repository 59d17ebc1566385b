import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { defaultSettings } from '../settings.js';
import { aUnit } from './a-unit.fixture.js';
import { settingOrigins, settingsInForce, unitKindOf } from './settings-levels.js';

const municipalityId = '0197e7a0-0000-7000-8000-0000000000aa';
const registered = { name: 'Sundvalla', municipalityCode: '1287', leadUserId: exampleIds.unitLead };
const aMunicipality = aUnit
  .given()
  .and('RegisterUnit', { ...registered, unitId: municipalityId, legalBases: ['2009:47'] });
const aUnitOfIt = aUnit.after('RegisterUnit');
type Change = readonly [key: string, value: unknown, fromOn: string];
const decides = (who: typeof aUnitOfIt, ...changes: readonly Change[]) =>
  changes.reduce(
    (history, [key, value, fromOn]) => history.and('ChangeSettings', { changes: [{ key, value }], fromOn }),
    who,
  );
const levels = (municipality = aMunicipality, unit = aUnitOfIt) => ({
  municipality: municipality.state(),
  unit: unit.state(),
});

describe('what the municipality decides', () => {
  const decided = decides(aMunicipality, ['ring.morning', '06:30', '2026-04-01'], ['silent.days', 10, '2026-04-01']);

  it('is in force in its units from its day, and no earlier', () => {
    expect(settingsInForce(levels(decided), '2026-03-31')).toEqual({
      ...defaultSettings,
      legalBases: ['SoL-2025:400'],
    });
    expect(settingsInForce(levels(decided), '2026-04-01')).toMatchObject({
      'ring.morning': '06:30',
      'silent.days': 10,
    });
  });

  it('is in force where nobody registered a unit, and so for persons whom no unit has', () => {
    expect(settingsInForce(levels(decided, aUnit.given()), '2026-04-01')).toMatchObject({
      'ring.morning': '06:30',
      'silent.days': 10,
    });
  });

  it('is in force for itself, with the legal bases that it was registered with', () => {
    expect(settingsInForce(levels(decided, decided), '2026-04-01')).toMatchObject({
      'ring.morning': '06:30',
      legalBases: ['2009:47'],
    });
  });

  it.each([
    ['before it', '2026-03-02'],
    ['on the same day', '2026-04-01'],
    ['after it', '2026-06-01'],
  ])('gives way to what the unit decided for itself %s, from the unit’s day on', (_when, fromOn) => {
    const settings = settingsInForce(levels(decided, decides(aUnitOfIt, ['silent.days', 30, fromOn])), fromOn);
    expect(settings).toMatchObject({ 'silent.days': 30 });
    const later = settingsInForce(levels(decided, decides(aUnitOfIt, ['silent.days', 30, fromOn])), '2026-07-01');
    expect(later).toMatchObject({ 'silent.days': 30, 'ring.morning': '06:30' });
  });

  it('is in force until the unit’s own word is', () => {
    const own = decides(aUnitOfIt, ['silent.days', 30, '2026-06-01']);
    expect(settingsInForce(levels(decided, own), '2026-05-31')['silent.days']).toBe(10);
  });

  it('is no list that is added to: the unit’s own replaces it', () => {
    const off = decides(aMunicipality, ['ring.off', ['R01'], '2026-04-01']);
    const own = decides(aUnitOfIt, ['ring.off', ['first-contact-due'], '2026-04-01']);
    expect(settingsInForce(levels(off), '2026-04-01')['ring.off']).toEqual(['R01']);
    expect(settingsInForce(levels(off, own), '2026-04-01')['ring.off']).toEqual(['first-contact-due']);
  });

  it('is never under which acts a unit works', () => {
    const acts = decides(aMunicipality, ['legalBases', ['2009:47'], '2026-03-02']);
    expect(settingsInForce(levels(acts), '2026-03-02').legalBases).toEqual(['SoL-2025:400']);
    expect(settingsInForce(levels(acts, aUnit.given()), '2026-03-02').legalBases).toEqual([]);
  });
});

describe('where a setting comes from', () => {
  const decided = decides(aMunicipality, ['ring.morning', '06:30', '2026-04-01'], ['silent.days', 10, '2026-04-01']);
  const own = decides(aUnitOfIt, ['silent.days', 30, '2026-05-01']);

  it('is told for each of them, by the day', () => {
    expect(settingOrigins(levels(decided, own), '2026-04-01')).toMatchObject({
      ...{ legalBases: 'unit', 'ring.midday': 'default', 'ring.morning': 'municipality' },
      'silent.days': 'municipality',
    });
    expect(settingOrigins(levels(decided, own), '2026-05-01')['silent.days']).toBe('unit');
  });

  it('is the municipality, where that is asked for its own', () => {
    expect(settingOrigins(levels(decided, decided), '2026-04-01')).toMatchObject({
      ...{ legalBases: 'municipality', 'ring.midday': 'default', 'ring.morning': 'municipality' },
    });
  });
});

describe('the municipality', () => {
  it('is the unit whose id is its own', () => {
    expect(unitKindOf({ tenant: municipalityId, id: municipalityId })).toBe('municipality');
    expect(unitKindOf({ tenant: municipalityId, id: exampleIds.unit })).toBe('unit');
  });
});
