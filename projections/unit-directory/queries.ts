import {
  defaultSettings,
  settingsInForce as settingsOfUnit,
  type SupportForm,
  unavailableSupportForms as unavailableOf,
  type UnitSettings,
} from '@etapp/domain';
import type { LocalDate, RowSource } from '@etapp/kernel';

import { unitDirectory, type UnitDirectoryRow } from './unit-directory.js';

/** The settings of a unit in force on a day: defaults, the legal bases it was registered with, and the changes since. */
export const settingsInForce = ({ unitId, legalBases, changes }: UnitDirectoryRow, on: LocalDate): UnitSettings =>
  settingsOfUnit({ settings: { status: 'registered', unitId, legalBases, changes } }, on);

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

/** What a unit decides on a day, by its id; a unit that is not registered has every setting at its default. */
export const findSettings = async (
  rows: RowSource,
  unitIds: readonly string[],
  on: LocalDate,
): Promise<(unitId: string) => UnitSettings> => {
  const units = await findUnits(rows, unitIds);
  const settings = new Map([...units].map(([id, row]) => [id, settingsInForce(row, on)]));
  return (unitId) => settings.get(unitId) ?? defaultSettings;
};
