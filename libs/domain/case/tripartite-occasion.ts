import { localDay } from '@etapp/calendar';
import { command, type DecisionsOf, defineCommands, defineEvents, Id, Instant, reject } from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { unitSettings } from '../facts.js';
import { isRepetition } from '../repetition.js';
import type { ConsentState } from './consent.js';
import { requireGroundKept } from './tripartite-ground.js';
import type { MeetingsState, PlannedMeeting } from './tripartite-meeting.js';
import { requireMeeting, requirePlannedFor } from './tripartite-states.js';

const Attendance = z.enum(['attended', 'absentNotified', 'absent', 'represented']);
/** Whether a party was at the meeting; `represented` by somebody who speaks for it (ombud). */
export type Attendance = z.output<typeof Attendance>;
const PartyAttendance = z.strictObject({ partyId: Id, attendance: Attendance });
const markedOnce = (marks: readonly { readonly partyId: string }[]): boolean =>
  new Set(marks.map(({ partyId }) => partyId)).size === marks.length;

const TripartiteMeetingHeld = z.strictObject({
  meetingId: Id,
  startedAt: Instant,
  endedAt: Instant.optional(),
  attendance: z.array(PartyAttendance).min(1).max(20).refine(markedOnce, { error: 'each party is marked once' }),
});
const TripartiteMeetingNoShow = z.strictObject({
  meetingId: Id,
  missedAt: Instant,
  absentPartyIds: z.array(Id).min(1).max(20),
  notified: z.boolean(),
});

/** The meeting takes place, or somebody does not come. */
export const occasionEvents = defineEvents({
  TripartiteMeetingHeld: {
    version: 1,
    data: TripartiteMeetingHeld,
    occurred: 'startedAt',
    text: { sv: 'Trepartssamtalet hölls', en: 'The tripartite meeting was held' },
  },
  TripartiteMeetingNoShow: {
    version: 1,
    data: TripartiteMeetingNoShow,
    occurred: 'missedAt',
    text: { sv: 'Trepartssamtalet blev inte av', en: 'The tripartite meeting did not take place' },
  },
});

const meetingId = exampleIds.meeting;
const attended = 'attended' as const;

/** What may be recorded about the occasion; what came of it is in `tripartite-outcome.ts`. */
export const occasionCommands = defineCommands({
  HoldTripartiteMeeting: command({
    body: TripartiteMeetingHeld,
    policy: 'case.tripartite.manage',
    facts: { settings: unitSettings },
    rejects: ['participant-not-present', 'attendance-incomplete', 'ground-lost'],
    text: { sv: 'Registrera att trepartssamtalet hölls', en: 'Record that the tripartite meeting was held' },
    example: {
      after: ['InviteParty'],
      at: '2026-03-17T11:10:00+01:00',
      body: {
        meetingId,
        startedAt: '2026-03-17T10:00:00+01:00',
        endedAt: '2026-03-17T11:00:00+01:00',
        attendance: [
          { partyId: exampleIds.participantParty, attendance: attended },
          { partyId: exampleIds.ownParty, attendance: attended },
          { partyId: exampleIds.pesParty, attendance: attended },
        ],
      },
    },
  }),
  RecordMeetingNoShow: command({
    body: TripartiteMeetingNoShow,
    policy: 'case.tripartite.manage',
    text: { sv: 'Registrera att trepartssamtalet inte blev av', en: 'Record that the tripartite meeting was missed' },
    example: {
      after: ['InviteParty'],
      at: '2026-03-17T10:30:00+01:00',
      body: {
        meetingId,
        missedAt: '2026-03-17T10:00:00+01:00',
        absentPartyIds: [exampleIds.participantParty],
        notified: false,
      },
    },
  }),
});

type Slices = { readonly meetings: MeetingsState; readonly consent: ConsentState };

/** The decisions about the occasion. */
export const occasionDecisions: DecisionsOf<Slices, typeof occasionCommands, typeof occasionEvents> = {
  HoldTripartiteMeeting: (state, command, { now, facts }) => {
    const { startedAt, endedAt } = command;
    const { last } = requireMeeting(state.meetings, command.meetingId);
    if (isRepetition(last, 'TripartiteMeetingHeld', command)) return [];
    const meeting = requirePlannedFor(state.meetings, command.meetingId, 'HoldTripartiteMeeting');
    if (endedAt !== undefined && endedAt < startedAt) reject('period-reversed', { startedAt, endedAt });
    if (endedAt !== undefined && endedAt > now) reject('occurred-in-future', { field: 'endedAt', stated: endedAt });
    const present = requireAttendance(meeting, command.attendance);
    const personAttends = present.some(({ kind, mark }) => kind === 'participant' && mark === 'attended');
    const on = localDay(startedAt);
    requireGroundKept(state, { ...meeting, parties: present, on, settings: facts.settings, personAttends });
    return [{ type: 'TripartiteMeetingHeld', data: command }];
  },
  RecordMeetingNoShow: ({ meetings }, command) => {
    const { last } = requireMeeting(meetings, command.meetingId);
    if (isRepetition(last, 'TripartiteMeetingNoShow', command)) return [];
    const { parties } = requirePlannedFor(meetings, command.meetingId, 'RecordMeetingNoShow');
    for (const partyId of command.absentPartyIds) requireParty(parties, partyId);
    return [{ type: 'TripartiteMeetingNoShow', data: command }];
  },
};

const requireParty = (parties: PlannedMeeting['parties'], partyId: string): PlannedMeeting['parties'][string] =>
  parties[partyId] ?? reject('unknown-reference', { partyId });

type Present = PlannedMeeting['parties'][string] & { readonly mark: Attendance };

/** The parties that were there or represented. Everybody is marked, and somebody was there for the person. */
const requireAttendance = (
  { parties }: PlannedMeeting,
  marks: readonly z.output<typeof PartyAttendance>[],
): readonly Present[] => {
  const marked = marks.map(({ partyId, attendance: mark }) => ({ ...requireParty(parties, partyId), partyId, mark }));
  const unmarked = Object.keys(parties).filter((id) => !marked.some(({ partyId }) => partyId === id));
  if (unmarked.length > 0) reject('attendance-incomplete', { partyIds: unmarked });
  const present = marked.filter(({ mark }) => mark === 'attended' || mark === 'represented');
  if (!present.some(({ kind }) => kind === 'participant')) reject('participant-not-present');
  return present;
};
