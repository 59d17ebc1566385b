import { type FoldOf, impossible, type Instant } from '@etapp/kernel';

import type { LastFact } from '../repetition.js';
import type { MeetingForm, PartyKind, SharingGround } from '../values.js';
import type { tripartiteEvents } from './tripartite.js';
import type { Attendance } from './tripartite-occasion.js';
import type { PartyLeft } from './tripartite-parties.js';
import { meetingCommandOf, meetingStatesFor, type MeetingStatus } from './tripartite-table.js';

type RequestStatus = 'requested' | 'withdrawn';

/** A party as rules know it: whom to ask, never who. */
export type Party = { readonly kind: PartyKind; readonly organisation?: string | undefined };

/** A meeting that was asked for, and has no time yet. `last` is the newest fact about the meeting as a whole. */
type RequestedMeeting = { readonly status: RequestStatus; readonly form: MeetingForm; readonly last: LastFact };

/** A meeting with a time, parties and a ground to share on. Once held, `startsAt` is when it began. */
export type PlannedMeeting = {
  readonly status: Exclude<MeetingStatus, RequestStatus>;
  readonly form: MeetingForm;
  readonly last: LastFact;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly documentationResponsible: PartyKind;
  readonly ground: SharingGround;
  readonly parties: Readonly<Record<string, Party>>;
  readonly formerParties: Readonly<Record<string, PartyLeft>>;
  /** The state that the meeting goes back to when it is no longer on hold. */
  readonly resumesAs: 'scheduled' | 'invited' | 'notHeld';
  readonly attendance: Readonly<Record<string, Attendance>>;
  readonly conclusion?: { readonly measuresExpected: boolean };
  readonly followUpOn?: string;
};
export type Meeting = RequestedMeeting | PlannedMeeting;
/** The meetings of a case by id. */
export type MeetingsState = Readonly<Record<string, Meeting>>;

type Step = {
  readonly type: keyof typeof meetingCommandOf;
  readonly id: string;
  readonly data: { readonly meetingId: string };
};

/** Whether a meeting has a time, parties and a ground. */
export const isPlanned = (meeting: Meeting): meeting is PlannedMeeting => 'startsAt' in meeting;

/** The meeting in a state in which such a fact can come. */
const before = (state: MeetingsState, event: Step): Meeting => {
  const meeting = state[event.data.meetingId] ?? impossible(event, 'the meeting was never asked for');
  const possible = meetingStatesFor[meetingCommandOf[event.type]].includes(meeting.status);
  return possible ? meeting : impossible(event, `the meeting is ${meeting.status}`);
};

const changed = (
  state: MeetingsState,
  event: Step,
  next: (meeting: PlannedMeeting, last: LastFact) => PlannedMeeting,
): MeetingsState => {
  const meeting = before(state, event);
  if (!isPlanned(meeting)) return impossible(event, 'the meeting has no time yet');
  return { ...state, [event.data.meetingId]: next(meeting, { type: event.type, data: event.data }) };
};

const became =
  (status: PlannedMeeting['status']) =>
  (state: MeetingsState, event: Step): MeetingsState =>
    changed(state, event, (meeting, last) => ({ ...meeting, status, last }));

const unchanged = (state: MeetingsState, event: Step): MeetingsState => changed(state, event, (meeting) => meeting);

const resumesAs = (meeting: PlannedMeeting, retracted: readonly string[]): PlannedMeeting['resumesAs'] => {
  const status = meeting.status === 'onHold' ? meeting.resumesAs : meeting.status;
  if (status === 'notHeld') return 'notHeld';
  return status === 'invited' && retracted.length === 0 ? 'invited' : 'scheduled';
};

/** How a meeting as a whole follows from all that happens to it. */
export const meetingFold: FoldOf<MeetingsState, typeof tripartiteEvents> = {
  initial: {},
  on: {
    TripartiteMeetingRequested: (state, { type, data }) => ({
      ...state,
      [data.meetingId]: { status: 'requested', form: data.form, last: { type, data } },
    }),
    TripartiteMeetingRequestWithdrawn: (state, event) => {
      const { type, data } = event;
      const { form } = before(state, event);
      return { ...state, [data.meetingId]: { status: 'withdrawn', form, last: { type, data } } };
    },
    TripartiteMeetingScheduled: (state, event) => {
      const { type, data } = event;
      const { meetingId, startsAt, endsAt, documentationResponsible, ground } = data;
      const parties = Object.fromEntries(
        data.parties.map(({ partyId, contact: _contact, ...party }) => [partyId, party]),
      );
      const { form } = before(state, event);
      const plan = {
        form,
        startsAt,
        endsAt,
        documentationResponsible,
        ground,
        parties,
        formerParties: {},
        attendance: {},
      };
      const meeting = { ...plan, status: 'scheduled', resumesAs: 'scheduled', last: { type, data } } as const;
      return { ...state, [meetingId]: meeting };
    },
    TripartiteMeetingRescheduled: (state, event) => {
      const { fromStartsAt: _from, ...data } = event.data;
      const { startsAt, endsAt } = data;
      const last = { type: event.type, data };
      return changed(state, event, (meeting) => ({ ...meeting, status: 'scheduled', startsAt, endsAt, last }));
    },
    TripartiteMeetingPutOnHold: (state, event) =>
      changed(state, event, (meeting, last) => {
        const next = resumesAs(meeting, event.data.retractedPartyIds);
        return { ...meeting, status: 'onHold', resumesAs: next, last };
      }),
    TripartiteMeetingResumed: (state, event) =>
      changed(state, event, (meeting, last) => {
        return { ...meeting, status: meeting.resumesAs, ground: event.data.ground, last };
      }),
    TripartiteMeetingCancelled: became('cancelled'),
    TripartitePartyAdded: (state, event) => {
      const { partyId, contact: _contact, ...party } = event.data.party;
      return changed(state, event, (meeting) => ({ ...meeting, parties: { ...meeting.parties, [partyId]: party } }));
    },
    TripartitePartyRemoved: (state, event) => {
      const { partyId, reasonCode } = event.data;
      return changed(state, event, (meeting) => {
        const { [partyId]: _left, ...parties } = meeting.parties;
        return { ...meeting, parties, formerParties: { ...meeting.formerParties, [partyId]: reasonCode } };
      });
    },
    TripartiteAgendaSet: (state, event) => {
      before(state, event);
      return state;
    },
    TripartitePartyInvited: (state, event) => changed(state, event, (meeting) => ({ ...meeting, status: 'invited' })),
    TripartiteInvitationOpened: unchanged,
    TripartitePartyReplied: unchanged,
    TripartiteMeetingHeld: (state, event) => {
      const attendance = Object.fromEntries(event.data.attendance.map((mark) => [mark.partyId, mark.attendance]));
      const startsAt = event.data.startedAt;
      return changed(state, event, (meeting, last) => {
        const known = Object.keys(attendance).every((partyId) => partyId in meeting.parties);
        if (!known) return impossible(event, 'the party is not known');
        return { ...meeting, status: 'held', startsAt, attendance, last };
      });
    },
    TripartiteMeetingNoShow: became('notHeld'),
    TripartiteConclusionRecorded: (state, event) => {
      const conclusion = { measuresExpected: event.data.noMeasuresReasonCode === undefined };
      return changed(state, event, (meeting) => ({ ...meeting, conclusion }));
    },
    TripartiteFollowUpPlanned: (state, event) =>
      changed(state, event, (meeting) => ({ ...meeting, followUpOn: event.data.targetOn })),
    TripartiteMinutesDrafted: unchanged,
    TripartiteMinutesApproved: became('minutesApproved'),
    TripartiteMinutesAmended: unchanged,
    TripartiteMinutesShared: unchanged,
    TripartiteMeetingClosed: became('closed'),
  },
};
