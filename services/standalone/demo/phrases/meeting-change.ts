import type { SharingGround } from '@etapp/domain';

import { demoStaff } from '../people.js';
import type { Step } from '../telling.js';
import { type Meeting, meetingIdOf, type MeetingParty, partyIdOf } from './meeting.js';

const { coordinator } = demoStaff;

/** Another day: the meeting's own, told by a meeting whose `held` is the new one. */
export const meetingMoved = (meeting: Meeting, day: number): Step[] => [
  meeting.t.tell([day, '15:20', coordinator], 'RescheduleTripartiteMeeting', {
    meetingId: meetingIdOf(meeting),
    startsAt: meeting.t.at(meeting.held, '13:00'),
    endsAt: meeting.t.at(meeting.held, '14:00'),
    byParty: 'publicEmploymentService',
    reasonCode: 'partyUnavailable',
  }),
];

/** It waits; the other authority's invitation is taken back. */
export const meetingOnHold = (meeting: Meeting, day: number, waitUntil: number): Step[] => [
  meeting.t.tell([day, '15:20', coordinator], 'PutTripartiteMeetingOnHold', {
    meetingId: meetingIdOf(meeting),
    reasonCode: 'waiting',
    retractedPartyIds: [partyIdOf(meeting, 'publicEmploymentService')],
    waitUntilOn: meeting.t.on(waitUntil),
  }),
];

/** It goes on. */
export const meetingResumed = (
  meeting: Meeting,
  day: number,
  ground: SharingGround = { kind: 'personPresent' },
): Step[] => [
  meeting.t.tell([day, '08:45', coordinator], 'ResumeTripartiteMeeting', { meetingId: meetingIdOf(meeting), ground }),
];

/** It is called off. */
export const meetingCancelled = (meeting: Meeting, day: number): Step[] => [
  meeting.t.tell([day, '15:40', coordinator], 'CancelTripartiteMeeting', {
    meetingId: meetingIdOf(meeting),
    byParty: 'participant',
    reasonCode: 'personDeclined',
  }),
];

/** It is not needed after all. */
export const meetingNotAskedAnyMore = (meeting: Meeting, day: number): Step[] => [
  meeting.t.tell([day, '15:40'], 'WithdrawTripartiteRequest', {
    meetingId: meetingIdOf(meeting),
    reasonCode: 'solvedOtherwise',
  }),
];

/** A party will not take part. */
export const partyLeft = (meeting: Meeting, day: number, kind: MeetingParty): Step[] => [
  meeting.t.tell([day, '15:10', coordinator], 'RemoveParty', {
    meetingId: meetingIdOf(meeting),
    partyId: partyIdOf(meeting, kind),
    reasonCode: 'withdrew',
  }),
];

/** The person did not come, so the meeting did not take place. */
export const meetingMissed = (meeting: Meeting): Step[] => [
  meeting.t.tell([meeting.held, '13:30', coordinator], 'RecordMeetingNoShow', {
    meetingId: meetingIdOf(meeting),
    missedAt: meeting.t.at(meeting.held, '13:15'),
    absentPartyIds: [partyIdOf(meeting, 'participant')],
    notified: false,
  }),
];
