import { reject } from '@etapp/kernel';

import type { PartyKind } from '../values.js';
import type { tripartiteCommands } from './tripartite.js';
import {
  isPlanned,
  type Meeting,
  type MeetingsState,
  type MeetingStatus,
  type PlannedMeeting,
} from './tripartite-meeting.js';

type MeetingCommand = Exclude<keyof typeof tripartiteCommands, 'RequestTripartiteMeeting'>;

const ahead = ['scheduled', 'invited'] as const;
const notYetHeld = [...ahead, 'onHold', 'notHeld'] as const;

/** In which states of the meeting each command may come. */
export const meetingStatesFor: Readonly<Record<MeetingCommand, readonly MeetingStatus[]>> = {
  WithdrawTripartiteRequest: ['requested'],
  ScheduleTripartiteMeeting: ['requested'],
  RescheduleTripartiteMeeting: [...ahead, 'notHeld'],
  PutTripartiteMeetingOnHold: notYetHeld,
  ResumeTripartiteMeeting: ['onHold'],
  CancelTripartiteMeeting: notYetHeld,
  SetAgenda: ['requested', ...notYetHeld],
  AddParty: [...ahead, 'notHeld'],
  RemoveParty: notYetHeld,
  InviteParty: ahead,
  RecordInvitationOpened: ahead,
  RecordPartyReply: ahead,
  HoldTripartiteMeeting: ahead,
  RecordMeetingNoShow: ahead,
  RecordMeetingConclusion: ['held', 'minutesApproved'],
  PlanFollowUpMeeting: ['held', 'minutesApproved', 'closed'],
  DraftMinutes: ['held'],
  ApproveMinutes: ['held'],
  AmendMinutes: ['minutesApproved', 'closed'],
  ShareMinutes: ['minutesApproved', 'closed'],
  CloseTripartiteMeeting: ['minutesApproved'],
};

type Awaited = 'meeting-not-held' | 'minutes-not-approved';

/** What a command waits for, by the code that says so: the states in which it has come about. */
const reached: Readonly<Record<Awaited, readonly MeetingStatus[]>> = {
  'meeting-not-held': ['held', 'minutesApproved', 'closed'],
  'minutes-not-approved': ['minutesApproved', 'closed'],
};

const waitsFor: Readonly<Partial<Record<MeetingCommand, Awaited>>> = {
  RecordMeetingConclusion: 'meeting-not-held',
  PlanFollowUpMeeting: 'meeting-not-held',
  DraftMinutes: 'meeting-not-held',
  ApproveMinutes: 'meeting-not-held',
  AmendMinutes: 'minutes-not-approved',
  ShareMinutes: 'minutes-not-approved',
  CloseTripartiteMeeting: 'minutes-not-approved',
};

/** The meeting of that id. Rejects with `unknown-reference`. */
export const requireMeeting = (meetings: MeetingsState, meetingId: string): Meeting =>
  meetings[meetingId] ?? reject('unknown-reference', { meetingId });

/**
 * The meeting of that id in a state in which the command may come. Rejects with `unknown-reference`, `wrong-state`, or
 * the code of what the command waits for.
 */
export const requireMeetingFor = (meetings: MeetingsState, meetingId: string, name: MeetingCommand): Meeting => {
  const meeting = requireMeeting(meetings, meetingId);
  const { status } = meeting;
  const allowed = meetingStatesFor[name];
  if (allowed.includes(status)) return meeting;
  const code = waitsFor[name];
  const waits = code !== undefined && !reached[code].includes(status);
  return reject(waits ? code : 'wrong-state', { meetingId, state: status, allowed });
};

/** As `requireMeetingFor`, for commands that need a meeting with a time. */
export const requirePlannedFor = (meetings: MeetingsState, meetingId: string, name: MeetingCommand): PlannedMeeting => {
  const meeting = requireMeetingFor(meetings, meetingId, name);
  return isPlanned(meeting) ? meeting : reject('wrong-state', { meetingId, state: meeting.status });
};

/** The meeting of that id, held. Rejects with `unknown-reference` or `meeting-not-held`. */
export const requireHeldMeeting = (meetings: MeetingsState, meetingId: string): PlannedMeeting => {
  const meeting = requireMeeting(meetings, meetingId);
  const held = isPlanned(meeting) && reached['meeting-not-held'].includes(meeting.status);
  return held ? meeting : reject('meeting-not-held', { meetingId, state: meeting.status });
};

/** The meetings that somebody still has to do something about: neither closed, cancelled nor withdrawn. */
export const openMeetingIds = (meetings: MeetingsState): readonly string[] =>
  Object.entries(meetings).flatMap(([meetingId, { status }]) =>
    status === 'closed' || status === 'cancelled' || status === 'withdrawn' ? [] : [meetingId],
  );

/**
 * The meetings not yet held that rely on a consent, with the parties outside the own authority, whose invitations must be
 * retracted when it is withdrawn. `ownParties` is the unit's setting; the participant is never outside.
 */
export const meetingsRelyingOn = (
  meetings: MeetingsState,
  consentId: string,
  ownParties: readonly PartyKind[] = ['labourMarketAdministration'],
): readonly { readonly meetingId: string; readonly externalPartyIds: readonly string[] }[] =>
  Object.entries(meetings).flatMap(([meetingId, meeting]) => {
    const toCome = isPlanned(meeting) && meetingStatesFor.PutTripartiteMeetingOnHold.includes(meeting.status);
    if (!toCome || meeting.ground.kind !== 'consent' || meeting.ground.consentId !== consentId) return [];
    const external = Object.entries(meeting.parties).filter(
      ([, { kind }]) => kind !== 'participant' && !ownParties.includes(kind),
    );
    return [{ meetingId, externalPartyIds: external.map(([partyId]) => partyId) }];
  });
