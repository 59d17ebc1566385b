import { z } from 'zod';

const inRange = (value: string): boolean => value >= '1900-01-01' && value < '2200-01-01';

/** A local day in Europe/Stockholm, `YYYY-MM-DD`, an existing day from 1900 to 2199. */
export const LocalDate = z.iso.date().refine(inRange, { error: 'a day from 1900 to 2199' });
export type LocalDate = z.output<typeof LocalDate>;

/** `2026-03-02T09:00:00.000Z`: of the forms that the schema lets through, only this one is as long and ends so. */
const isCanonical = (value: string): boolean => value.length === 24 && value.endsWith('Z');

/** An instant: RFC 3339 with any offset in, UTC with milliseconds out (`2026-03-02T09:00:00.000Z`), 1900 to 2199. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine(inRange, { error: 'an instant from 1900 to 2199' })
  .transform((value) => (isCanonical(value) ? value : new Date(value).toISOString()));
export type Instant = z.output<typeof Instant>;

/** A month, `YYYY-MM`. */
export const Month = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, { error: 'a month, YYYY-MM' });
export type Month = z.output<typeof Month>;

/** Hours with at most one decimal, 0 to 744 (a month). */
export const Hours = z.number().min(0).max(744).multipleOf(0.1);

/**
 * An identifier chosen by the caller, so that a retry is the same fact. Letters are small whatever was sent: streams, rows
 * and keys are found by its text, and one thing must not have two names.
 */
export const Id = z.uuid().toLowerCase();
export type Id = z.output<typeof Id>;

/** A short code such as a language (`sv`), a form id or a statute: never prose, never about one person. */
export const Code = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/, { error: 'a code of letters, digits and . _ : / -' });
export type Code = z.output<typeof Code>;

/** A public name, such as that of an organisation, a unit or a group: never a person's, 1 to 120 characters. */
export const PublicName = z.string().trim().min(1).max(120);
export type PublicName = z.output<typeof PublicName>;
