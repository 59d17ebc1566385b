import { streamStates } from '@etapp/command-engine';
import { settingsInForce, type SettingsLevels, unitAggregate, type UnitSettings } from '@etapp/domain';
import type { EventStore } from '@etapp/event-store';
import type { LocalDate } from '@etapp/kernel';

/** Settings in force on a day, with the streams that they were folded from and the versions these were read to. */
type StoredSettings = { readonly settings: UnitSettings; readonly versions: Readonly<Record<string, number>> };

/** Settings folded from the streams of units and their municipality. Throws what the store throws. */
export type SettingsReader = (tenant: string, unitId: string | undefined, on: LocalDate) => Promise<StoredSettings>;

const cachedUnits = 1_000;
type Level = SettingsLevels['unit'];
type Remembered = { readonly municipality: Level; readonly on: LocalDate; readonly settings: UnitSettings };

const remembering = (): typeof settingsInForce => {
  // A state is a new object after each event, so what follows from it holds for as long as it is there.
  const inForce = new WeakMap<Level, Remembered>();
  return ({ municipality, unit }, on) => {
    const known = inForce.get(unit);
    if (known?.on === on && known.municipality === municipality) return known.settings;
    const settings = settingsInForce({ municipality, unit }, on);
    inForce.set(unit, { municipality, on, settings });
    return settings;
  };
};

/** Reads settings from the log. A person whom no unit has is reminded about by the municipality's. */
export const settingsReader = (store: EventStore): SettingsReader => {
  const states = streamStates(store, cachedUnits);
  const settingsOf = remembering();
  return async (tenant, unitId, on) => {
    const read = (id: string) => states.load(unitAggregate, { category: 'unit', tenant, id });
    const [municipality, unit] = await Promise.all([read(tenant), unitId === undefined ? undefined : read(unitId)]);
    const levels = { municipality: municipality.state, unit: unit?.state ?? unitAggregate.initial };
    const ofUnit = unit === undefined ? {} : { [`unit-${unitId}`]: unit.version };
    return { settings: settingsOf(levels, on), versions: { ...ofUnit, [`unit-${tenant}`]: municipality.version } };
  };
};
