import { addMonths } from '@etapp/calendar';
import {
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Hours,
  Id,
  impossible,
  LocalDate,
  PublicName,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { namedEmployer, unavailableSupportForms, unitSettings } from '../facts.js';
import { isRepetition, type LastFact } from '../repetition.js';
import type { UnitSettings } from '../settings.js';
import type { placementCourseEvents } from './placement-course.js';

const PlacementAgreed = z.strictObject({
  placementId: Id,
  participationId: Id.optional(),
  employerId: Id,
  workplaceId: Id.optional(),
  providerOrganisation: PublicName.optional(),
  kind: z.enum(['workPlacement', 'workTrial']),
  startsOn: LocalDate,
  endsOn: LocalDate,
  hoursPerWeek: Hours.max(168),
  supervisor: text().optional(),
  tasks: text().optional(),
  costCoverMeasureId: Id.optional(),
  overrideReason: text().optional(),
});
const PlacementExtended = z.strictObject({
  placementId: Id,
  newEndsOn: LocalDate,
  reasonCode: z.enum(['moreTraining', 'awaitingEmployment', 'other']),
  overrideReason: text().optional(),
});

/** What is agreed about practice or trial at an employer (arbetspraktik, arbetsprövning). Source: SIN, 1 to 3 months as a first step. */
export const placementEvents = defineEvents({
  PlacementAgreed: {
    version: 1,
    data: PlacementAgreed,
    text: { sv: 'En praktikplats avtalades', en: 'A placement was agreed' },
  },
  PlacementExtended: {
    version: 1,
    data: PlacementExtended,
    text: { sv: 'Praktiken förlängdes', en: 'The placement was extended' },
  },
});

const tooLong = ['placement-too-long', 'placement-beyond-cap', 'placement-overlaps'] as const;
const placementId = exampleIds.placement;

/** What may be agreed about a placement; how it goes is in `placement-course.ts`. */
export const placementCommands = defineCommands({
  AgreePlacement: command({
    body: PlacementAgreed,
    states: { event: 'PlacementAgreed', id: 'placementId' },
    policy: 'case.placement.manage',
    facts: { employer: namedEmployer, settings: unitSettings, unavailable: unavailableSupportForms },
    rejects: ['employer-unknown', 'support-form-unavailable', ...tooLong],
    text: { sv: 'Avtala praktik', en: 'Agree on a placement' },
    example: {
      after: ['OpenCase'],
      body: {
        placementId,
        employerId: exampleIds.employer,
        workplaceId: exampleIds.workplace,
        kind: 'workPlacement',
        startsOn: '2026-03-09',
        endsOn: '2026-05-29',
        hoursPerWeek: 30,
        tasks: 'Plock och packning',
      },
    },
  }),
  ExtendPlacement: command({
    body: PlacementExtended,
    ifMatch: 'required',
    policy: 'case.placement.manage',
    facts: { settings: unitSettings },
    rejects: tooLong,
    text: { sv: 'Förläng praktik', en: 'Extend a placement' },
    example: {
      after: ['StartPlacement'],
      body: { placementId, newEndsOn: '2026-06-05', reasonCode: 'awaitingEmployment' },
    },
  }),
});

/** One placement. `startsOn` is the day agreed until it has started, then the day it did; `last` is the newest fact about it. */
export type Placement = {
  readonly status: 'agreed' | 'running' | 'ended' | 'aborted' | 'cancelled';
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly last: LastFact;
};
/** The placements of a case by id. */
export type PlacementState = Readonly<Record<string, Placement>>;

const stateBefore = {
  PlacementStarted: 'agreed',
  PlacementChecked: 'running',
  PlacementExtended: 'running',
  PlacementEnded: 'running',
  PlacementAborted: 'running',
  PlacementCancelled: 'agreed',
} as const;
type Step = {
  readonly type: keyof typeof stateBefore;
  readonly id: string;
  readonly data: { readonly placementId: string };
};

const changed = (state: PlacementState, event: Step, change: Partial<Placement>): PlacementState => {
  const { placementId: id } = event.data;
  const placement = state[id] ?? impossible(event, 'the placement was never agreed');
  if (placement.status !== stateBefore[event.type]) return impossible(event, `the placement is ${placement.status}`);
  return { ...state, [id]: { ...placement, last: { type: event.type, data: event.data }, ...change } };
};

/** How the placements follow from their events. */
export const placementFold: FoldOf<PlacementState, typeof placementEvents & typeof placementCourseEvents> = {
  initial: {},
  on: {
    PlacementAgreed: (state, event) => {
      const { placementId: id, startsOn, endsOn } = event.data;
      return { ...state, [id]: { status: 'agreed', startsOn, endsOn, last: { type: event.type, data: event.data } } };
    },
    PlacementStarted: (state, event) => changed(state, event, { status: 'running', startsOn: event.data.startedOn }),
    PlacementChecked: (state, event) => changed(state, event, {}),
    PlacementExtended: (state, event) => changed(state, event, { endsOn: event.data.newEndsOn }),
    PlacementEnded: (state, event) => changed(state, event, { status: 'ended', endsOn: event.data.endedOn }),
    PlacementAborted: (state, event) => changed(state, event, { status: 'aborted', endsOn: event.data.abortedOn }),
    PlacementCancelled: (state, event) => changed(state, event, { status: 'cancelled' }),
  },
};

type Slices = { readonly placements: PlacementState };

/** The decisions about what is agreed. */
export const placementDecisions: DecisionsOf<Slices, typeof placementCommands, typeof placementEvents> = {
  AgreePlacement: ({ placements }, command, { facts }) => {
    const { employerId, kind, startsOn, endsOn } = command;
    if (!facts.employer.known) reject('employer-unknown', { employerId });
    if (endsOn < startsOn) reject('period-reversed', { startsOn, endsOn });
    const unavailable = kind === 'workPlacement' && facts.unavailable.includes('workPlacement');
    if (unavailable) reject('support-form-unavailable', { supportForm: 'workPlacement' });
    requireLength(command, command, facts.settings);
    requireFree(placements, command);
    return [{ type: 'PlacementAgreed', data: command }];
  },
  ExtendPlacement: ({ placements }, command, { facts }) => {
    const { placementId: id, newEndsOn } = command;
    const placement = requirePlacement(placements, id);
    if (isRepetition(placement.last, 'PlacementExtended', command)) return [];
    const { startsOn, endsOn } = requirePlacementIn(placements, id, ['running']);
    if (newEndsOn <= endsOn) reject('period-reversed', { endsOn, newEndsOn });
    const period = { placementId: id, startsOn, endsOn: newEndsOn };
    requireLength(period, command, facts.settings);
    requireFree(placements, period);
    return [{ type: 'PlacementExtended', data: command }];
  },
};

type Period = { readonly placementId: string; readonly startsOn: LocalDate; readonly endsOn: LocalDate };

/** Rejects a placement beyond the longest one, with or without a reason. Months are clamped: 31 January and one month is 28 February. */
const requireLength = (
  { startsOn, endsOn }: Period,
  { overrideReason }: { readonly overrideReason?: object | undefined },
  settings: UnitSettings,
): void => {
  const [maxMonths, capMonths] = [settings['placement.maxMonths'], settings['placement.capMonths']];
  if (endsOn > addMonths(startsOn, capMonths)) reject('placement-beyond-cap', { startsOn, endsOn, capMonths });
  const long = endsOn > addMonths(startsOn, maxMonths);
  if (long && overrideReason === undefined) reject('placement-too-long', { startsOn, endsOn, maxMonths });
};

const isOpen = ({ status }: Placement): boolean => status === 'agreed' || status === 'running';

/** Rejects a period in which the person is to be at another placement. */
const requireFree = (placements: PlacementState, { placementId: id, startsOn, endsOn }: Period): void => {
  for (const [otherId, other] of Object.entries(placements)) {
    const overlaps = other.startsOn <= endsOn && startsOn <= other.endsOn;
    if (otherId !== id && isOpen(other) && overlaps) reject('placement-overlaps', { placementId: otherId });
  }
};

/** The placement of that id. Rejects with `unknown-reference`. */
export const requirePlacement = (placements: PlacementState, id: string): Placement =>
  placements[id] ?? reject('unknown-reference', { placementId: id });

/** The placement of that id in one of these states. Rejects with `unknown-reference` or `wrong-state`. */
export const requirePlacementIn = (
  placements: PlacementState,
  id: string,
  allowed: readonly Placement['status'][],
): Placement => {
  const placement = requirePlacement(placements, id);
  if (!allowed.includes(placement.status)) reject('wrong-state', { placementId: id, state: placement.status, allowed });
  return placement;
};

/** The placements agreed or running, by id. */
export const openPlacementIds = (placements: PlacementState): readonly string[] =>
  Object.entries(placements).flatMap(([id, placement]) => (isOpen(placement) ? [id] : []));
