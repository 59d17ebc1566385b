import type { LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { UnitSettings } from '../settings.js';
import { inForce } from './in-force.js';
import type { UnitSettingsState } from './unit-settings.js';

type Level = { readonly settings: UnitSettingsState };

/**
 * The two that decide about a unit's settings: the municipality, which is the unit whose id is the municipality's own, and
 * the unit itself. Either may be unregistered and says nothing then; the municipality may stand in both places.
 */
export type SettingsLevels = { readonly municipality: Level; readonly unit: Level };

/** Whether a unit is the municipality itself, whose settings stand where a unit says nothing, or one of its units. */
export const UnitKind = z.enum(['municipality', 'unit']);
export type UnitKind = z.output<typeof UnitKind>;

/** Which of the two a unit is, by its id and that of the municipality. */
export const unitKindOf = ({ tenant, id }: { readonly tenant: string; readonly id: string }): UnitKind =>
  tenant === id ? 'municipality' : 'unit';

/** Where each setting in force comes from. */
export const SettingOrigins = z.record(UnitSettings.keyof(), z.enum(['default', ...UnitKind.options]));
export type SettingOrigins = z.output<typeof SettingOrigins>;

const changedOn = ({ settings }: Level, on: LocalDate): Readonly<Record<string, unknown>> =>
  settings.status === 'none'
    ? {}
    : Object.fromEntries(inForce(settings.changes, on).map(({ key, value }) => [key, value]));

/** What each level says for a day. Under which acts a unit works is its own to state, and never the municipality's. */
const statedOn = ({ municipality, unit }: SettingsLevels, on: LocalDate) => {
  const { legalBases: _ofItsOwn, ...shared } = changedOn(municipality, on);
  const registered = unit.settings.status === 'none' ? {} : { legalBases: unit.settings.legalBases };
  return { shared, own: { ...registered, ...changedOn(unit, on) } };
};

/**
 * A unit's settings in force on a day: defaults, over them the municipality's changes, over them the legal bases that the
 * unit was registered with and its own changes. What a unit decided stands, whenever the municipality decides otherwise.
 */
export const settingsInForce = (levels: SettingsLevels, on: LocalDate): UnitSettings => {
  const { shared, own } = statedOn(levels, on);
  return UnitSettings.parse({ ...shared, ...own });
};

const unitIdOf = ({ settings }: Level): string | undefined =>
  settings.status === 'none' ? undefined : settings.unitId;

/** Which level each setting in force on a day comes from. */
export const settingOrigins = (levels: SettingsLevels, on: LocalDate): SettingOrigins => {
  const { shared, own } = statedOn(levels, on);
  const ownLevel: UnitKind = unitIdOf(levels.unit) === unitIdOf(levels.municipality) ? 'municipality' : 'unit';
  const originOf = (key: string): SettingOrigins[keyof UnitSettings] => {
    if (key in own) return ownLevel;
    return key in shared ? 'municipality' : 'default';
  };
  return SettingOrigins.parse(Object.fromEntries(UnitSettings.keyof().options.map((key) => [key, originOf(key)])));
};
