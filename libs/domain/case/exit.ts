import { daysBetween, localDay } from '@etapp/calendar';
import {
  command,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  Instant,
  LocalDate,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { otherOpenCase, unitSettings } from '../facts.js';
import { CaseSource, ExitDestination, Occupation, ServedAs, StudyForm } from '../values.js';
import { type IntakeState, requireCase } from './intake.js';
import { type MeasuresState, openMeasureIds } from './measure.js';
import { openPlacementIds, type PlacementState } from './placement.js';
import type { planEvents, PlanState } from './plan.js';
import { heldRoles, type responsibilityEvents, type ResponsibilityState } from './responsibility.js';
import type { MeetingsState } from './tripartite-meeting.js';
import { openMeetingIds } from './tripartite-states.js';

const CaseClosed = z.strictObject({
  closedOn: LocalDate,
  destination: ExitDestination,
  occupation: Occupation,
  hoursPerWeek: z.number().min(0).max(168).multipleOf(0.1).optional(),
  studyForm: StudyForm.optional(),
  studyAidEntitled: z.boolean().optional(),
  note: text().optional(),
  carriedOverMeasureIds: z.array(Id).max(100),
});
type CaseClosed = z.output<typeof CaseClosed>;
const CaseReopened = z.strictObject({
  periodNo: z.int().min(2),
  receivedAt: Instant,
  source: CaseSource,
  servedAs: ServedAs,
});
const SelfSufficiencyReached = z.strictObject({
  fromOn: LocalDate,
  basis: z.enum(['employment', 'selfEmployment', 'study', 'other']),
  householdSelfSufficient: z.boolean().optional(),
});

/** A person makes their own living (självförsörjning), a case is closed (avslut) and opened again. */
export const exitEvents = defineEvents({
  CaseClosed: {
    version: 1,
    data: CaseClosed,
    occurred: 'closedOn',
    text: { sv: 'Ärendet avslutades', en: 'The case was closed' },
  },
  CaseReopened: {
    version: 1,
    data: CaseReopened,
    occurred: 'receivedAt',
    text: { sv: 'Ärendet öppnades igen', en: 'The case was reopened' },
  },
  SelfSufficiencyReached: {
    version: 1,
    data: SelfSufficiencyReached,
    text: { sv: 'Självförsörjning uppnåddes', en: 'Self-sufficiency was reached' },
  },
});

/** How a case ends and begins anew. */
export const exitCommands = defineCommands({
  RecordSelfSufficiency: command({
    body: SelfSufficiencyReached,
    policy: 'case.exit.manage',
    text: { sv: 'Registrera självförsörjning', en: 'Record self-sufficiency' },
    example: { after: ['OpenCase'], body: { fromOn: '2026-03-02', basis: 'study', householdSelfSufficient: true } },
  }),
  CloseCase: command({
    body: CaseClosed,
    ifMatch: 'required',
    policy: 'case.exit.manage',
    rejects: ['open-measure', 'open-placement', 'open-meeting', 'destination-without-employment', 'study-form-missing'],
    text: { sv: 'Avsluta ärendet', en: 'Close the case' },
    example: {
      after: ['OpenCase'],
      at: '2026-03-27T15:00:00+01:00',
      body: {
        closedOn: '2026-03-27',
        destination: 'study',
        occupation: 'study',
        studyForm: 'komvuxUpperSecondary',
        studyAidEntitled: true,
        carriedOverMeasureIds: [],
      },
    },
  }),
  ReopenCase: command({
    // The period follows from those before it.
    body: CaseReopened.omit({ periodNo: true }),
    ifMatch: 'required',
    policy: 'case.exit.manage',
    facts: { settings: unitSettings, otherOpenCase },
    rejects: ['open-case-exists', 'case-not-closed'],
    text: { sv: 'Öppna ärendet igen', en: 'Reopen the case' },
    example: {
      after: ['CloseCase'],
      at: '2026-06-05T15:30:00+02:00',
      body: {
        receivedAt: '2026-06-05T15:30:00+02:00',
        source: 'incomeSupportApplication',
        servedAs: 'incomeSupportApplicant',
      },
    },
  }),
});

type Data<K extends keyof typeof exitEvents> = DataOf<(typeof exitEvents)[K]>;

/** The newest closing, and the self-sufficiency last reached. */
export type ExitState = { readonly closedOn?: LocalDate; readonly selfSufficiency?: Data<'SelfSufficiencyReached'> };

/** How the exit follows from its events. */
export const exitFold: FoldOf<ExitState, typeof exitEvents> = {
  initial: {},
  on: {
    CaseClosed: (state, { data: { closedOn } }) => ({ ...state, closedOn }),
    // Whoever comes back may reach it anew.
    CaseReopened: ({ selfSufficiency: _before, ...state }) => state,
    SelfSufficiencyReached: (state, { data }) => ({ ...state, selfSufficiency: data }),
  },
};

type Slices = {
  readonly intake: IntakeState;
  readonly plan: PlanState;
  readonly measures: MeasuresState;
  readonly placements: PlacementState;
  readonly meetings: MeetingsState;
  readonly responsibility: ResponsibilityState;
  readonly exit: ExitState;
};
type Events = typeof exitEvents &
  Pick<typeof planEvents, 'PlanClosed'> &
  Pick<typeof responsibilityEvents, 'CaseworkerReleased'>;

/** The decisions about the end of a case: the active plan ends with it, and a caseworker long gone does not come back. */
export const exitDecisions: DecisionsOf<Slices, typeof exitCommands, Events> = {
  RecordSelfSufficiency: ({ exit: { selfSufficiency: before } }, command) => {
    const { fromOn, basis, householdSelfSufficient } = command;
    const repeated =
      before?.fromOn === fromOn && before.basis === basis && before.householdSelfSufficient === householdSelfSufficient;
    return repeated ? [] : [{ type: 'SelfSufficiencyReached', data: command }];
  },
  CloseCase: (state, command) => {
    requireNothingOpen(state, command.carriedOverMeasureIds);
    requireDestinationStated(command);
    const { closedOn } = command;
    const { activePlanId: planId } = state.plan;
    const closed = { type: 'CaseClosed', data: command } as const;
    if (planId === undefined) return [closed];
    return [closed, { type: 'PlanClosed', data: { planId, closedOn, outcome: 'caseClosed' } }];
  },
  ReopenCase: ({ intake, exit, responsibility }, command, { facts }) => {
    const { status, periodNo } = requireCase(intake);
    const { closedOn } = exit;
    if (status !== 'closed' || closedOn === undefined) return reject('case-not-closed', { status });
    const { caseId } = facts.otherOpenCase;
    if (caseId !== undefined) reject('open-case-exists', { caseId });
    const receivedOn = localDay(command.receivedAt);
    if (receivedOn < closedOn) reject('period-reversed', { closedOn, receivedOn });
    const paused = daysBetween(closedOn, receivedOn) > facts.settings.unassignAfterClosedDays;
    const released = (paused ? heldRoles(responsibility) : []).map(
      (role) => ({ type: 'CaseworkerReleased', data: { ...role, reasonCode: 'reopenedAfterPause' } }) as const,
    );
    return [{ type: 'CaseReopened', data: { ...command, periodNo: periodNo + 1 } }, ...released];
  },
};

/** Rejects while something goes on that nobody would end; measures may be carried over to those who own them. */
const requireNothingOpen = ({ measures, placements, meetings }: Slices, carriedOver: readonly string[]): void => {
  const open = openMeasureIds(measures);
  for (const measureId of carriedOver) if (!open.includes(measureId)) reject('unknown-reference', { measureId });
  const measureIds = open.filter((measureId) => !carriedOver.includes(measureId));
  if (measureIds.length > 0) reject('open-measure', { measureIds });
  const placementIds = openPlacementIds(placements);
  if (placementIds.length > 0) reject('open-placement', { placementIds });
  const meetingIds = openMeetingIds(meetings);
  if (meetingIds.length > 0) reject('open-meeting', { meetingIds });
};

const workDestinations: Partial<Record<CaseClosed['destination'], CaseClosed['occupation']>> = {
  work: 'work',
  workSubsidised: 'work',
  municipalJob: 'work',
  selfEmployed: 'selfEmployed',
};

/**
 * Rejects a work destination without the occupation that it names and its hours, and studies without their form. A case
 * does not record employments, so what the closing states is all there is to show that there is one.
 */
const requireDestinationStated = ({ destination, occupation, hoursPerWeek, studyForm }: CaseClosed): void => {
  const expected = workDestinations[destination];
  if (expected !== undefined && (occupation !== expected || hoursPerWeek === undefined)) {
    reject('destination-without-employment', { destination, occupation });
  }
  const studies = destination === 'study' || occupation === 'study';
  if (studies && studyForm === undefined) reject('study-form-missing', { destination, occupation });
};
