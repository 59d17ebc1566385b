import { GivenReminder, PartyKind, ReminderRuleId, Track } from '@etapp/domain';
import { Id, Instant, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

/**
 * What the days of a reminder are counted from, and what its rule must know besides: never a due day. `untilOn` is a second
 * day (such as the one a reply is due), `party` and `userId` whom it concerns, `count` the how-manieth it is.
 */
export const Anchor = z.object({
  on: LocalDate,
  untilOn: LocalDate.optional(),
  stage: z.enum(['first', 'next']).optional(),
  count: z.int().optional(),
  party: PartyKind.optional(),
  userId: Id.optional(),
});
export type Anchor = z.output<typeof Anchor>;

/** A reminder that an event started, until an event ended it. */
export const Started = z.object({
  ruleId: ReminderRuleId,
  subjectId: Id,
  startedBy: Id,
  /** When it was learned: what was due by then rings on the next business day. */
  recordedAt: Instant,
  anchor: Anchor,
  endedBy: Id.optional(),
});
export type Started = z.output<typeof Started>;

/** A ring that was given, and what was done about it. `snooze` is the newest, unless it was acknowledged since. */
export const Rung = GivenReminder.extend({
  acknowledgedAt: Instant.optional(),
  snooze: z.object({ ringsAgainOn: LocalDate, recordedAt: Instant }).optional(),
});
export type Rung = z.output<typeof Rung>;

const Deputy = z.object({ userId: Id, fromOn: LocalDate, toOn: LocalDate });
const Meeting = z.object({
  meetingId: Id,
  convenor: PartyKind,
  documentationResponsible: PartyKind,
  heldOn: LocalDate.optional(),
  partyIds: z.array(Id),
  uninvitedPartyIds: z.array(Id),
});
const Measure = z.object({
  measureId: Id,
  ownerParty: PartyKind,
  ownerUserId: Id.optional(),
  dueOn: LocalDate,
});
const Placement = z.object({ placementId: Id, endsOn: LocalDate });

/**
 * What reminds in one case (`id` is the case's) or about one person (the person's): the facts that rules need, the
 * reminders that were started, the rings that were given. Due days follow from the settings in force: `planOf`.
 */
export const Schedule = z.object({
  id: Id,
  kind: z.enum(['case', 'person']),
  personId: Id,
  /** The version of the case's or person's own stream that the row has come to. */
  version: z.int(),
  /** A person's schedule is always open. */
  status: z.enum(['open', 'closed', 'rejected', 'erroneous']),
  /** The event that closed or opened it last, and when that was recorded. */
  statusBy: Id,
  statusAt: Instant,
  unitId: Id.optional(),
  caseworkerUserId: Id.optional(),
  deputy: Deputy.optional(),
  /** The wait under way, and when the last one ended, as recorded. */
  wait: z.object({ waitId: Id, startedBy: Id }).optional(),
  waitedUntil: Instant.optional(),
  lastActivityAt: Instant,
  contactsMissed: z.int(),
  track: Track.optional(),
  meetings: z.array(Meeting),
  measures: z.array(Measure),
  placements: z.array(Placement),
  reminders: z.array(Started),
  rings: z.array(Rung),
});
export type Schedule = z.output<typeof Schedule>;
