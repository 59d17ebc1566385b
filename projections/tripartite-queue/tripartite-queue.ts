import { localDay } from '@etapp/calendar';
import { impossible } from '@etapp/kernel';

import { defineProjection } from '../define.js';
import { asked, attending, became, changed, resumesAs, uninvited, uninvitedAgain, withParty } from './changes.js';
import { TripartiteQueueRow } from './row.js';

type OfMeeting = { readonly data: { readonly meetingId: string } };
const ofMeeting = ({ data }: OfMeeting): string => data.meetingId;

/**
 * Which meetings between the parties (trepartssamtal) wait for whom? One row per meeting; gone when called off. A closed
 * one is shown only once its planned follow-up is due. Source: SIN, three-party meetings.
 */
export const tripartiteQueue = defineProjection({
  name: 'tripartite_queue',
  version: 1,
  row: TripartiteQueueRow,
  columns: { caseId: 'uuid', state: 'text', startsOn: 'date', followUpOn: 'date' },
  indexes: [['caseId'], ['state', 'followUpOn'], ['startsOn']],
  key: {
    TripartiteMeetingRequested: ofMeeting,
    TripartiteMeetingRequestWithdrawn: ofMeeting,
    TripartiteMeetingScheduled: ofMeeting,
    TripartiteMeetingRescheduled: ofMeeting,
    TripartiteMeetingPutOnHold: ofMeeting,
    TripartiteMeetingResumed: ofMeeting,
    TripartiteMeetingCancelled: ofMeeting,
    TripartitePartyAdded: ofMeeting,
    TripartitePartyRemoved: ofMeeting,
    TripartitePartyInvited: ofMeeting,
    TripartiteInvitationOpened: ofMeeting,
    TripartitePartyReplied: ofMeeting,
    TripartiteAgendaSet: ofMeeting,
    TripartiteMeetingHeld: ofMeeting,
    TripartiteMeetingNoShow: ofMeeting,
    TripartiteConclusionRecorded: ofMeeting,
    TripartiteFollowUpPlanned: ofMeeting,
    TripartiteMinutesDrafted: ofMeeting,
    TripartiteMinutesApproved: ofMeeting,
    TripartiteMinutesAmended: ofMeeting,
    TripartiteMeetingClosed: ofMeeting,
  },
  on: {
    TripartiteMeetingRequested: (row, event) => {
      if (row !== undefined) return impossible(event, 'the meeting was asked for before');
      const { id, occurredAt, stream, data } = event;
      const fresh = { caseId: stream.id, requestedAt: occurredAt, stateSince: occurredAt, stateSetBy: id };
      return { ...data, ...fresh, ...({ state: 'requested', minutesState: 'none' } as const), moves: 0, parties: [] };
    },
    TripartiteMeetingRequestWithdrawn: () => null,
    TripartiteMeetingScheduled: (row, event) => {
      const { meetingId: _id, parties, ...plan } = event.data;
      const startsOn = localDay(plan.startsAt);
      const asked = parties.map((party) => uninvited(party, event));
      return became(row, event, { ...plan, state: 'scheduled', startsOn, parties: asked });
    },
    TripartiteMeetingRescheduled: (row, event) => {
      const { startsAt, endsAt } = event.data;
      const { parties, moves } = asked(row, event);
      const times = { startsAt, endsAt, startsOn: localDay(startsAt), moves: moves + 1 };
      return became(row, event, { ...times, state: 'scheduled', parties: uninvitedAgain(parties, event) });
    },
    TripartiteMeetingPutOnHold: (row, event) => {
      const { reasonCode: holdReason, retractedPartyIds, waitUntilOn } = event.data;
      const meeting = asked(row, event);
      const parties = meeting.parties.map((party) =>
        retractedPartyIds.includes(party.partyId) ? { ...party, reply: 'retracted' as const, setBy: event.id } : party,
      );
      const hold = { resumesAs: resumesAs(meeting, retractedPartyIds), holdReason, waitUntilOn };
      return became(row, event, { state: 'onHold', parties, ...hold });
    },
    TripartiteMeetingResumed: (row, event) => {
      const state = asked(row, event).resumesAs ?? impossible(event, 'the meeting was not on hold');
      const noHold = { resumesAs: undefined, holdReason: undefined, waitUntilOn: undefined };
      return became(row, event, { state, ground: event.data.ground, ...noHold });
    },
    TripartiteMeetingCancelled: () => null,
    TripartitePartyAdded: (row, event) => {
      const { parties } = asked(row, event);
      return changed(row, event, { parties: [...parties, uninvited(event.data.party, event)] });
    },
    TripartitePartyRemoved: (row, event) => withParty(row, event, { reply: 'withdrawn' }),
    TripartitePartyInvited: (row, event) => {
      const { sentAt: invitedAt, replyDueOn } = event.data;
      const invited = withParty(row, event, { reply: 'invited', invitedAt, replyDueOn });
      return invited.state === 'scheduled' ? became(invited, event, { state: 'invited' }) : invited;
    },
    TripartiteInvitationOpened: (row, event) => withParty(row, event, { reply: 'opened' }),
    TripartitePartyReplied: (row, event) => {
      const { reply, proposedTimes, text: note } = event.data;
      return withParty(row, event, { reply, proposedTimes, note });
    },
    TripartiteAgendaSet: (row, event) => changed(row, event, { agenda: event.data.items }),
    TripartiteMeetingHeld: (row, event) => {
      const { startedAt: startsAt, endedAt, attendance } = event.data;
      const marks = new Map(attendance.map((mark) => [mark.partyId, mark.attendance]));
      const { parties, endsAt } = asked(row, event);
      const times = { startsAt, endsAt: endedAt ?? endsAt, startsOn: localDay(startsAt) };
      return became(row, event, { state: 'held', ...times, parties: attending(parties, marks, event) });
    },
    TripartiteMeetingNoShow: (row, event) => {
      const { absentPartyIds, notified } = event.data;
      const mark = notified ? 'absentNotified' : 'absent';
      const marks = new Map(absentPartyIds.map((partyId) => [partyId, mark] as const));
      const parties = attending(asked(row, event).parties, marks, event);
      return became(row, event, { state: 'notHeld', parties });
    },
    TripartiteConclusionRecorded: (row, event) => {
      const { conclusion, text: conclusionText } = event.data;
      return changed(row, event, { conclusion, conclusionText });
    },
    TripartiteFollowUpPlanned: (row, event) => changed(row, event, { followUpOn: event.data.targetOn }),
    TripartiteMinutesDrafted: (row, event) =>
      changed(row, event, { minutesState: 'draft', minutesVersion: event.data.minutesVersion }),
    TripartiteMinutesApproved: (row, event) => {
      const { minutesVersion } = event.data;
      return became(row, event, { state: 'minutesApproved', minutesState: 'approved', minutesVersion });
    },
    TripartiteMinutesAmended: (row, event) => changed(row, event, { minutesVersion: event.data.minutesVersion }),
    TripartiteMeetingClosed: (row, event) => became(row, event, { state: 'closed' }),
  },
});
