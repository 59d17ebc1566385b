import {
  CaseSource,
  DataCategory,
  ExitDestination,
  MeasureKind,
  MeetingForm,
  PartyKind,
  PlanActivityKind,
  ReferralPurpose,
  ServedAs,
  SharingPurpose,
  SupportForm,
  Track,
  WaitReason,
} from '@etapp/domain';
import { boxed, Code, Hours, Id, Instant, LocalDate, PublicName } from '@etapp/kernel';
import { z } from 'zod';

/** A step of the person's route in the current period, with the day it was reached or is booked for. */
export const RouteStep = z.object({
  step: z.enum(['firstContact', 'plan', 'support', 'exit']),
  state: z.enum(['booked', 'drafted', 'reached']),
  on: LocalDate,
  setBy: Id,
});
export type RouteStep = z.output<typeof RouteStep>;

const Goal = z.object({
  goalId: Id,
  goalKind: z.enum(['work', 'study', 'selfEmployment', 'language', 'other']),
  wording: boxed(),
  targetOn: LocalDate.optional(),
  state: z.enum(['open', 'reached', 'dropped']),
  setBy: Id,
});
const Activity = z.object({
  activityId: Id,
  goalId: Id.optional(),
  kind: PlanActivityKind,
  ownerParty: PartyKind,
  providerParty: PartyKind.optional(),
  startsOn: LocalDate,
  endsOn: LocalDate.optional(),
  hoursPerWeek: Hours.optional(),
  supportForm: SupportForm.optional(),
  note: boxed().optional(),
  endedOn: LocalDate.optional(),
  result: z.enum(['completed', 'discontinued', 'neverStarted']).optional(),
  setBy: Id,
});

/** A plan of the case with its goals, activities and next step. */
export const PlanOnPage = z.object({
  planId: Id,
  planType: z.enum(['directPlan', 'establishmentTrack', 'activityPlan', 'studyPlan']),
  status: z.enum(['draft', 'active', 'closed']),
  revision: z.int(),
  activatedOn: LocalDate.optional(),
  reviewedOn: LocalDate.optional(),
  closedOn: LocalDate.optional(),
  goals: z.array(Goal),
  activities: z.array(Activity),
  nextStep: z.object({ text: boxed(), on: LocalDate, setBy: Id }).optional(),
});
export type PlanOnPage = z.output<typeof PlanOnPage>;

/** A meeting that is not over; `resumesAs` is the state that it goes back to when it is no longer on hold. */
const MeetingOnPage = z.object({
  meetingId: Id,
  form: MeetingForm,
  state: z.enum(['requested', 'scheduled', 'invited', 'onHold', 'notHeld', 'held', 'minutesApproved']),
  resumesAs: z.enum(['scheduled', 'invited', 'notHeld']).optional(),
  requestedAt: Instant,
  startsAt: Instant.optional(),
  setBy: Id,
});

/** A measure that somebody still owes. */
export const MeasureOnPage = z.object({
  measureId: Id,
  meetingId: Id.optional(),
  kind: MeasureKind,
  ownerParty: PartyKind,
  ownerUserId: Id.optional(),
  description: boxed(),
  agreedOn: LocalDate,
  dueOn: LocalDate,
  dueDateChanges: z.int(),
  state: z.enum(['agreed', 'started']),
  setBy: Id,
});

/** A referral that has not ended. */
const ReferralOnPage = z.object({
  referralId: Id,
  toParty: PartyKind,
  toOrganisation: PublicName,
  purpose: ReferralPurpose,
  state: z.enum(['sent', 'waitlisted', 'accepted', 'started']),
  sentAt: Instant,
  replyDueOn: LocalDate,
  plannedStartOn: LocalDate.optional(),
  startedOn: LocalDate.optional(),
  setBy: Id,
});

/** A placement that has not ended. */
const PlacementOnPage = z.object({
  placementId: Id,
  employerId: Id,
  kind: z.enum(['workPlacement', 'workTrial']),
  startsOn: LocalDate,
  endsOn: LocalDate,
  hoursPerWeek: Hours,
  state: z.enum(['agreed', 'running']),
  checkedOn: LocalDate.optional(),
  setBy: Id,
});

/** A consent that is asked for or given. */
export const ConsentOnPage = z.object({
  consentId: Id,
  kind: z.enum(['sharing', 'registry']),
  parties: z.array(PartyKind),
  purposes: z.array(SharingPurpose),
  categories: z.array(DataCategory),
  state: z.enum(['requested', 'given']),
  signedOn: LocalDate.optional(),
  lastValidOn: LocalDate.optional(),
  setBy: Id,
});

const Assigned = z.object({ roleInCase: Code, userId: Id, fromOn: LocalDate, setBy: Id });
const Deputy = z.object({ userId: Id, fromOn: LocalDate, toOn: LocalDate, setBy: Id });
const Wait = z.object({ waitId: Id, reasonCode: WaitReason, untilOn: LocalDate, note: boxed().optional(), setBy: Id });
const Transfer = z.object({ fromUnitId: Id, at: Instant, handoverNote: boxed(), setBy: Id });
const Closing = z.object({ closedOn: LocalDate, destination: ExitDestination, setBy: Id });
const EarlierPeriod = z.object({ periodNo: z.int(), receivedAt: Instant, closing: Closing.optional() });

/** One case as its page shows it; `version` is the version of the stream that the row was folded to. */
export const CasePageRow = z.object({
  caseId: Id,
  personId: Id,
  unitId: Id,
  caseStatus: z.enum(['open', 'closed', 'rejected', 'erroneous']),
  version: z.int(),
  periodNo: z.int(),
  source: CaseSource,
  servedAs: ServedAs,
  receivedAt: Instant,
  legalBasis: Code,
  replacesCaseId: Id.optional(),
  correctCaseId: Id.optional(),
  track: Track.optional(),
  trackSetBy: Id.optional(),
  route: z.array(RouteStep),
  closing: Closing.optional(),
  earlierPeriods: z.array(EarlierPeriod),
  /** The plan activated last in the period, or drafted last if none was. */
  plan: PlanOnPage.optional(),
  /** Plans that are not shown: drafted besides, or of an earlier period. They may still be worked on. */
  otherPlans: z.array(PlanOnPage),
  meetings: z.array(MeetingOnPage),
  measures: z.array(MeasureOnPage),
  referrals: z.array(ReferralOnPage),
  placements: z.array(PlacementOnPage),
  consents: z.array(ConsentOnPage),
  assigned: z.array(Assigned),
  deputy: Deputy.optional(),
  wait: Wait.optional(),
  transfer: Transfer.optional(),
});
export type CasePageRow = z.output<typeof CasePageRow>;
