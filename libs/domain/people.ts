import { z } from 'zod';

/** Sex as stored for figures (kön); what is stored wins over the digit of an identity number. */
export const Sex = z.enum(['female', 'male', 'unknown']);
export type Sex = z.output<typeof Sex>;

/** Highest completed education (utbildningsnivå). */
export const EducationLevel = z.enum([
  'none',
  'primaryPartial',
  'primary',
  'upperSecondary',
  'postSecondaryShort',
  'postSecondaryLong',
  'unknown',
]);

/** Roles whose work a unit does and its lead leads, and may give. */
export const RoleInUnit = z.enum([
  'labourMarketCaseworker',
  'socialWorker',
  'incomeSupportOfficer',
  'pesAdviser',
  'sfiTeacher',
  'studyCounsellor',
  'employmentSpecialist',
  'coach',
  'activityHost',
  'coordinator',
]);

/**
 * What a member of staff works as, and hence may do (roll). Being a deputy is no role: it follows from somebody's
 * absence. `operator` runs the service and its settings, and reads nothing about a person.
 */
export const Role = z.enum([
  ...RoleInUnit.options,
  'unitLead',
  'auditor',
  'logReviewer',
  'evaluator',
  'archivist',
  'statisticsOfficer',
  'operator',
]);
export type Role = z.output<typeof Role>;

/** Protected identity (skyddade personuppgifter) in three grades. Source: Skatteverket. */
export const ProtectionLevel = z.enum([
  'none',
  'confidentialityMarking',
  'protectedPopulationRegistration',
  'fictitiousIdentity',
]);
export type ProtectionLevel = z.output<typeof ProtectionLevel>;
