import {
  Code,
  command,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  LocalDate,
  PublicName,
  reject,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { saysTheSame } from '../repetition.js';
import { PartyKind } from '../values.js';

const parties = z.array(PartyKind).min(1).max(20);
const CooperationAgreementRecorded = z.strictObject({
  agreementId: Id,
  parties,
  fromOn: LocalDate,
  toOn: LocalDate.optional(),
  documentRef: Code.optional(),
});
const CooperationMeetingHeld = z.strictObject({
  heldOn: LocalDate,
  kind: z.enum(['workshop', 'standingGroup', 'allocation', 'steering', 'information', 'training', 'studyVisit']),
  theme: PublicName,
  parties,
  // Short lines rather than prose: the unit's stream has no person, hence no key to seal a text with.
  decisions: z.array(PublicName).max(30).optional(),
});

/** How authorities work together, without any person's data. Source: Samordnad etablering and SIN. */
export const cooperationEvents = defineEvents({
  CooperationAgreementRecorded: {
    version: 1,
    data: CooperationAgreementRecorded,
    text: { sv: 'En samverkansöverenskommelse registrerades', en: 'A cooperation agreement was recorded' },
  },
  CooperationMeetingHeld: {
    version: 1,
    data: CooperationMeetingHeld,
    occurred: 'heldOn',
    text: { sv: 'Ett samverkansmöte hölls', en: 'A cooperation meeting was held' },
  },
});

/** What may be recorded about cooperation. */
export const cooperationCommands = defineCommands({
  RecordCooperationAgreement: command({
    body: CooperationAgreementRecorded,
    states: { event: 'CooperationAgreementRecorded', id: 'agreementId' },
    policy: 'unit.manage',
    text: { sv: 'Registrera samverkansöverenskommelse', en: 'Record a cooperation agreement' },
    example: {
      after: ['RegisterUnit'],
      body: {
        agreementId: exampleIds.agreement,
        parties: ['labourMarketAdministration', 'publicEmploymentService', 'education'],
        fromOn: '2026-01-01',
        toOn: '2026-12-31',
      },
    },
  }),
  RecordCooperationMeeting: command({
    body: CooperationMeetingHeld,
    policy: 'unit.manage',
    text: { sv: 'Registrera samverkansmöte', en: 'Record a cooperation meeting' },
    example: {
      after: ['RegisterUnit'],
      body: {
        heldOn: '2026-03-02',
        kind: 'workshop',
        theme: 'Övergången från sfi till arbete',
        parties: ['labourMarketAdministration', 'education'],
      },
    },
  }),
});

/** The meetings held: they have no id, so a repetition is known by its content. */
export type CooperationState = {
  readonly meetings: readonly DataOf<(typeof cooperationEvents)['CooperationMeetingHeld']>[];
};

/** How cooperation follows from its events. */
export const cooperationFold: FoldOf<CooperationState, Pick<typeof cooperationEvents, 'CooperationMeetingHeld'>> = {
  initial: { meetings: [] },
  on: { CooperationMeetingHeld: ({ meetings }, { data }) => ({ meetings: [...meetings, data] }) },
};

/** The decisions about cooperation. */
export const cooperationDecisions: DecisionsOf<
  { readonly cooperation: CooperationState },
  typeof cooperationCommands,
  typeof cooperationEvents
> = {
  RecordCooperationAgreement: (_state, command) => {
    const { fromOn, toOn } = command;
    if (toOn !== undefined && toOn < fromOn) reject('period-reversed', { fromOn, toOn });
    return [{ type: 'CooperationAgreementRecorded', data: command }];
  },
  RecordCooperationMeeting: ({ cooperation }, command) =>
    cooperation.meetings.some((meeting) => saysTheSame(meeting, command))
      ? []
      : [{ type: 'CooperationMeetingHeld', data: command }],
};
