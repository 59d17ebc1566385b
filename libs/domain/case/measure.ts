import {
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  LocalDate,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { measureOwner } from '../facts.js';
import { isRepetition, type LastFact } from '../repetition.js';
import { MeasureKind, PartyKind } from '../values.js';
import type { measureChangeEvents } from './measure-change.js';
import { requireOwner, requireOwnerAttended } from './measure-owner.js';
import type { MeetingsState } from './tripartite-meeting.js';

const MeasureAgreed = z.strictObject({
  measureId: Id,
  meetingId: Id.optional(),
  kind: MeasureKind,
  ownerParty: PartyKind,
  ownerUserId: Id.optional(),
  agreedOn: LocalDate,
  dueOn: LocalDate,
  description: text(),
  conditionForReturn: z.boolean(),
  promisedToEmployerId: Id.optional(),
  supersedesMeasureId: Id.optional(),
});
const MeasureStarted = z.strictObject({ measureId: Id, startedOn: LocalDate });
const MeasureCompleted = z.strictObject({ measureId: Id, completedOn: LocalDate, evidence: text().optional() });

/** What somebody promised to do (överenskommen åtgärd): exactly one owner party and a due date each. */
export const measureEvents = defineEvents({
  MeasureAgreed: {
    version: 1,
    data: MeasureAgreed,
    occurred: 'agreedOn',
    text: { sv: 'En åtgärd kom parterna överens om', en: 'A measure was agreed' },
  },
  MeasureStarted: {
    version: 1,
    data: MeasureStarted,
    occurred: 'startedOn',
    text: { sv: 'Åtgärden påbörjades', en: 'The measure was started' },
  },
  MeasureCompleted: {
    version: 1,
    data: MeasureCompleted,
    occurred: 'completedOn',
    text: { sv: 'Åtgärden blev klar', en: 'The measure was completed' },
  },
});

const measureId = exampleIds.measure;

/** What may be promised and kept; a promise that moves or is called off is in `measure-change.ts`. */
export const measureCommands = defineCommands({
  AgreeMeasure: command({
    body: MeasureAgreed.partial({ ownerParty: true, dueOn: true }),
    states: { event: 'MeasureAgreed', id: 'measureId' },
    policy: 'case.measure.manage',
    facts: { staff: measureOwner },
    rejects: [
      'owner-missing',
      'due-date-missing',
      'due-before-agreed',
      'owner-did-not-attend',
      'meeting-not-held',
      'user-not-authorised',
    ],
    text: { sv: 'Kom överens om åtgärd', en: 'Agree on a measure' },
    example: {
      after: ['HoldTripartiteMeeting'],
      body: {
        measureId,
        meetingId: exampleIds.meeting,
        kind: 'registration',
        ownerParty: 'publicEmploymentService',
        agreedOn: '2026-03-17',
        dueOn: '2026-04-14',
        description: 'Skriver in personen och bokar planeringssamtal',
        conditionForReturn: false,
      },
    },
  }),
  StartMeasure: command({
    body: MeasureStarted,
    policy: 'case.measure.manage',
    text: { sv: 'Påbörja åtgärd', en: 'Start a measure' },
    example: {
      after: ['AgreeMeasure'],
      at: '2026-03-18T09:00:00+01:00',
      body: { measureId, startedOn: '2026-03-18' },
    },
  }),
  CompleteMeasure: command({
    body: MeasureCompleted,
    policy: 'case.measure.manage',
    text: { sv: 'Klarmarkera åtgärd', en: 'Complete a measure' },
    example: {
      after: ['AgreeMeasure'],
      at: '2026-04-13T09:00:00+02:00',
      body: { measureId, completedOn: '2026-04-13' },
    },
  }),
});

/** One measure and what its changes need to know; `last` is the newest fact about it. */
export type Measure = {
  readonly status: 'agreed' | 'started' | 'completed' | 'cancelled' | 'superseded';
  readonly meetingId?: string | undefined;
  readonly ownerParty: PartyKind;
  readonly ownerUserId?: string | undefined;
  readonly agreedOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly dueDateChanges: number;
  readonly last: LastFact;
};
/** The measures of a case by id. */
export type MeasuresState = Readonly<Record<string, Measure>>;

type Step = { readonly type: string; readonly id: string };

const stillOpen = (state: MeasuresState, event: Step, id: string): Measure => {
  const measure = state[id] ?? impossible(event, 'the measure was never agreed');
  return isOpen(measure) ? measure : impossible(event, `the measure is ${measure.status}`);
};

const changed = (
  state: MeasuresState,
  event: Step & { readonly data: { readonly measureId: string } },
  change: (measure: Measure) => Partial<Measure>,
): MeasuresState => {
  const { type, data } = event;
  const measure = stillOpen(state, event, data.measureId);
  return { ...state, [data.measureId]: { ...measure, last: { type, data }, ...change(measure) } };
};

const superseded = (state: MeasuresState, event: Step, id: string | undefined): MeasuresState => {
  if (id === undefined) return state;
  return { ...state, [id]: { ...stillOpen(state, event, id), status: 'superseded' } };
};

/** How the measures follow from their events. A change is remembered as its command stated it. */
export const measureFold: FoldOf<MeasuresState, typeof measureEvents & typeof measureChangeEvents> = {
  initial: {},
  on: {
    MeasureAgreed: (state, event) => {
      const { type, data } = event;
      const { measureId: id, meetingId, ownerParty, ownerUserId, agreedOn, dueOn, supersedesMeasureId } = data;
      const agreement = { meetingId, ownerParty, ownerUserId, agreedOn, dueOn };
      const measure = { ...agreement, status: 'agreed' as const, dueDateChanges: 0, last: { type, data } };
      return { ...superseded(state, event, supersedesMeasureId), [id]: measure };
    },
    MeasureStarted: (state, event) => changed(state, event, () => ({ status: 'started' })),
    MeasureCompleted: (state, event) => changed(state, event, () => ({ status: 'completed' })),
    MeasureCancelled: (state, event) => changed(state, event, () => ({ status: 'cancelled' })),
    MeasureDueDateChanged: (state, event) => {
      const { fromOn: _fromOn, ...data } = event.data;
      const dueOn = data.toOn;
      const last = { type: event.type, data };
      return changed(state, event, ({ dueDateChanges }) => ({ dueOn, dueDateChanges: dueDateChanges + 1, last }));
    },
    MeasureOwnerChanged: (state, event) => {
      const { fromParty: _fromParty, ...data } = event.data;
      const { toParty: ownerParty, toUserId: ownerUserId } = data;
      return changed(state, event, () => ({ ownerParty, ownerUserId, last: { type: event.type, data } }));
    },
  },
};

type Slices = { readonly measures: MeasuresState; readonly meetings: MeetingsState };

/** The decisions about what was promised. */
export const measureDecisions: DecisionsOf<Slices, typeof measureCommands, typeof measureEvents> = {
  AgreeMeasure: ({ measures, meetings }, { ownerParty, dueOn, ...rest }, { facts }) => {
    const { measureId: id, meetingId, agreedOn, supersedesMeasureId } = rest;
    if (ownerParty === undefined) return reject('owner-missing', { measureId: id });
    if (dueOn === undefined) return reject('due-date-missing', { measureId: id });
    if (dueOn < agreedOn) reject('due-before-agreed', { agreedOn, dueOn });
    requireOwner(rest.ownerUserId, facts.staff);
    if (meetingId !== undefined) requireOwnerAttended(meetings, meetingId, ownerParty);
    if (supersedesMeasureId !== undefined) requireOpenMeasure(measures, supersedesMeasureId);
    return [{ type: 'MeasureAgreed', data: { ...rest, ownerParty, dueOn } }];
  },
  StartMeasure: ({ measures }, command) => {
    const { measureId: id, startedOn } = command;
    if (isRepetition(requireMeasure(measures, id).last, 'MeasureStarted', command)) return [];
    const { agreedOn } = requireMeasureIn(measures, id, ['agreed']);
    if (startedOn < agreedOn) reject('period-reversed', { agreedOn, startedOn });
    return [{ type: 'MeasureStarted', data: command }];
  },
  CompleteMeasure: ({ measures }, command) => {
    const { measureId: id, completedOn } = command;
    if (isRepetition(requireMeasure(measures, id).last, 'MeasureCompleted', command)) return [];
    const { agreedOn } = requireOpenMeasure(measures, id);
    if (completedOn < agreedOn) reject('period-reversed', { agreedOn, completedOn });
    return [{ type: 'MeasureCompleted', data: command }];
  },
};

const open: readonly Measure['status'][] = ['agreed', 'started'];
const isOpen = ({ status }: Measure): boolean => open.includes(status);

const requireMeasureIn = (measures: MeasuresState, id: string, allowed: readonly Measure['status'][]): Measure => {
  const measure = requireMeasure(measures, id);
  if (!allowed.includes(measure.status)) reject('wrong-state', { measureId: id, state: measure.status, allowed });
  return measure;
};

/** The measure of that id. Rejects with `unknown-reference`. */
export const requireMeasure = (measures: MeasuresState, id: string): Measure =>
  measures[id] ?? reject('unknown-reference', { measureId: id });

/** The measure of that id, still to be done. Rejects with `unknown-reference` or `wrong-state`. */
export const requireOpenMeasure = (measures: MeasuresState, id: string) => requireMeasureIn(measures, id, open);

/** The measures still to be done, by id. */
export const openMeasureIds = (measures: MeasuresState): readonly string[] =>
  Object.entries(measures).flatMap(([id, measure]) => (isOpen(measure) ? [id] : []));
