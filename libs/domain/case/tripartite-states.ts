import { reject } from '@etapp/kernel';

import type { PartyKind } from '../values.js';
import { isPlanned, type Meeting, type MeetingsState, type PlannedMeeting } from './tripartite-meeting.js';
import { type MeetingCommand, meetingStatesFor, reached, waitsFor } from './tripartite-table.js';

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
