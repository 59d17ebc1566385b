import { command, type DecisionsOf, defineCommands, defineEvents, Id, LocalDate, reject } from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { measureOwner, unitSettings } from '../facts.js';
import { isRepetition } from '../repetition.js';
import { PartyKind } from '../values.js';
import { type MeasuresState, requireMeasure, requireOpenMeasure } from './measure.js';
import { requireOwner } from './measure-owner.js';

const MeasureDueDateChanged = z.strictObject({
  measureId: Id,
  fromOn: LocalDate,
  toOn: LocalDate,
  reasonCode: z.enum(['ownerUnavailable', 'waitingOnOther', 'personAway', 'other']),
  agreedWith: z.array(PartyKind).min(1).max(20),
});
const MeasureOwnerChanged = z.strictObject({
  measureId: Id,
  fromParty: PartyKind,
  toParty: PartyKind,
  toUserId: Id.optional(),
  acceptedOn: LocalDate,
});
const MeasureCancelled = z.strictObject({
  measureId: Id,
  byParty: PartyKind,
  reasonCode: z.enum(['notNeeded', 'notPossible', 'personDeclined', 'caseClosed']),
});

/** A promise that moves to another day, or to another owner who accepts it, or is called off. */
export const measureChangeEvents = defineEvents({
  MeasureDueDateChanged: {
    version: 1,
    data: MeasureDueDateChanged,
    text: { sv: 'Åtgärden fick ett nytt slutdatum', en: "The measure's due date was changed" },
  },
  MeasureOwnerChanged: {
    version: 1,
    data: MeasureOwnerChanged,
    occurred: 'acceptedOn',
    text: { sv: 'Åtgärden fick en ny ansvarig', en: "The measure's owner was changed" },
  },
  MeasureCancelled: {
    version: 1,
    data: MeasureCancelled,
    text: { sv: 'Åtgärden ställdes in', en: 'The measure was cancelled' },
  },
});

const measureId = exampleIds.measure;

/** How a measure may be changed; what it was before follows from the case. */
export const measureChangeCommands = defineCommands({
  ChangeMeasureDueDate: command({
    body: MeasureDueDateChanged.omit({ fromOn: true }),
    ifMatch: 'required',
    policy: 'case.measure.manage',
    facts: { settings: unitSettings },
    rejects: ['too-many-due-date-changes', 'same-date'],
    text: { sv: 'Ändra slutdatum för åtgärd', en: "Change a measure's due date" },
    example: {
      after: ['AgreeMeasure'],
      body: {
        measureId,
        toOn: '2026-04-21',
        reasonCode: 'waitingOnOther',
        agreedWith: ['publicEmploymentService', 'participant'],
      },
    },
  }),
  ChangeMeasureOwner: command({
    body: MeasureOwnerChanged.omit({ fromParty: true }),
    ifMatch: 'required',
    policy: 'case.measure.manage',
    facts: { staff: measureOwner },
    rejects: ['same-owner', 'user-not-authorised'],
    text: { sv: 'Ändra ansvarig för åtgärd', en: "Change a measure's owner" },
    example: {
      after: ['AgreeMeasure'],
      body: {
        measureId,
        toParty: 'labourMarketAdministration',
        toUserId: exampleIds.caseworker,
        acceptedOn: '2026-03-17',
      },
    },
  }),
  CancelMeasure: command({
    body: MeasureCancelled,
    ifMatch: 'required',
    policy: 'case.measure.manage',
    text: { sv: 'Ställ in åtgärd', en: 'Cancel a measure' },
    example: { after: ['AgreeMeasure'], body: { measureId, byParty: 'participant', reasonCode: 'notNeeded' } },
  }),
});

type Slices = { readonly measures: MeasuresState };

/** The decisions that move a measure or call it off. A date that keeps moving needs a meeting instead. */
export const measureChangeDecisions: DecisionsOf<Slices, typeof measureChangeCommands, typeof measureChangeEvents> = {
  ChangeMeasureDueDate: ({ measures }, command, { facts }) => {
    const { measureId: id, toOn } = command;
    if (isRepetition(requireMeasure(measures, id).last, 'MeasureDueDateChanged', command)) return [];
    const { agreedOn, dueOn, dueDateChanges } = requireOpenMeasure(measures, id);
    if (toOn === dueOn) reject('same-date', { measureId: id, dueOn });
    if (toOn < agreedOn) reject('period-reversed', { agreedOn, toOn });
    const most = facts.settings['measure.maxDateChanges'];
    if (dueDateChanges >= most) reject('too-many-due-date-changes', { measureId: id, most });
    return [{ type: 'MeasureDueDateChanged', data: { ...command, fromOn: dueOn } }];
  },
  ChangeMeasureOwner: ({ measures }, command, { facts }) => {
    const { measureId: id, toParty, toUserId, acceptedOn } = command;
    if (isRepetition(requireMeasure(measures, id).last, 'MeasureOwnerChanged', command)) return [];
    const { ownerParty, ownerUserId, agreedOn } = requireOpenMeasure(measures, id);
    if (toParty === ownerParty && toUserId === ownerUserId) reject('same-owner', { measureId: id, ownerParty });
    if (acceptedOn < agreedOn) reject('period-reversed', { agreedOn, acceptedOn });
    requireOwner(toUserId, facts.staff);
    return [{ type: 'MeasureOwnerChanged', data: { ...command, fromParty: ownerParty } }];
  },
  CancelMeasure: ({ measures }, command) => {
    if (isRepetition(requireMeasure(measures, command.measureId).last, 'MeasureCancelled', command)) return [];
    requireOpenMeasure(measures, command.measureId);
    return [{ type: 'MeasureCancelled', data: command }];
  },
};
