import { Code, Month } from '@etapp/kernel';
import { z } from 'zod';

import { LegalBasisCode, PartyKind } from './values.js';

const days = (fallback: number): z.ZodDefault<z.ZodNumber> => z.number().int().min(0).max(3650).default(fallback);
/** A wall clock time in Europe/Stockholm, 00:00 to 23:59. */
export const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'a time, HH:MM' });

/**
 * What a municipality or unit decides for itself, with defaults. Keys are the published names of settings (storage
 * format). BD are Swedish business days, CD calendar days. Legal readings are the municipality's, never Etapp's.
 */
export const UnitSettings = z.object({
  legalBases: z.array(LegalBasisCode).default([]),
  ownParties: z.array(PartyKind).default(['labourMarketAdministration']),
  statuteCodes: z.array(Code).default([]),
  /** Longest validity of a consent, months. */
  'consent.maxMonths': z.number().int().min(1).max(60).default(12),
  'consent.forms': z.array(z.enum(['written', 'oral'])).default(['written', 'oral']),
  /** Longest placement without a stated reason, months. Source: SIN, 1 to 3 months. */
  'placement.maxMonths': z.number().int().min(1).max(24).default(3),
  /** Longest placement at all, months. */
  'placement.capMonths': z.number().int().min(1).max(24).default(6),
  'activityRequirement.firstMonth': Month.default('2026-10'),
  /** BD from opening to first contact. Source: Trelleborg, first contact at once. */
  'firstContact.days': days(1),
  /** BD from first contact to an active plan. Source: Trelleborg model, plan the same day. */
  'plan.days': days(1),
  /** CD from activation to the first review. */
  'planReview.firstDays': days(14),
  /** CD from one review to the next. */
  'planReview.nextDays': days(28),
  /** CD without activity until a case is silent. */
  'silent.days': days(21),
  /** BD before a measure is due. */
  'measure.remindDays': days(5),
  /** BD from a meeting to approved minutes. */
  'minutes.days': days(2),
  /** BD before a meeting when invitations must be out. */
  'invite.days': days(10),
  /** BD from a missed first contact to the reminder. */
  'contactMissed.days': days(1),
  /** BD from the wish for a meeting until it shall have its time. */
  'meetingToSchedule.days': days(5),
  /** BD from a meeting that nobody came to. */
  'meetingNoShow.days': days(1),
  /** CD from a meeting to the next, where one follows. */
  'followUpMeeting.days': days(56),
  /** BD that an asked-for consent may stay unanswered. */
  'consentUnanswered.days': days(5),
  /** BD before the last day of a consent. */
  'consentExpiring.days': days(10),
  /** BD after a measure was due. */
  'measureOverdue.days': days(1),
  /** BD after a measure was due when the unit lead is told. */
  'measureLongOverdue.days': days(5),
  /** CD from the start of a placement to its check. Source: SIN. */
  'placementCheck.days': days(14),
  /** BD before a placement ends. */
  'placementEnding.days': days(10),
  /** BD from a recorded protection to the check of what shows. */
  'protectionCheck.days': days(1),
  /** BD that a referral may stay unanswered. */
  'referralUnanswered.days': days(5),
  /** BD after the day that a reply to a referral was due. */
  'referralOverdue.days': days(1),
  /** BD after the day that a referral was to start. */
  'referralNotStarted.days': days(5),
  /** CD from one feedback on a referral to the next. Source: SIN. */
  'referralFeedback.days': days(28),
  /** BD that a transfer may stay unacknowledged, and BD when the unit lead is told. */
  'transferToAcknowledge.days': days(2),
  'transferLongUnacknowledged.days': days(5),
  /** When reminders ring in the morning (advance, overdue) and at midday (on the last day), Europe/Stockholm. */
  'ring.morning': LocalTime.default('07:00'),
  'ring.midday': LocalTime.default('13:00'),
  /**
   * Reminder rules that ring at the other time of day than their own, and those that do not ring at all, by name or number.
   * A change names rules that there are; what was stored may name one that was given up since, and says nothing then.
   */
  'ring.inTheMorning': z.array(Code).default([]),
  'ring.atMidday': z.array(Code).default([]),
  'ring.off': z.array(Code).default([]),
  'caseload.perFullTime': z.number().int().min(1).max(500).default(20),
  /** Absence longer than this many BD needs a deputy. */
  'absence.deputyAfterDays': days(5),
  /** CD after closing when reopening releases the caseworker. */
  unassignAfterClosedDays: days(60),
  /** Longest wait, CD. */
  'wait.maxDays': days(90),
  /** How often a measure's due date may move before a meeting is needed. */
  'measure.maxDateChanges': z.number().int().min(0).max(20).default(2),
  caseClosingDefinitions: z.array(Code).default(['CLOSE-3M', 'CLOSE-6M']),
});
export type UnitSettings = z.output<typeof UnitSettings>;

/** The settings whose values name reminder rules. */
export const ruleSettings: readonly (keyof UnitSettings)[] = ['ring.inTheMorning', 'ring.atMidday', 'ring.off'];

/** Every setting at its default. */
export const defaultSettings: UnitSettings = UnitSettings.parse({});
