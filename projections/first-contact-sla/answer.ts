import { CaseSource, ServedAs } from '@etapp/domain';
import { Id, Instant, LocalDate, Month } from '@etapp/kernel';
import { z } from 'zod';

import { CaseScope } from '../case-card/queries.js';
import { PersonInList } from '../person-card/person-in-list.js';

/**
 * How a period stands to its target: `met` and `late` had their contact; `waiting` and `overdue` have none yet; `ended`
 * will have none.
 */
export const FirstContactState = z.enum(['met', 'late', 'waiting', 'overdue', 'ended']);
export type FirstContactState = z.output<typeof FirstContactState>;

/** Which periods: by the day, or the month, in which the case was received; days are included. */
export const FirstContactSlaInput = z.strictObject({
  scope: CaseScope.default('unit'),
  receivedMonth: Month.optional(),
  receivedFrom: LocalDate.optional(),
  receivedTo: LocalDate.optional(),
  unitId: Id.optional(),
  source: CaseSource.optional(),
  servedAs: ServedAs.optional(),
  state: FirstContactState.optional(),
});
export type FirstContactSlaInput = z.output<typeof FirstContactSlaInput>;

/**
 * One period of a case. Numbers are Swedish business days: from the day received to contact and to plan, and by how many
 * the due day was passed. `dueOn` follows from the unit's setting `firstContact.days` in force on the day received.
 */
export const FirstContactSlaItem = z.object({
  caseId: Id,
  periodNo: z.int(),
  person: PersonInList,
  unitId: Id,
  caseworkerUserId: Id.optional(),
  source: CaseSource,
  servedAs: ServedAs,
  receivedAt: Instant,
  contactAt: Instant.optional(),
  planAt: Instant.optional(),
  dueOn: LocalDate,
  state: FirstContactState,
  bdToContact: z.int().optional(),
  bdToPlan: z.int().optional(),
  planSameDay: z.boolean().optional(),
  withinTarget: z.boolean().optional(),
  breachBd: z.int(),
  setBy: z.array(Id),
});
export type FirstContactSlaItem = z.output<typeof FirstContactSlaItem>;

/**
 * The figures of the periods asked for. A period counts in `sharePercent` once it is decided: contact was held, or its day
 * has passed without. `planSameDayPercent` is of those with a contact. Shares have one decimal; medians are business days.
 */
export const FirstContactSlaSummary = z.object({
  cases: z.int(),
  decided: z.int(),
  withinTarget: z.int(),
  sharePercent: z.number().optional(),
  withContact: z.int(),
  waiting: z.int(),
  withoutContactOverdue: z.int(),
  ended: z.int(),
  medianBdToContact: z.number().optional(),
  medianBdToPlan: z.number().optional(),
  planSameDay: z.int(),
  planSameDayPercent: z.number().optional(),
});
export type FirstContactSlaSummary = z.output<typeof FirstContactSlaSummary>;
