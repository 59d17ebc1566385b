import type { tripartiteCommands, tripartiteEvents } from './tripartite.js';

/**
 * The states of a meeting between the parties (trepartssamtal). `invited` begins with the first invitation; who is left to
 * invite follows from the parties' replies.
 */
export const meetingStates = [
  'requested',
  'scheduled',
  'invited',
  'onHold',
  'notHeld',
  'held',
  'minutesApproved',
  'closed',
  'withdrawn',
  'cancelled',
] as const;
export type MeetingStatus = (typeof meetingStates)[number];

/** What may be asked of a meeting that was asked for. */
export type MeetingCommand = Exclude<keyof typeof tripartiteCommands, 'RequestTripartiteMeeting'>;

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
export const reached: Readonly<Record<Awaited, readonly MeetingStatus[]>> = {
  'meeting-not-held': ['held', 'minutesApproved', 'closed'],
  'minutes-not-approved': ['minutesApproved', 'closed'],
};

export const waitsFor: Readonly<Partial<Record<MeetingCommand, Awaited>>> = {
  RecordMeetingConclusion: 'meeting-not-held',
  PlanFollowUpMeeting: 'meeting-not-held',
  DraftMinutes: 'meeting-not-held',
  ApproveMinutes: 'meeting-not-held',
  AmendMinutes: 'minutes-not-approved',
  ShareMinutes: 'minutes-not-approved',
  CloseTripartiteMeeting: 'minutes-not-approved',
};

/** The command that a fact about a meeting comes from, also where another command (a withdrawn consent) states it. */
export const meetingCommandOf: Readonly<
  Record<Exclude<keyof typeof tripartiteEvents, 'TripartiteMeetingRequested'>, MeetingCommand>
> = {
  TripartiteMeetingRequestWithdrawn: 'WithdrawTripartiteRequest',
  TripartiteMeetingScheduled: 'ScheduleTripartiteMeeting',
  TripartiteMeetingRescheduled: 'RescheduleTripartiteMeeting',
  TripartiteMeetingPutOnHold: 'PutTripartiteMeetingOnHold',
  TripartiteMeetingResumed: 'ResumeTripartiteMeeting',
  TripartiteMeetingCancelled: 'CancelTripartiteMeeting',
  TripartitePartyAdded: 'AddParty',
  TripartitePartyRemoved: 'RemoveParty',
  TripartiteAgendaSet: 'SetAgenda',
  TripartitePartyInvited: 'InviteParty',
  TripartiteInvitationOpened: 'RecordInvitationOpened',
  TripartitePartyReplied: 'RecordPartyReply',
  TripartiteMeetingHeld: 'HoldTripartiteMeeting',
  TripartiteMeetingNoShow: 'RecordMeetingNoShow',
  TripartiteConclusionRecorded: 'RecordMeetingConclusion',
  TripartiteFollowUpPlanned: 'PlanFollowUpMeeting',
  TripartiteMinutesDrafted: 'DraftMinutes',
  TripartiteMinutesApproved: 'ApproveMinutes',
  TripartiteMinutesAmended: 'AmendMinutes',
  TripartiteMinutesShared: 'ShareMinutes',
  TripartiteMeetingClosed: 'CloseTripartiteMeeting',
};
