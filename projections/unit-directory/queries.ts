import {
  settingOrigins,
  type SettingOrigins,
  settingsInForce,
  type SettingsLevels,
  type SupportForm,
  unavailableSupportForms as unavailableOf,
  type UnitSettings,
} from '@etapp/domain';
import type { LocalDate, RowSource } from '@etapp/kernel';

import { unitDirectory, type UnitDirectoryRow } from './unit-directory.js';

const levelOf = (row: UnitDirectoryRow | undefined): SettingsLevels['unit'] => {
  if (row === undefined) return { settings: { status: 'none' } };
  const { unitId, legalBases, changes } = row;
  return { settings: { status: 'registered', unitId, legalBases, changes } };
};

/** The forms of support that a unit cannot offer on a day, in the order of the list of forms. */
export const unavailableSupportForms = (
  { supportForms }: Pick<UnitDirectoryRow, 'supportForms'>,
  on: LocalDate,
): readonly SupportForm[] =>
  unavailableOf({ supportForms: supportForms.map((change) => ({ ...change, reasonCode: 'ruleChange' })) }, on);

/** The units of these ids, by id; unknown ones are left out. */
export const findUnits = async (
  rows: RowSource,
  unitIds: readonly string[],
): Promise<ReadonlyMap<string, UnitDirectoryRow>> => {
  const values = [...new Set(unitIds)];
  if (values.length === 0) return new Map();
  const found = await rows.find(unitDirectory, { where: { kind: 'oneOf', column: 'unitId', values } });
  return new Map(found.map(({ key, row }) => [key, row]));
};

const readLevels = async (rows: RowSource, unitIds: readonly string[]): Promise<(unitId: string) => SettingsLevels> => {
  const values = [...new Set(unitIds)];
  const where = {
    kind: 'any',
    conditions: [
      { kind: 'oneOf', column: 'unitId', values },
      { kind: 'eq', column: 'kind', value: 'municipality' },
    ],
  } as const;
  const found = values.length === 0 ? [] : (await rows.find(unitDirectory, { where })).map(({ row }) => row);
  const municipality = levelOf(found.find(({ kind }) => kind === 'municipality'));
  const units = new Map(found.map((row) => [row.unitId, levelOf(row)]));
  return (unitId) => ({ municipality, unit: units.get(unitId) ?? levelOf(undefined) });
};

/** What units decide on any day, by id, over what their municipality decides; one not registered decides nothing. */
export const findSettingsByDay = async (
  rows: RowSource,
  unitIds: readonly string[],
): Promise<(unitId: string, on: LocalDate) => UnitSettings> => {
  const levelsOf = await readLevels(rows, unitIds);
  const known = new Map<string, UnitSettings>();
  return (unitId, on) => {
    const key = `${unitId} ${on}`;
    const settings = known.get(key) ?? settingsInForce(levelsOf(unitId), on);
    known.set(key, settings);
    return settings;
  };
};

/** What units decide on a day, by id, over what their municipality decides; one not registered decides nothing. */
export const findSettings = async (
  rows: RowSource,
  unitIds: readonly string[],
  on: LocalDate,
): Promise<(unitId: string) => UnitSettings> => {
  const settings = await findSettingsByDay(rows, unitIds);
  return (unitId) => settings(unitId, on);
};

/** What a unit decides on a day, over what its municipality decides, and which of the two each setting comes from. */
export const findSettingsAndOrigins = async (
  rows: RowSource,
  unitId: string,
  on: LocalDate,
): Promise<{ readonly settings: UnitSettings; readonly settingOrigins: SettingOrigins }> => {
  const levels = (await readLevels(rows, [unitId]))(unitId);
  return { settings: settingsInForce(levels, on), settingOrigins: settingOrigins(levels, on) };
};
