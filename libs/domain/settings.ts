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
  'ring.morning': LocalTime.default('07:00'),
  'ring.midday': LocalTime.default('13:00'),
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

/** Every setting at its default. */
export const defaultSettings: UnitSettings = UnitSettings.parse({});
