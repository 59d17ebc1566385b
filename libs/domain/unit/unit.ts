import { defineAggregate } from '@etapp/kernel';

import { occurredAt } from '../occurrence.js';
import { cooperationCommands, cooperationDecisions, cooperationEvents, cooperationFold } from './cooperation.js';
import {
  jointEnrolmentRoutineCommands,
  jointEnrolmentRoutineDecisions,
  jointEnrolmentRoutineEvents,
  jointEnrolmentRoutineFold,
} from './joint-enrolment-routine.js';
import {
  supportFormAvailabilityCommands,
  supportFormAvailabilityDecisions,
  supportFormAvailabilityEvents,
  supportFormAvailabilityFold,
} from './support-form-availability.js';
import {
  requireUnit,
  unitSettingsCommands,
  unitSettingsDecisions,
  unitSettingsEvents,
  unitSettingsFold,
} from './unit-settings.js';

/** Every fact that a unit's stream can hold: none about a person. */
export const unitEvents = {
  ...unitSettingsEvents,
  ...supportFormAvailabilityEvents,
  ...jointEnrolmentRoutineEvents,
  ...cooperationEvents,
};

/** Every intention about a unit. */
export const unitCommands = {
  ...unitSettingsCommands,
  ...supportFormAvailabilityCommands,
  ...jointEnrolmentRoutineCommands,
  ...cooperationCommands,
};

/** One unit, one stream: its settings, what it can offer and whom it works with. */
export const unitAggregate = defineAggregate({
  category: 'unit',
  events: unitEvents,
  commands: unitCommands,
  folds: {
    settings: unitSettingsFold,
    supportForms: supportFormAvailabilityFold,
    jointEnrolment: jointEnrolmentRoutineFold,
    cooperation: cooperationFold,
  },
  decisions: {
    ...unitSettingsDecisions,
    ...supportFormAvailabilityDecisions,
    ...jointEnrolmentRoutineDecisions,
    ...cooperationDecisions,
  },
  guard: ({ settings }, name) => {
    if (name !== 'RegisterUnit') requireUnit(settings);
  },
  occurredAt,
});
