import { localDay } from '@etapp/calendar';

import type { CaseFolds } from '../../case-fold.js';
import type { OpenMeeting, WorklistRow } from '../row.js';
import { withMeeting, withoutMeeting } from './meeting-reasons.js';

type Step = { readonly id: string; readonly occurredAt: string; readonly data: { readonly meetingId: string } };

const meetingOf = (row: WorklistRow, meetingId: string): OpenMeeting => {
  const known = row.meetings.find((meeting) => meeting.meetingId === meetingId);
  if (known === undefined) throw new Error(`no open meeting ${meetingId}`);
  return known;
};

/** A change to a meeting that keeps its state. */
const changed = (
  row: WorklistRow,
  event: Step,
  change: (meeting: OpenMeeting) => Partial<OpenMeeting>,
): WorklistRow => {
  const meeting = meetingOf(row, event.data.meetingId);
  return withMeeting(row, { ...meeting, ...change(meeting) });
};

/** A new state of a meeting, since the event; `anchorOn` is the day that its reasons count from. */
const became = (
  row: WorklistRow,
  event: Step,
  next: Pick<OpenMeeting, 'state' | 'anchorOn'> & Partial<OpenMeeting>,
): WorklistRow => changed(row, event, () => ({ since: event.occurredAt, setBy: event.id, ...next }));

const consentOf = (ground: { readonly kind: string; readonly consentId?: string }): Partial<OpenMeeting> =>
  ground.consentId === undefined ? {} : { consentId: ground.consentId };

const asked = (event: Step): OpenMeeting => ({
  meetingId: event.data.meetingId,
  state: 'requested',
  since: event.occurredAt,
  anchorOn: localDay(event.occurredAt),
  parties: [],
  setBy: event.id,
});

/** Meetings until they are held: asked for, planned, moved, on hold. */
export const meetingReasons: CaseFolds<WorklistRow> = {
  TripartiteMeetingRequested: (row, event) => withMeeting(row, asked(event)),
  TripartiteMeetingRequestWithdrawn: (row, { data: { meetingId } }) => withoutMeeting(row, meetingId),
  TripartiteMeetingScheduled: (row, event) => {
    const { startsAt, parties, documentationResponsible, ground } = event.data;
    const startsOn = localDay(startsAt);
    return became(row, event, {
      ...{ state: 'planned', anchorOn: startsOn, startsOn, documentationResponsible, ...consentOf(ground) },
      parties: parties.map(({ partyId, kind }) => ({ partyId, kind, tag: 'notInvited', setBy: event.id })),
    });
  },
  TripartiteMeetingRescheduled: (row, event) => {
    const startsOn = localDay(event.data.startsAt);
    const { parties } = meetingOf(row, event.data.meetingId);
    const toInvite = parties.map(
      ({ partyId, kind }) => ({ partyId, kind, tag: 'notInvited', setBy: event.id }) as const,
    );
    return became(row, event, { state: 'planned', anchorOn: startsOn, startsOn, parties: toInvite });
  },
  TripartiteMeetingPutOnHold: (row, event) => {
    const { meetingId, retractedPartyIds } = event.data;
    const { state, heldBackFrom, parties } = meetingOf(row, meetingId);
    const before = state === 'onHold' ? heldBackFrom : state === 'notHeld' ? state : 'planned';
    return became(row, event, {
      state: 'onHold',
      anchorOn: localDay(event.occurredAt),
      ...(before === undefined ? {} : { heldBackFrom: before }),
      parties: parties.map((party) =>
        retractedPartyIds.includes(party.partyId) ? { ...party, tag: 'retracted', setBy: event.id } : party,
      ),
    });
  },
  TripartiteMeetingResumed: (row, event) => {
    const { meetingId, ground } = event.data;
    const { consentId: _old, ...meeting } = meetingOf(row, meetingId);
    const { heldBackFrom = 'planned', startsOn, anchorOn, parties } = meeting;
    // Whose invitation was taken back is invited anew.
    const invited = parties.map((party) =>
      party.tag === 'retracted'
        ? { partyId: party.partyId, kind: party.kind, tag: 'notInvited' as const, setBy: event.id }
        : party,
    );
    const resumed = { state: heldBackFrom, since: event.occurredAt, setBy: event.id, parties: invited };
    const day = heldBackFrom === 'planned' ? (startsOn ?? anchorOn) : localDay(event.occurredAt);
    return withMeeting(row, { ...meeting, ...resumed, anchorOn: day, ...consentOf(ground) });
  },
  TripartiteMeetingCancelled: (row, { data: { meetingId } }) => withoutMeeting(row, meetingId),
};

type Party = OpenMeeting['parties'][number];

const withParty = (
  row: WorklistRow,
  event: Step & { readonly data: { readonly partyId: string } },
  change: Partial<Party>,
) =>
  changed(row, event, ({ parties }) => ({
    parties: parties.map((party) =>
      party.partyId === event.data.partyId ? { ...party, ...change, setBy: event.id } : party,
    ),
  }));

/** The parties of a meeting: who is invited, who has answered. */
export const partyReasons: CaseFolds<WorklistRow> = {
  TripartitePartyAdded: (row, event) => {
    const { partyId, kind } = event.data.party;
    return changed(row, event, ({ parties }) => ({
      parties: [...parties, { partyId, kind, tag: 'notInvited', setBy: event.id }],
    }));
  },
  TripartitePartyRemoved: (row, event) =>
    changed(row, event, ({ parties }) => ({
      parties: parties.filter(({ partyId }) => partyId !== event.data.partyId),
    })),
  TripartitePartyInvited: (row, event) => {
    const { sentAt, replyDueOn } = event.data;
    return withParty(row, event, {
      tag: 'invited',
      invitedAt: sentAt,
      ...(replyDueOn === undefined ? {} : { replyDueOn }),
    });
  },
  TripartiteInvitationOpened: (row, event) => {
    const { meetingId, partyId } = event.data;
    const answered = meetingOf(row, meetingId).parties.some(
      (party) => party.partyId === partyId && party.tag !== 'invited',
    );
    return answered ? row : withParty(row, event, { tag: 'opened' });
  },
  TripartitePartyReplied: (row, event) => withParty(row, event, { tag: event.data.reply }),
};

/** What comes of a meeting: held or not, its minutes, its end. */
export const meetingOutcomeReasons: CaseFolds<WorklistRow> = {
  TripartiteMeetingHeld: (row, event) =>
    became(row, event, { state: 'held', anchorOn: localDay(event.data.startedAt) }),
  TripartiteMeetingNoShow: (row, event) =>
    became(row, event, { state: 'notHeld', anchorOn: localDay(event.data.missedAt) }),
  TripartiteMinutesDrafted: (row, event) => {
    const { minutesVersion } = event.data;
    return changed(row, event, () => ({ minutesVersion }));
  },
  TripartiteMinutesApproved: (row, event) =>
    became(row, event, { state: 'minutesApproved', anchorOn: localDay(event.occurredAt) }),
  TripartiteMeetingClosed: (row, { data: { meetingId } }) => withoutMeeting(row, meetingId),
};
