import {
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  LocalDate,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';

const EmployerContacted = z.strictObject({
  contactLogId: Id,
  kind: z.enum(['spontaneous', 'booked', 'network', 'phone', 'email']),
  contactedOn: LocalDate,
  result: z.enum(['noNeed', 'interested', 'visitBooked', 'needStated']),
  note: text().optional(),
});
const EmployerFlagged = z.strictObject({
  reasonCode: z.enum(['workEnvironment', 'noPlacements', 'unpaidWages', 'tooManyPlacements']),
});
const EmployerUnflagged = z.strictObject({});

/** How the administration and an employer get on. Never any job seeker's data. Source: SIN, MABI. */
export const relationEvents = defineEvents({
  EmployerContacted: {
    version: 1,
    data: EmployerContacted,
    occurred: 'contactedOn',
    text: { sv: 'Arbetsgivaren kontaktades', en: 'The employer was contacted' },
  },
  EmployerFlagged: {
    version: 1,
    data: EmployerFlagged,
    text: { sv: 'Arbetsgivaren fick en varningsflagga', en: 'The employer was flagged' },
  },
  EmployerUnflagged: {
    version: 1,
    data: EmployerUnflagged,
    text: { sv: 'Varningsflaggorna togs bort', en: 'The flags were removed' },
  },
});

/** What may be recorded about the relation to an employer. */
export const relationCommands = defineCommands({
  RecordEmployerContact: command({
    body: EmployerContacted,
    states: { event: 'EmployerContacted', id: 'contactLogId' },
    policy: 'employer.manage',
    text: { sv: 'Registrera arbetsgivarkontakt', en: 'Record an employer contact' },
    example: {
      after: ['RegisterEmployer'],
      body: {
        contactLogId: exampleIds.contactLog,
        kind: 'booked',
        contactedOn: '2026-03-02',
        result: 'needStated',
        note: 'Behöver två personer till lagret i maj.',
      },
    },
  }),
  FlagEmployer: command({
    body: EmployerFlagged,
    policy: 'employer.manage',
    text: { sv: 'Sätt varningsflagga', en: 'Flag the employer' },
    example: { after: ['RegisterEmployer'], body: { reasonCode: 'workEnvironment' } },
  }),
  UnflagEmployer: command({
    body: EmployerUnflagged,
    policy: 'employer.manage',
    text: { sv: 'Ta bort varningsflaggor', en: 'Remove the flags' },
    example: { after: ['FlagEmployer'], body: {} },
  }),
});

/** The flags that stand: an employer may have several, and all are removed together. */
export type RelationState = { readonly flags: readonly string[] };

/** How the relation follows from its events. */
export const relationFold: FoldOf<RelationState, Omit<typeof relationEvents, 'EmployerContacted'>> = {
  initial: { flags: [] },
  on: {
    EmployerFlagged: ({ flags }, { data }) => ({ flags: [...flags, data.reasonCode] }),
    EmployerUnflagged: ({ flags }, event) =>
      flags.length === 0 ? impossible(event, 'the employer had no flag') : { flags: [] },
  },
};

/** The decisions about the relation to an employer. */
export const relationDecisions: DecisionsOf<
  { readonly relation: RelationState },
  typeof relationCommands,
  typeof relationEvents
> = {
  RecordEmployerContact: (_state, command) => [{ type: 'EmployerContacted', data: command }],
  FlagEmployer: ({ relation }, command) =>
    relation.flags.includes(command.reasonCode) ? [] : [{ type: 'EmployerFlagged', data: command }],
  UnflagEmployer: ({ relation }, command) =>
    relation.flags.length === 0 ? [] : [{ type: 'EmployerUnflagged', data: command }],
};
