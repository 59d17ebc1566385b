import { PartyKind, ReferralPurpose } from '@etapp/domain';
import { Code, Id, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { CaseScope } from '../case-card/queries.js';
import { PersonInList } from '../person-card/person-in-list.js';
import { ReferralFlowRow } from './referral-flow.js';

const Asked = {
  scope: CaseScope.default('mine'),
  party: PartyKind.optional(),
  organisation: z.string().trim().min(1).max(120).optional(),
  purpose: ReferralPurpose.optional(),
  caseId: Id.optional(),
  unitId: Id.optional(),
  sentFrom: LocalDate.optional(),
  sentTo: LocalDate.optional(),
};

/** Which referrals to count, by the day they were sent; days are included. */
export const ReferralCountsInput = z.strictObject(Asked);
export type ReferralCountsInput = z.output<typeof ReferralCountsInput>;

/** Which referrals to list; `open` are those that still lead somewhere, `unanswered` those past their reply day. */
export const ReferralFlowInput = z.strictObject({
  ...Asked,
  state: z.enum([...ReferralFlowRow.shape.state.options, 'open', 'unanswered', 'all']).default('open'),
});
export type ReferralFlowInput = z.output<typeof ReferralFlowInput>;

/**
 * One referral. `firstSentOn` is the day on which the first of a chain of resent ones went out. Days to reply are Swedish
 * business days, days from the first sending to the start and from start to end calendar days.
 */
export const ReferralFlowItem = ReferralFlowRow.extend({
  person: PersonInList,
  unitId: Id,
  caseworkerUserId: Id.optional(),
  firstSentOn: LocalDate,
  unanswered: z.boolean(),
  bdToReply: z.int().optional(),
  daysToStart: z.int().optional(),
  daysRunning: z.int().optional(),
});
export type ReferralFlowItem = z.output<typeof ReferralFlowItem>;

/** How many referrals got how far, why some did not, and the medians of the days between. */
export const ReferralSummary = z.object({
  sent: z.int(),
  waitlisted: z.int(),
  accepted: z.int(),
  declined: z.int(),
  withdrawn: z.int(),
  started: z.int(),
  interrupted: z.int(),
  completed: z.int(),
  unanswered: z.int(),
  declinedBecause: z.array(z.object({ reasonCode: Code, count: z.int() })),
  medianBdToReply: z.number().optional(),
  medianDaysToStart: z.number().optional(),
  medianDaysRunning: z.number().optional(),
});
export type ReferralSummary = z.output<typeof ReferralSummary>;
