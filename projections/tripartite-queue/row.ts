import { Channel, MeetingConclusion, MeetingForm, PartyKind, SharingGround } from '@etapp/domain';
import { boxed, Code, Id, Instant, LocalDate, PublicName } from '@etapp/kernel';
import { z } from 'zod';

/**
 * Where a party stands with an invitation: not invited, not opened (`invited`), opened, comes, wants another time, does
 * not come; `withdrawn` has left the meeting, `retracted` had the invitation taken back.
 */
export const PartyReply = z.enum([
  'notInvited',
  'invited',
  'opened',
  'accepts',
  'proposesNewTime',
  'declines',
  'withdrawn',
  'retracted',
]);

/** Whether a party was at the meeting; `represented` by somebody who speaks for it (ombud). */
export const PartyAttendance = z.enum(['attended', 'absentNotified', 'absent', 'represented']);

/** A party of a meeting. */
export const MeetingPartyRow = z.object({
  partyId: Id,
  kind: PartyKind,
  organisation: PublicName.optional(),
  contact: boxed().optional(),
  reply: PartyReply,
  invitedAt: Instant.optional(),
  replyDueOn: LocalDate.optional(),
  proposedTimes: z.array(Instant).optional(),
  note: boxed().optional(),
  attendance: PartyAttendance.optional(),
  setBy: Id,
});
export type MeetingPartyRow = z.output<typeof MeetingPartyRow>;

/**
 * A meeting between the parties. `stateSince` and `stateSetBy` are when and by which event it came to its state.
 * `startsOn` is the local day; once held, `startsAt` is when it began.
 */
export const TripartiteQueueRow = z.object({
  meetingId: Id,
  caseId: Id,
  form: MeetingForm,
  reasonCode: Code,
  requestedBy: PartyKind,
  requestedAt: Instant,
  urgent: z.boolean(),
  purpose: boxed(),
  agenda: z.array(boxed()).optional(),
  state: z.enum(['requested', 'scheduled', 'invited', 'onHold', 'notHeld', 'held', 'minutesApproved', 'closed']),
  stateSince: Instant,
  stateSetBy: Id,
  resumesAs: z.enum(['scheduled', 'invited', 'notHeld']).optional(),
  startsAt: Instant.optional(),
  endsAt: Instant.optional(),
  startsOn: LocalDate.optional(),
  moves: z.int(),
  channel: Channel.optional(),
  place: boxed().optional(),
  convenor: PartyKind.optional(),
  documentationResponsible: PartyKind.optional(),
  ground: SharingGround.optional(),
  parties: z.array(MeetingPartyRow),
  holdReason: Code.optional(),
  waitUntilOn: LocalDate.optional(),
  conclusion: MeetingConclusion.optional(),
  conclusionText: boxed().optional(),
  minutesState: z.enum(['none', 'draft', 'approved']),
  minutesVersion: z.int().optional(),
  followUpOn: LocalDate.optional(),
});
export type TripartiteQueueRow = z.output<typeof TripartiteQueueRow>;
