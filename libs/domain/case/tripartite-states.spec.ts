import { describe, expect, it } from '@jest/globals';
import { Rejection } from '@etapp/kernel';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';
import { meetingAt, partyIds, steps } from './a-meeting.fixture.js';
import { tripartiteCommands } from './tripartite.js';
import { meetingsRelyingOn, openMeetingIds } from './tripartite-states.js';
import { meetingStates, meetingStatesFor, type MeetingStatus } from './tripartite-table.js';

const meetings = {
  requested: aCase.after('RequestTripartiteMeeting'),
  scheduled: aCase.after('ScheduleTripartiteMeeting'),
  invited: aCase.after('InviteParty'),
  onHold: aCase.after('PutTripartiteMeetingOnHold'),
  notHeld: aCase.after('RecordMeetingNoShow'),
  held: aCase.after('HoldTripartiteMeeting'),
  minutesApproved: aCase.after('ApproveMinutes'),
  closed: aCase.after('CloseTripartiteMeeting'),
  withdrawn: aCase.after('WithdrawTripartiteRequest'),
  cancelled: aCase.after('CancelTripartiteMeeting'),
} satisfies Record<MeetingStatus, unknown>;

type Name = keyof typeof meetingStatesFor;
const names = Object.keys(tripartiteCommands).filter((name): name is Name => name in meetingStatesFor);
const refusedByState = ['wrong-state', 'meeting-not-held', 'minutes-not-approved'];
const at = '2026-03-17T12:00:00+01:00';

/** How the example of a command fares in a state: it may come (+), it is too early or too late (.), or it is so already (=). */
const fate = (name: Name, status: MeetingStatus): string => {
  try {
    const { body } = tripartiteCommands[name].example;
    return meetings[status].when(name, body, { at }).events().length === 0 ? '=' : '+';
  } catch (error) {
    const code = error instanceof Error && error.cause instanceof Rejection ? error.cause.code : 'no rejection';
    return refusedByState.includes(code) ? '.' : '+';
  }
};

describe('a meeting in each of its states', () => {
  it.each(meetingStates)('is %s in the history that the specs take for it', (status) => {
    expect(meetings[status].state().meetings[exampleIds.meeting]?.status).toBe(status);
  });

  it('lets commands come as the table says', () => {
    const header = ['state:'.padEnd(28), ...meetingStates.map((status) => status.slice(0, 4))].join(' ');
    const rows = names.map((name) =>
      [name.padEnd(28), ...meetingStates.map((status) => fate(name, status).padEnd(4))].join(' ').trimEnd(),
    );
    expect(['', header, ...rows, ''].join('\n')).toBe(`
state:                       requ sche invi onHo notH held minu clos with canc
WithdrawTripartiteRequest    +    .    .    .    .    .    .    .    =    .
ScheduleTripartiteMeeting    +    .    .    .    .    .    .    .    .    .
RescheduleTripartiteMeeting  .    +    +    .    +    .    .    .    .    .
PutTripartiteMeetingOnHold   .    +    +    =    +    .    .    .    .    .
ResumeTripartiteMeeting      .    .    .    +    .    .    .    .    .    .
CancelTripartiteMeeting      .    +    +    +    +    .    .    .    .    =
AddParty                     .    +    +    .    +    .    .    .    .    .
RemoveParty                  .    +    +    +    +    .    .    .    .    .
SetAgenda                    +    +    +    +    +    .    .    .    .    .
InviteParty                  .    +    =    .    .    .    .    .    .    .
RecordInvitationOpened       .    +    +    .    .    .    .    .    .    .
RecordPartyReply             .    +    +    .    .    .    .    .    .    .
HoldTripartiteMeeting        .    +    +    .    .    =    .    .    .    .
RecordMeetingNoShow          .    +    +    .    =    .    .    .    .    .
RecordMeetingConclusion      .    .    .    .    .    +    +    .    .    .
PlanFollowUpMeeting          .    .    .    .    .    +    +    +    .    .
CloseTripartiteMeeting       .    .    .    .    .    .    +    =    .    .
DraftMinutes                 .    .    .    .    .    +    .    .    .    .
ApproveMinutes               .    .    .    .    .    +    =    .    .    .
AmendMinutes                 .    .    .    .    .    .    +    +    .    .
ShareMinutes                 .    .    .    .    .    .    +    +    .    .
`);
  });

  it.each(names)('lets %s come in the states of the table and in no other', (name) => {
    const allowed = meetingStates.filter((status) => meetingStatesFor[name].includes(status));
    const mayCome = meetingStates.filter((status) => fate(name, status) === '+');
    const alreadySo = meetingStates.filter((status) => fate(name, status) === '=');
    expect(allowed.filter((status) => !alreadySo.includes(status))).toEqual(mayCome);
  });
});

describe('the meetings of a case', () => {
  it('need somebody to do something until they are closed, cancelled or withdrawn', () => {
    const open = meetingStates.filter((status) => openMeetingIds(meetings[status].state().meetings).length > 0);
    expect(open).toEqual(['requested', 'scheduled', 'invited', 'onHold', 'notHeld', 'held', 'minutesApproved']);
  });

  it('rely on a consent while they are still to be held, for the parties outside the own authority', () => {
    const { consentId } = steps.consent;
    const relyingIn = (history: typeof meetingAt.held, ...own: Parameters<typeof meetingsRelyingOn>[2][]) =>
      meetingsRelyingOn(history.state().meetings, consentId, ...own);
    const { meetingId } = steps.request;
    expect(relyingIn(meetingAt.withConsent)).toEqual([]);
    expect(relyingIn(meetingAt.scheduled)).toEqual([
      { meetingId, externalPartyIds: [partyIds.pes, partyIds.incomeSupport] },
    ]);
    expect(relyingIn(meetingAt.invited, ['labourMarketAdministration', 'incomeSupport'])).toEqual([
      { meetingId, externalPartyIds: [partyIds.pes] },
    ]);
    expect(relyingIn(meetingAt.held)).toEqual([]);
    expect(meetingsRelyingOn(meetingAt.scheduled.state().meetings, exampleIds.sharing)).toEqual([]);
    expect(meetingsRelyingOn(meetings.scheduled.state().meetings, consentId)).toEqual([]);
  });
});

describe('a history that cannot have been', () => {
  const impossibly = (history: typeof meetingAt.held, type: string, data: object) => () =>
    history.given({ type, data }).state();

  it('holds a meeting that was called off or has no time', () => {
    expect(impossibly(meetings.cancelled, 'TripartiteMeetingHeld', steps.hold)).toThrow('the meeting is cancelled');
    expect(impossibly(meetings.requested, 'TripartiteMeetingHeld', steps.hold)).toThrow('the meeting is requested');
  });

  it('schedules a meeting that nobody asked for', () => {
    expect(impossibly(aCase.after('OpenCase'), 'TripartiteMeetingScheduled', steps.schedule)).toThrow(
      'the meeting was never asked for',
    );
  });

  it('marks the attendance of somebody who was not a party', () => {
    const attendance = [{ partyId: exampleIds.entry, attendance: 'attended' }];
    expect(impossibly(meetingAt.invited, 'TripartiteMeetingHeld', { ...steps.hold, attendance })).toThrow(
      'the party is not known',
    );
  });

  it('has an answer from a party that was not invited, or that nobody knows', () => {
    const { meetingId } = steps.request;
    const answer = { meetingId, partyId: partyIds.pes, reply: 'accepts' };
    expect(impossibly(meetingAt.scheduled, 'TripartitePartyReplied', answer)).toThrow('the party was notInvited');
    expect(impossibly(meetingAt.scheduled, 'TripartitePartyReplied', { ...answer, partyId: exampleIds.entry })).toThrow(
      'the party is not known',
    );
  });

  it('approves minutes that were never written', () => {
    expect(impossibly(meetingAt.held, 'TripartiteMinutesApproved', steps.approve)).toThrow('there are no minutes yet');
  });
});
