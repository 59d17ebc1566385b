import type { CaseFolds } from '../../case-fold.js';
import { added, changed, without } from '../lists.js';
import type { CasePageRow } from '../row.js';

type Meeting = CasePageRow['meetings'][number];
type Step = { readonly id: string; readonly data: { readonly meetingId: string } };

const changedMeeting = (row: CasePageRow, event: Step, change: (meeting: Meeting) => Meeting): CasePageRow => ({
  ...row,
  meetings: changed(
    row.meetings,
    ({ meetingId }) => meetingId === event.data.meetingId,
    (meeting) => ({ ...change(meeting), setBy: event.id }),
  ),
});

const became = (row: CasePageRow, event: Step, change: Partial<Meeting>): CasePageRow =>
  changedMeeting(row, event, (meeting) => ({ ...meeting, ...change }));

/** Where a meeting goes on after a hold: parties whose invitation is taken back are to be invited anew. */
const resumesAs = ({ state, resumesAs: held }: Meeting, retracted: readonly string[]): Meeting['resumesAs'] => {
  const before = state === 'onHold' ? held : state;
  if (before === 'notHeld') return 'notHeld';
  return before === 'invited' && retracted.length === 0 ? 'invited' : 'scheduled';
};

const over = (row: CasePageRow, { data: { meetingId } }: Step): CasePageRow => ({
  ...row,
  meetings: without(row.meetings, (meeting) => meeting.meetingId === meetingId),
});

/** Meetings until they are closed. */
export const meetingsOnPage: CaseFolds<CasePageRow> = {
  TripartiteMeetingRequested: (row, { id, occurredAt, data: { meetingId, form } }) => ({
    ...row,
    meetings: added(row.meetings, { meetingId, form, state: 'requested', requestedAt: occurredAt, setBy: id }),
  }),
  TripartiteMeetingRequestWithdrawn: over,
  TripartiteMeetingScheduled: (row, event) => became(row, event, { state: 'scheduled', startsAt: event.data.startsAt }),
  TripartiteMeetingRescheduled: (row, event) =>
    became(row, event, { state: 'scheduled', startsAt: event.data.startsAt }),
  TripartitePartyInvited: (row, event) => became(row, event, { state: 'invited' }),
  TripartiteMeetingPutOnHold: (row, event) =>
    changedMeeting(row, event, (meeting) => ({
      ...{ ...meeting, state: 'onHold' },
      resumesAs: resumesAs(meeting, event.data.retractedPartyIds),
    })),
  TripartiteMeetingResumed: (row, event) =>
    changedMeeting(row, event, ({ resumesAs: next = 'scheduled', ...meeting }) => ({ ...meeting, state: next })),
  TripartiteMeetingCancelled: over,
  TripartiteMeetingHeld: (row, event) => became(row, event, { state: 'held', startsAt: event.data.startedAt }),
  TripartiteMeetingNoShow: (row, event) => became(row, event, { state: 'notHeld' }),
  TripartiteMinutesApproved: (row, event) => became(row, event, { state: 'minutesApproved' }),
  TripartiteMeetingClosed: over,
};
