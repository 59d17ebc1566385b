import { command, type DecisionsOf, defineCommands, defineEvents, Id, LocalDate, reject, text } from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { isRepetition } from '../repetition.js';
import { PartyKind } from '../values.js';
import { type PlacementState, requirePlacement, requirePlacementIn } from './placement.js';

const PlacementStarted = z.strictObject({ placementId: Id, startedOn: LocalDate });
const PlacementChecked = z.strictObject({
  placementId: Id,
  checkedOn: LocalDate,
  with: z.enum(['person', 'employer', 'both']),
  summary: text().optional(),
});
const PlacementEnded = z.strictObject({
  placementId: Id,
  endedOn: LocalDate,
  result: z.enum(['employmentOffered', 'completed', 'notSuitable']),
});
const PlacementAborted = z.strictObject({
  placementId: Id,
  abortedOn: LocalDate,
  byParty: PartyKind,
  reasonCode: z.enum(['health', 'family', 'noShow', 'notSuitable', 'employerWish', 'gotWork', 'other']),
});
const PlacementCancelled = z.strictObject({
  placementId: Id,
  reasonCode: z.enum(['supportFormUnavailable', 'employerWish', 'personDeclined', 'other']),
});

/** How a placement goes, from the first day to the last, or that it comes to nothing. */
export const placementCourseEvents = defineEvents({
  PlacementStarted: {
    version: 1,
    data: PlacementStarted,
    occurred: 'startedOn',
    text: { sv: 'Praktiken började', en: 'The placement started' },
  },
  PlacementChecked: {
    version: 1,
    data: PlacementChecked,
    occurred: 'checkedOn',
    text: { sv: 'Praktiken följdes upp', en: 'The placement was checked' },
  },
  PlacementEnded: {
    version: 1,
    data: PlacementEnded,
    occurred: 'endedOn',
    text: { sv: 'Praktiken avslutades', en: 'The placement ended' },
  },
  PlacementAborted: {
    version: 1,
    data: PlacementAborted,
    occurred: 'abortedOn',
    text: { sv: 'Praktiken avbröts', en: 'The placement was aborted' },
  },
  PlacementCancelled: {
    version: 1,
    data: PlacementCancelled,
    text: { sv: 'Praktiken ställdes in', en: 'The placement was cancelled' },
  },
});

const placementId = exampleIds.placement;

/** What may be recorded about a placement that was agreed. */
export const placementCourseCommands = defineCommands({
  StartPlacement: command({
    body: PlacementStarted,
    policy: 'case.placement.manage',
    text: { sv: 'Påbörja praktik', en: 'Start a placement' },
    example: {
      after: ['AgreePlacement'],
      at: '2026-03-09T10:00:00+01:00',
      body: { placementId, startedOn: '2026-03-09' },
    },
  }),
  CheckPlacement: command({
    body: PlacementChecked,
    policy: 'case.placement.manage',
    text: { sv: 'Följ upp praktik', en: 'Check a placement' },
    example: {
      after: ['StartPlacement'],
      at: '2026-03-23T10:00:00+01:00',
      body: { placementId, checkedOn: '2026-03-23', with: 'both', summary: 'Det går bra, mer ansvar från april.' },
    },
  }),
  EndPlacement: command({
    body: PlacementEnded,
    ifMatch: 'required',
    policy: 'case.placement.manage',
    text: { sv: 'Avsluta praktik', en: 'End a placement' },
    example: {
      after: ['StartPlacement'],
      at: '2026-05-29T16:00:00+02:00',
      body: { placementId, endedOn: '2026-05-29', result: 'employmentOffered' },
    },
  }),
  AbortPlacement: command({
    body: PlacementAborted,
    ifMatch: 'required',
    policy: 'case.placement.manage',
    text: { sv: 'Avbryt praktik', en: 'Abort a placement' },
    example: {
      after: ['StartPlacement'],
      at: '2026-03-30T09:00:00+02:00',
      body: { placementId, abortedOn: '2026-03-27', byParty: 'participant', reasonCode: 'gotWork' },
    },
  }),
  CancelPlacement: command({
    body: PlacementCancelled,
    ifMatch: 'required',
    policy: 'case.placement.manage',
    text: { sv: 'Ställ in praktik', en: 'Cancel a placement' },
    example: { after: ['AgreePlacement'], body: { placementId, reasonCode: 'employerWish' } },
  }),
});

type Slices = { readonly placements: PlacementState };

/** The decisions about how a placement goes. */
export const placementCourseDecisions: DecisionsOf<
  Slices,
  typeof placementCourseCommands,
  typeof placementCourseEvents
> = {
  StartPlacement: ({ placements }, command) => {
    const { placementId: id, startedOn } = command;
    if (isRepetition(requirePlacement(placements, id).last, 'PlacementStarted', command)) return [];
    const { endsOn } = requirePlacementIn(placements, id, ['agreed']);
    if (endsOn < startedOn) reject('period-reversed', { startedOn, endsOn });
    return [{ type: 'PlacementStarted', data: command }];
  },
  CheckPlacement: ({ placements }, command) => {
    if (isRepetition(requirePlacement(placements, command.placementId).last, 'PlacementChecked', command)) return [];
    requireRunning(placements, command.placementId, { checkedOn: command.checkedOn });
    return [{ type: 'PlacementChecked', data: command }];
  },
  EndPlacement: ({ placements }, command) => {
    if (isRepetition(requirePlacement(placements, command.placementId).last, 'PlacementEnded', command)) return [];
    requireRunning(placements, command.placementId, { endedOn: command.endedOn });
    return [{ type: 'PlacementEnded', data: command }];
  },
  AbortPlacement: ({ placements }, command) => {
    if (isRepetition(requirePlacement(placements, command.placementId).last, 'PlacementAborted', command)) return [];
    requireRunning(placements, command.placementId, { abortedOn: command.abortedOn });
    return [{ type: 'PlacementAborted', data: command }];
  },
  CancelPlacement: ({ placements }, command) => {
    if (isRepetition(requirePlacement(placements, command.placementId).last, 'PlacementCancelled', command)) return [];
    requirePlacementIn(placements, command.placementId, ['agreed']);
    return [{ type: 'PlacementCancelled', data: command }];
  },
};

/** Rejects what happens to a placement that does not run, or on a day before it did. */
const requireRunning = (placements: PlacementState, id: string, day: Readonly<Record<string, LocalDate>>): void => {
  const { startsOn } = requirePlacementIn(placements, id, ['running']);
  if (Object.values(day).some((on) => on < startsOn)) reject('period-reversed', { startedOn: startsOn, ...day });
};
