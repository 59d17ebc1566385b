import {
  command,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  LocalDate,
} from '@etapp/kernel';
import { z } from 'zod';

import { saysTheSame } from '../repetition.js';
import { SupportForm } from '../values.js';
import { inForce } from './in-force.js';

const SupportFormAvailabilityChanged = z.strictObject({
  supportForm: SupportForm,
  available: z.boolean(),
  fromOn: LocalDate,
  reasonCode: z.enum(['fundingStop', 'ruleChange', 'reopened']),
});

/** Whether the unit can offer a form of support. Source: SIN, where a funding stop left none to offer. */
export const supportFormAvailabilityEvents = defineEvents({
  SupportFormAvailabilityChanged: {
    version: 1,
    data: SupportFormAvailabilityChanged,
    text: { sv: 'Tillgången till en stödform ändrades', en: 'The availability of a support form was changed' },
  },
});

/** What may be said about the forms of support that a unit can offer. */
export const supportFormAvailabilityCommands = defineCommands({
  ChangeSupportFormAvailability: command({
    body: SupportFormAvailabilityChanged,
    policy: 'unit.manage',
    text: { sv: 'Ändra tillgång till stödform', en: 'Change the availability of a support form' },
    example: {
      after: ['RegisterUnit'],
      body: { supportForm: 'newStartJob', available: false, fromOn: '2026-03-09', reasonCode: 'fundingStop' },
    },
  }),
});

type Change = DataOf<(typeof supportFormAvailabilityEvents)['SupportFormAvailabilityChanged']>;

/** Every change of availability, in the order they were recorded. */
export type SupportFormAvailabilityState = readonly Change[];

/** How availability follows from its events. */
export const supportFormAvailabilityFold: FoldOf<SupportFormAvailabilityState, typeof supportFormAvailabilityEvents> = {
  initial: [],
  on: { SupportFormAvailabilityChanged: (changes, { data }) => [...changes, data] },
};

type Slices = { readonly supportForms: SupportFormAvailabilityState };

/** The decision about availability. */
export const supportFormAvailabilityDecisions: DecisionsOf<
  Slices,
  typeof supportFormAvailabilityCommands,
  typeof supportFormAvailabilityEvents
> = {
  ChangeSupportFormAvailability: ({ supportForms }, command) => {
    const { supportForm, fromOn } = command;
    const last = supportForms.findLast((change) => change.supportForm === supportForm && change.fromOn === fromOn);
    return saysTheSame(last, command) ? [] : [{ type: 'SupportFormAvailabilityChanged', data: command }];
  },
};

/** The forms of support that the unit cannot offer on a day, in the order of the list of forms. */
export const unavailableSupportForms = ({ supportForms }: Slices, on: LocalDate): readonly SupportForm[] => {
  const available = new Map(inForce(supportForms, on).map((change) => [change.supportForm, change.available]));
  return SupportForm.options.filter((form) => available.get(form) === false);
};
