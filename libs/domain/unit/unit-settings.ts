import {
  Code,
  command,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  LocalDate,
  PublicName,
  reject,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { reminderRuleNames } from '../facts.js';
import { saysTheSame } from '../repetition.js';
import { ruleSettings, UnitSettings } from '../settings.js';
import { LegalBasisCode } from '../values.js';

const UnitRegistered = z.strictObject({
  unitId: Id,
  name: PublicName,
  municipalityCode: Code,
  leadUserId: Id,
  legalBases: z.array(LegalBasisCode).max(20),
});
const SettingValue = z.union([z.number(), z.boolean(), Code, z.array(Code).max(50)]);
const UnitSettingsChanged = z.strictObject({
  changes: z
    .array(z.strictObject({ key: Code, value: SettingValue }))
    .min(1)
    .max(50),
  fromOn: LocalDate,
});

/** A unit (enhet) and what it decides for itself. Every change of a setting has its first day. */
export const unitSettingsEvents = defineEvents({
  UnitRegistered: {
    version: 1,
    data: UnitRegistered,
    text: { sv: 'Enheten registrerades', en: 'The unit was registered' },
  },
  UnitSettingsChanged: {
    version: 1,
    data: UnitSettingsChanged,
    text: { sv: 'Enhetens inställningar ändrades', en: 'The unit’s settings were changed' },
  },
});

/** What may be done with a unit and its settings. */
export const unitSettingsCommands = defineCommands({
  RegisterUnit: command({
    body: UnitRegistered,
    creates: 'unitId',
    states: { event: 'UnitRegistered', id: 'unitId' },
    policy: 'unit.manage',
    text: { sv: 'Registrera enhet', en: 'Register a unit' },
    example: {
      body: {
        unitId: exampleIds.unit,
        name: 'Arbetsmarknadsenheten',
        municipalityCode: '1287',
        leadUserId: exampleIds.unitLead,
        legalBases: ['SoL-2025:400'],
      },
    },
  }),
  ChangeSettings: command({
    body: UnitSettingsChanged,
    ifMatch: 'required',
    policy: 'unit.manage',
    facts: { ruleNames: reminderRuleNames },
    rejects: ['setting-unknown', 'setting-invalid', 'reminder-rule-unknown'],
    text: { sv: 'Ändra inställningar', en: 'Change settings' },
    example: {
      after: ['RegisterUnit'],
      body: { changes: [{ key: 'silent.days', value: 14 }], fromOn: '2026-04-01' },
    },
  }),
});

type SettingChange = { readonly key: string; readonly value: unknown; readonly fromOn: LocalDate };

/** A unit, the legal bases it was registered with, and every change of a setting in the order they were recorded. */
export type UnitSettingsState =
  | { readonly status: 'none' }
  | {
      readonly status: 'registered';
      readonly unitId: string;
      readonly legalBases: readonly string[];
      readonly changes: readonly SettingChange[];
    };

/** How a unit's settings follow from its events. */
export const unitSettingsFold: FoldOf<UnitSettingsState, typeof unitSettingsEvents> = {
  initial: { status: 'none' },
  on: {
    UnitRegistered: (state, event) => {
      if (state.status !== 'none') return impossible(event, 'the unit was registered before');
      const { unitId, legalBases } = event.data;
      return { status: 'registered', unitId, legalBases, changes: [] };
    },
    UnitSettingsChanged: (state, event) => {
      if (state.status === 'none') return impossible(event, 'the unit was never registered');
      const { changes, fromOn } = event.data;
      return { ...state, changes: [...state.changes, ...changes.map((change) => ({ ...change, fromOn }))] };
    },
  },
};

type Slices = { readonly settings: UnitSettingsState };

/** The decisions about a unit's settings. */
export const unitSettingsDecisions: DecisionsOf<Slices, typeof unitSettingsCommands, typeof unitSettingsEvents> = {
  RegisterUnit: ({ settings }, command) => {
    if (settings.status !== 'none') reject('already-exists', { unitId: settings.unitId });
    return [{ type: 'UnitRegistered', data: command }];
  },
  ChangeSettings: ({ settings }, command, { facts }) => {
    const { changes, fromOn } = command;
    const { changes: earlier } = requireUnit(settings);
    for (const change of changes) requireSetting(change, facts.ruleNames);
    const isNews = ({ key, value }: { key: string; value: unknown }): boolean => {
      const last = earlier.findLast((change) => change.key === key && change.fromOn === fromOn);
      return !saysTheSame(last, { key, value, fromOn });
    };
    return changes.some(isNews) ? [{ type: 'UnitSettingsChanged', data: command }] : [];
  },
};

const schemas: ReadonlyMap<string, z.ZodType> = new Map(Object.entries(UnitSettings.shape));

type Change = DataOf<(typeof unitSettingsEvents)['UnitSettingsChanged']>['changes'][number];

const requireSetting = ({ key, value }: Change, ruleNames: readonly string[]): void => {
  const schema = schemas.get(key) ?? reject('setting-unknown', { key });
  if (!schema.safeParse(value).success) reject('setting-invalid', { key });
  if (!ruleSettings.some((name) => name === key) || !Array.isArray(value)) return;
  const unknownRules = value.filter((name) => !ruleNames.includes(name));
  if (unknownRules.length > 0) reject('reminder-rule-unknown', { key, unknownRules });
};

/** The registered unit. Rejects with `unknown-reference` if no unit was registered in this stream. */
export const requireUnit = (state: UnitSettingsState): Extract<UnitSettingsState, { status: 'registered' }> =>
  state.status === 'none' ? reject('unknown-reference') : state;
