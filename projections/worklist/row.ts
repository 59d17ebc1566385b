import { PartyKind, Track, WaitReason } from '@etapp/domain';
import { Code, Id, Instant, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

/** Why a case needs something. The codes are stored; labels are for the reader's language. */
export const ReasonCode = z.enum([
  'first-contact-due',
  'contact-result-missing',
  'track-not-assessed',
  'plan-missing',
  'plan-review-due',
  'next-step-due',
  'silent-case',
  'meeting-to-schedule',
  'meeting-invitations-to-send',
  'meeting-replies',
  'meeting-result-missing',
  'minutes-missing',
  'meeting-to-close',
  'measure-due',
  'measure-overdue',
  'referral-unanswered',
  'referral-declined',
  'referral-not-started',
  'referral-feedback-due',
  'referral-change-proposed',
  'consent-expiring',
  'consent-lost',
  'placement-check',
  'placement-ending',
  'transfer-to-acknowledge',
  'wait-over',
]);
export type ReasonCode = z.output<typeof ReasonCode>;

/** Where a party stands with an invitation. */
const ReplyTag = z.enum(['notInvited', 'invited', 'opened', 'accepts', 'proposesNewTime', 'declines', 'retracted']);

/** A meeting or referral that a consent carries. */
const Reliance = z.object({ kind: z.enum(['meeting', 'referral']), id: Id });

/** How far the matter behind a reason has come: a code with what belongs to it (a time, a number, parties, a unit). */
const SubStatus = z.object({
  code: Code.optional(),
  at: Instant.optional(),
  count: z.int().optional(),
  parties: z.array(z.object({ partyId: Id, kind: PartyKind, tag: ReplyTag })).optional(),
  reliedOnBy: z.array(Reliance).optional(),
  unitId: Id.optional(),
});

/**
 * A reason as folded. Days to show it and to be done by follow from `anchorOn` (and `since`), the settings in force and the
 * calendar, and are never stored. `setBy` are the events that set it.
 */
export const Reason = z.object({
  code: ReasonCode,
  subjectId: Id,
  since: Instant,
  anchorOn: LocalDate,
  subStatus: SubStatus.optional(),
  waitsFor: z.array(PartyKind),
  setBy: z.array(Id),
});
export type Reason = z.output<typeof Reason>;

const InvitedParty = z.object({
  partyId: Id,
  kind: PartyKind,
  tag: ReplyTag,
  invitedAt: Instant.optional(),
  replyDueOn: LocalDate.optional(),
  setBy: Id,
});

/** A meeting that is not closed, as far as its reasons must know it. `since` and `anchorOn` belong to its state. */
export const OpenMeeting = z.object({
  meetingId: Id,
  state: z.enum(['requested', 'planned', 'onHold', 'notHeld', 'held', 'minutesApproved']),
  heldBackFrom: z.enum(['planned', 'notHeld']).optional(),
  since: Instant,
  anchorOn: LocalDate,
  startsOn: LocalDate.optional(),
  documentationResponsible: PartyKind.optional(),
  consentId: Id.optional(),
  minutesVersion: z.int().optional(),
  parties: z.array(InvitedParty),
  setBy: Id,
});
export type OpenMeeting = z.output<typeof OpenMeeting>;

const KnownConsent = z.object({
  consentId: Id,
  forMeetings: z.boolean(),
  lastValidOn: LocalDate.optional(),
  endedOn: LocalDate.optional(),
  setBy: Id,
});
const OpenReferral = z.object({ referralId: Id, toParty: PartyKind, consentId: Id.optional(), started: z.boolean() });
const OpenPlacement = z.object({ placementId: Id, endsOn: LocalDate, running: z.boolean() });
const Wait = z.object({ waitId: Id, untilOn: LocalDate, reasonCode: WaitReason });
const Deputy = z.object({ fromOn: LocalDate, toOn: LocalDate });

/** How far the person's route has come. */
export const Phase = z.enum(['awaitingFirstContact', 'awaitingPlan', 'inActivity', 'inPlacement']);

/** Where the plan stands. */
export const PlanStatus = z.enum(['none', 'draft', 'active', 'closed']);

/** One row per case; only open ones are listed. `meetings` to `placements` are what later events must find again. */
export const WorklistRow = z.object({
  caseId: Id,
  personId: Id,
  unitId: Id,
  caseStatus: z.enum(['open', 'closed', 'rejected', 'erroneous']),
  periodNo: z.int(),
  caseworkerUserId: Id.optional(),
  assignedAt: Instant.optional(),
  deputyUserId: Id.optional(),
  deputy: Deputy.optional(),
  track: Track.optional(),
  contactHeld: z.boolean(),
  contactsMissed: z.int(),
  phase: Phase,
  planState: PlanStatus,
  nextStepOn: LocalDate.optional(),
  wait: Wait.optional(),
  lastActivityAt: Instant,
  /** When the newest event was recorded: what is unread follows from it. */
  lastEventAt: Instant,
  caseVersion: z.int(),
  reasons: z.array(Reason),
  meetings: z.array(OpenMeeting),
  consents: z.array(KnownConsent),
  referrals: z.array(OpenReferral),
  placements: z.array(OpenPlacement),
});
export type WorklistRow = z.output<typeof WorklistRow>;
