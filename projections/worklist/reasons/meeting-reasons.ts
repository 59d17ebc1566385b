import type { OpenMeeting, Reason, ReasonCode, WorklistRow } from '../row.js';
import { us } from './raising.js';

const codes: readonly ReasonCode[] = [
  'meeting-to-schedule',
  'meeting-invitations-to-send',
  'meeting-replies',
  'meeting-result-missing',
  'minutes-missing',
  'meeting-to-close',
];

/** The row with a meeting as it stands now, and the reasons that follow from it in the place of those it had. */
export const withMeeting = (row: WorklistRow, meeting: OpenMeeting): WorklistRow => {
  const { meetings, reasons } = withoutMeeting(row, meeting.meetingId);
  return { ...row, meetings: [...meetings, meeting], reasons: [...reasons, ...reasonsOf(meeting)] };
};

/** The row without a meeting that nobody has to do anything about any more. */
export const withoutMeeting = (row: WorklistRow, meetingId: string): WorklistRow => ({
  ...row,
  meetings: row.meetings.filter((meeting) => meeting.meetingId !== meetingId),
  reasons: row.reasons.filter(({ code, subjectId }) => subjectId !== meetingId || !codes.includes(code)),
});

const reasonsOf = (meeting: OpenMeeting): readonly Reason[] => byState[meeting.state](meeting);

const reason = (code: ReasonCode, meeting: OpenMeeting, stated: Partial<Reason> = {}): Reason => {
  const { meetingId, since, anchorOn, setBy } = meeting;
  return { code, subjectId: meetingId, since, anchorOn, waitsFor: us, setBy: [setBy], ...stated };
};

const planned = (meeting: OpenMeeting): readonly Reason[] => [
  ...toInvite(meeting),
  ...awaitingReplies(meeting),
  reason('meeting-result-missing', meeting),
];

/** What a meeting waits for in each of its states. */
const byState: Readonly<Record<OpenMeeting['state'], (meeting: OpenMeeting) => readonly Reason[]>> = {
  requested: (meeting) => [reason('meeting-to-schedule', meeting)],
  planned,
  onHold: () => [],
  notHeld: (meeting) => [reason('meeting-to-schedule', meeting, { subStatus: { code: 'noShow' } })],
  held: (meeting) => {
    const { documentationResponsible, minutesVersion } = meeting;
    const waitsFor = documentationResponsible === undefined ? us : [documentationResponsible];
    const draft = minutesVersion === undefined ? {} : { subStatus: { count: minutesVersion } };
    return [reason('minutes-missing', meeting, { waitsFor, ...draft })];
  },
  minutesApproved: (meeting) => [reason('meeting-to-close', meeting)],
};

const shown = ({ partyId, kind, tag }: OpenMeeting['parties'][number]) => ({ partyId, kind, tag });

const toInvite = (meeting: OpenMeeting): readonly Reason[] => {
  const left = meeting.parties.filter(({ tag }) => tag === 'notInvited');
  if (left.length === 0) return [];
  return [
    reason('meeting-invitations-to-send', meeting, { subStatus: { count: left.length, parties: left.map(shown) } }),
  ];
};

const earliest = (days: readonly string[], otherwise: string): string =>
  days.reduce((first, day) => (day < first ? day : first), days[0] ?? otherwise);

/** The parties who have an invitation and no answer yet; without a stated day they may answer until the meeting. */
const awaitingReplies = (meeting: OpenMeeting): readonly Reason[] => {
  const awaited = meeting.parties.filter(({ tag }) => tag === 'invited' || tag === 'opened');
  if (awaited.length === 0) return [];
  const days = awaited.flatMap(({ replyDueOn }) => (replyDueOn === undefined ? [] : [replyDueOn]));
  const sent = awaited.flatMap(({ invitedAt }) => (invitedAt === undefined ? [] : [invitedAt]));
  return [
    reason('meeting-replies', meeting, {
      since: earliest(sent, meeting.since),
      anchorOn: earliest(days, meeting.anchorOn),
      subStatus: { count: awaited.length, parties: meeting.parties.map(shown) },
      waitsFor: [...new Set(awaited.map(({ kind }) => kind))],
      setBy: awaited.map(({ setBy }) => setBy),
    }),
  ];
};
