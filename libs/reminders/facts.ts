import { localDay } from '@etapp/calendar';
import type { Recorded, RecordedEvent } from '@etapp/kernel';

import type { ScheduleEvents } from './define-reminders.js';
import type { Schedule } from './schedule-row.js';

type FactFolds = {
  readonly [K in keyof ScheduleEvents]?: (row: Schedule, event: Recorded<ScheduleEvents, K>) => Schedule;
};

type Meeting = Schedule['meetings'][number];
type Status = { readonly id: string; readonly recordedAt: string };

const withStatus = (row: Schedule, event: Status, status: Schedule['status']): Schedule => ({
  ...row,
  status,
  statusBy: event.id,
  statusAt: event.recordedAt,
});

const withoutDeputy = ({ deputy: _deputy, ...row }: Schedule): Schedule => row;
const withoutCaseworker = ({ caseworkerUserId: _userId, ...row }: Schedule): Schedule => row;
const withoutWait = ({ wait: _wait, ...row }: Schedule): Schedule => row;

const withMeeting = (row: Schedule, meetingId: string, change: (meeting: Meeting) => Meeting): Schedule => ({
  ...row,
  meetings: row.meetings.map((meeting) => (meeting.meetingId === meetingId ? change(meeting) : meeting)),
});
const without = (ids: readonly string[], id: string): string[] => ids.filter((other) => other !== id);

const ofCase: FactFolds = {
  CaseRejected: (row, event) => withStatus(row, event, 'rejected'),
  CaseMarkedErroneous: (row, event) => withStatus(row, event, 'erroneous'),
  CaseClosed: (row, event) => withoutWait(withStatus(row, event, 'closed')),
  CaseReopened: (row, event) => ({ ...withStatus(row, event, 'open'), contactsMissed: 0 }),
  FirstContactMissed: (row) => ({ ...row, contactsMissed: row.contactsMissed + 1 }),
  TrackAssessed: (row, { data }) => ({ ...row, track: data.track }),
  TrackChanged: (row, { data }) => ({ ...row, track: data.to }),
};

const ofResponsibility: FactFolds = {
  CaseworkerAssigned: (row, { data }) =>
    data.roleInCase === 'caseworker' ? { ...row, caseworkerUserId: data.userId } : row,
  CaseworkerReleased: (row, { data }) => (data.roleInCase === 'caseworker' ? withoutCaseworker(row) : row),
  DeputyAppointed: (row, { data: { deputyUserId, fromOn, toOn } }) => ({
    ...row,
    deputy: { userId: deputyUserId, fromOn, toOn },
  }),
  DeputyEnded: (row) => withoutDeputy(row),
  CaseTransferred: (row, { data: { toUnitId, toUserId } }) => ({
    ...withoutCaseworker(withoutDeputy(row)),
    unitId: toUnitId,
    ...(toUserId === undefined ? {} : { caseworkerUserId: toUserId }),
  }),
  WaitingStarted: (row, { id, data }) => ({ ...row, wait: { waitId: data.waitId, startedBy: id } }),
  WaitingEnded: (row, { recordedAt }) => ({ ...withoutWait(row), waitedUntil: recordedAt }),
};

const ofMeetings: FactFolds = {
  TripartiteMeetingScheduled: (row, { data }) => {
    const { meetingId, convenor, documentationResponsible, parties } = data;
    const partyIds = parties.map(({ partyId }) => partyId);
    const planned = { meetingId, convenor, documentationResponsible, partyIds, uninvitedPartyIds: partyIds };
    return { ...row, meetings: [...row.meetings.filter((known) => known.meetingId !== meetingId), planned] };
  },
  TripartiteMeetingRescheduled: (row, { data }) =>
    withMeeting(row, data.meetingId, (meeting) => ({ ...meeting, uninvitedPartyIds: meeting.partyIds })),
  TripartitePartyInvited: (row, { data }) =>
    withMeeting(row, data.meetingId, (meeting) => ({
      ...meeting,
      uninvitedPartyIds: without(meeting.uninvitedPartyIds, data.partyId),
    })),
  TripartitePartyAdded: (row, { data: { meetingId, party } }) =>
    withMeeting(row, meetingId, (meeting) => ({
      ...meeting,
      partyIds: [...meeting.partyIds, party.partyId],
      uninvitedPartyIds: [...meeting.uninvitedPartyIds, party.partyId],
    })),
  TripartitePartyRemoved: (row, { data: { meetingId, partyId } }) =>
    withMeeting(row, meetingId, (meeting) => ({
      ...meeting,
      partyIds: without(meeting.partyIds, partyId),
      uninvitedPartyIds: without(meeting.uninvitedPartyIds, partyId),
    })),
  TripartiteMeetingHeld: (row, { data }) =>
    withMeeting(row, data.meetingId, (meeting) => ({ ...meeting, heldOn: localDay(data.startedAt) })),
};

const ofMeasuresAndPlacements: FactFolds = {
  MeasureAgreed: (row, { data: { measureId, ownerParty, ownerUserId, dueOn } }) => ({
    ...row,
    measures: [...row.measures, { measureId, ownerParty, ownerUserId, dueOn }],
  }),
  MeasureDueDateChanged: (row, { data: { measureId, toOn } }) => ({
    ...row,
    measures: row.measures.map((known) => (known.measureId === measureId ? { ...known, dueOn: toOn } : known)),
  }),
  MeasureOwnerChanged: (row, { data: { measureId, toParty, toUserId } }) => ({
    ...row,
    measures: row.measures.map((known) =>
      known.measureId === measureId ? { ...known, ownerParty: toParty, ownerUserId: toUserId } : known,
    ),
  }),
  PlacementAgreed: (row, { data: { placementId, endsOn } }) => ({
    ...row,
    placements: [...row.placements, { placementId, endsOn }],
  }),
};

const folds: FactFolds = { ...ofCase, ...ofResponsibility, ...ofMeetings, ...ofMeasuresAndPlacements };

/** The facts of a case that rules need, after one more event. */
export const foldFacts = <K extends keyof ScheduleEvents>(
  row: Schedule,
  event: Recorded<ScheduleEvents, K> & Pick<RecordedEvent, 'type'> & { readonly type: K },
): Schedule => folds[event.type]?.(row, event) ?? row;
