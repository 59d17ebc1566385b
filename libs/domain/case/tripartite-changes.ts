import { command, type DecisionsOf, defineCommands, defineEvents, Id, Instant, LocalDate, reject } from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { unitSettings } from '../facts.js';
import { dayOfAct } from '../occurrence.js';
import { isRepetition } from '../repetition.js';
import { PartyKind, SharingGround } from '../values.js';
import type { ConsentState } from './consent.js';
import { meetingGroundRejections, requireMeetingGround } from './tripartite-ground.js';
import type { MeetingsState } from './tripartite-meeting.js';
import { requireTimeToCome } from './tripartite-request.js';
import { requireMeeting, requirePlannedFor } from './tripartite-states.js';

const TripartiteMeetingRescheduled = z.strictObject({
  meetingId: Id,
  fromStartsAt: Instant,
  startsAt: Instant,
  endsAt: Instant,
  byParty: PartyKind,
  reasonCode: z.enum(['partyUnavailable', 'personUnavailable', 'noShow', 'interpreterMissing', 'other']),
});
const TripartiteMeetingPutOnHold = z.strictObject({
  meetingId: Id,
  reasonCode: z.enum(['consentWithdrawn', 'protectionRaised', 'waiting']),
  retractedPartyIds: z.array(Id).max(20),
  waitUntilOn: LocalDate.optional(),
});
const TripartiteMeetingResumed = z.strictObject({ meetingId: Id, ground: SharingGround });
const TripartiteMeetingCancelled = z.strictObject({
  meetingId: Id,
  byParty: PartyKind,
  reasonCode: z.enum(['notNeeded', 'partyUnavailable', 'personDeclined', 'caseClosed', 'other']),
});

/** A meeting that has a time gets another one, waits, goes on or is called off. */
export const changeEvents = defineEvents({
  TripartiteMeetingRescheduled: {
    version: 1,
    data: TripartiteMeetingRescheduled,
    text: { sv: 'Trepartssamtalet fick en ny tid', en: 'The tripartite meeting was rescheduled' },
  },
  TripartiteMeetingPutOnHold: {
    version: 1,
    data: TripartiteMeetingPutOnHold,
    text: { sv: 'Trepartssamtalet pausades', en: 'The tripartite meeting was put on hold' },
  },
  TripartiteMeetingResumed: {
    version: 1,
    data: TripartiteMeetingResumed,
    text: { sv: 'Trepartssamtalet återupptogs', en: 'The tripartite meeting was resumed' },
  },
  TripartiteMeetingCancelled: {
    version: 1,
    data: TripartiteMeetingCancelled,
    text: { sv: 'Trepartssamtalet ställdes in', en: 'The tripartite meeting was cancelled' },
  },
});

const meetingId = exampleIds.meeting;

/** How a planned meeting may change; the time it had before follows from the case. */
export const changeCommands = defineCommands({
  RescheduleTripartiteMeeting: command({
    body: TripartiteMeetingRescheduled.omit({ fromStartsAt: true }),
    ifMatch: 'required',
    policy: 'case.tripartite.manage',
    rejects: ['starts-in-past', 'same-time'],
    text: { sv: 'Boka om trepartssamtal', en: 'Reschedule a tripartite meeting' },
    example: {
      after: ['ScheduleTripartiteMeeting'],
      body: {
        meetingId,
        startsAt: '2026-03-24T10:00:00+01:00',
        endsAt: '2026-03-24T11:00:00+01:00',
        byParty: 'publicEmploymentService',
        reasonCode: 'partyUnavailable',
      },
    },
  }),
  PutTripartiteMeetingOnHold: command({
    body: TripartiteMeetingPutOnHold,
    ifMatch: 'required',
    policy: 'case.tripartite.manage',
    text: { sv: 'Pausa trepartssamtal', en: 'Put a tripartite meeting on hold' },
    example: {
      after: ['InviteParty'],
      body: {
        meetingId,
        reasonCode: 'waiting',
        retractedPartyIds: [exampleIds.pesParty],
        waitUntilOn: '2026-04-01',
      },
    },
  }),
  ResumeTripartiteMeeting: command({
    body: TripartiteMeetingResumed,
    ifMatch: 'required',
    policy: 'case.tripartite.manage',
    facts: { settings: unitSettings },
    rejects: meetingGroundRejections,
    text: { sv: 'Återuppta trepartssamtal', en: 'Resume a tripartite meeting' },
    example: { after: ['PutTripartiteMeetingOnHold'], body: { meetingId, ground: { kind: 'personPresent' } } },
  }),
  CancelTripartiteMeeting: command({
    body: TripartiteMeetingCancelled,
    ifMatch: 'required',
    policy: 'case.tripartite.manage',
    text: { sv: 'Ställ in trepartssamtal', en: 'Cancel a tripartite meeting' },
    example: {
      after: ['ScheduleTripartiteMeeting'],
      body: { meetingId, byParty: 'participant', reasonCode: 'personDeclined' },
    },
  }),
});

type Slices = { readonly meetings: MeetingsState; readonly consent: ConsentState };

/** The decisions that change a planned meeting. */
export const changeDecisions: DecisionsOf<Slices, typeof changeCommands, typeof changeEvents> = {
  RescheduleTripartiteMeeting: ({ meetings }, command, context) => {
    const { last } = requireMeeting(meetings, command.meetingId);
    if (isRepetition(last, 'TripartiteMeetingRescheduled', command)) return [];
    const planned = requirePlannedFor(meetings, command.meetingId, 'RescheduleTripartiteMeeting');
    const { startsAt, endsAt } = command;
    if (startsAt === planned.startsAt && endsAt === planned.endsAt) reject('same-time', { startsAt, endsAt });
    requireTimeToCome(command, context);
    return [{ type: 'TripartiteMeetingRescheduled', data: { ...command, fromStartsAt: planned.startsAt } }];
  },
  PutTripartiteMeetingOnHold: ({ meetings }, command) => {
    const { last } = requireMeeting(meetings, command.meetingId);
    if (isRepetition(last, 'TripartiteMeetingPutOnHold', command)) return [];
    const { parties } = requirePlannedFor(meetings, command.meetingId, 'PutTripartiteMeetingOnHold');
    for (const partyId of command.retractedPartyIds) {
      if (parties[partyId] === undefined) reject('unknown-reference', { partyId });
    }
    return [{ type: 'TripartiteMeetingPutOnHold', data: command }];
  },
  ResumeTripartiteMeeting: (state, command, context) => {
    const { last } = requireMeeting(state.meetings, command.meetingId);
    if (isRepetition(last, 'TripartiteMeetingResumed', command)) return [];
    const planned = requirePlannedFor(state.meetings, command.meetingId, 'ResumeTripartiteMeeting');
    const parties = Object.values(planned.parties);
    const { settings } = context.facts;
    const { ground } = command;
    requireMeetingGround(state, { ground, parties, on: dayOfAct(context), settings, personAttends: true });
    return [{ type: 'TripartiteMeetingResumed', data: command }];
  },
  CancelTripartiteMeeting: ({ meetings }, command) => {
    const { last } = requireMeeting(meetings, command.meetingId);
    if (isRepetition(last, 'TripartiteMeetingCancelled', command)) return [];
    requirePlannedFor(meetings, command.meetingId, 'CancelTripartiteMeeting');
    return [{ type: 'TripartiteMeetingCancelled', data: command }];
  },
};
