import { streamStates } from '@etapp/command-engine';
import { defaultSettings, settingsInForce, unitAggregate, type UnitSettings } from '@etapp/domain';
import type { EventStore } from '@etapp/event-store';
import type { LocalDate } from '@etapp/kernel';

/** A unit's settings in force on a day, with the version of its stream that they were folded from. */
type StoredSettings = { readonly settings: UnitSettings; readonly version: number };

/** Settings folded from the streams of units. Throws what the store throws. */
export type SettingsReader = (tenant: string, unitId: string | undefined, on: LocalDate) => Promise<StoredSettings>;

const cachedUnits = 1_000;
type UnitState = (typeof unitAggregate)['initial'];

/** Reads settings from the log. A person whom no unit has is reminded about by the defaults. */
export const settingsReader = (store: EventStore): SettingsReader => {
  const states = streamStates(store, cachedUnits);
  // A state is a new object after each event, so what follows from it holds for as long as it is there.
  const inForce = new WeakMap<UnitState, { readonly on: LocalDate; readonly settings: UnitSettings }>();
  const settingsOf = (state: UnitState, on: LocalDate): UnitSettings => {
    const known = inForce.get(state);
    if (known?.on === on) return known.settings;
    const settings = settingsInForce(state, on);
    inForce.set(state, { on, settings });
    return settings;
  };
  return async (tenant, unitId, on) => {
    if (unitId === undefined) return { settings: defaultSettings, version: 0 };
    const { state, version } = await states.load(unitAggregate, { category: 'unit', tenant, id: unitId });
    return { settings: settingsOf(state, on), version };
  };
};
