import { MeasureKind, PartyKind } from '@etapp/domain';
import { Id, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { CaseScope } from '../case-card/queries.js';
import { PersonInList } from '../person-card/person-in-list.js';
import { CommitmentsRow } from './commitments.js';

/** Where a measure stands today; `overdue` is neither done nor called off, and its due day has passed. */
export const CommitmentState = z.enum(['agreed', 'started', 'overdue', 'completed', 'cancelled', 'superseded']);
export type CommitmentState = z.output<typeof CommitmentState>;

const Asked = {
  scope: CaseScope.default('mine'),
  owner: PartyKind.optional(),
  kind: MeasureKind.optional(),
  caseId: Id.optional(),
  meetingId: Id.optional(),
  employerId: Id.optional(),
  unitId: Id.optional(),
  caseworkerId: Id.optional(),
  agreedFrom: LocalDate.optional(),
  agreedTo: LocalDate.optional(),
};

/** Which measures to count; days are included. */
export const CommitmentCountsInput = z.strictObject(Asked);
export type CommitmentCountsInput = z.output<typeof CommitmentCountsInput>;

/** Which measures to list; `open` are those neither done nor called off nor replaced. */
export const CommitmentsInput = z.strictObject({
  ...Asked,
  state: z.enum([...CommitmentState.options, 'open', 'all']).default('open'),
  due: z.enum(['overdue', 'today', 'thisWeek']).optional(),
  dueFrom: LocalDate.optional(),
  dueTo: LocalDate.optional(),
});
export type CommitmentsInput = z.output<typeof CommitmentsInput>;

/** One measure. `daysOverdue` are calendar days since the due day; `completedLate` says whether the day was kept. */
export const CommitmentsItem = CommitmentsRow.omit({ status: true }).extend({
  person: PersonInList,
  unitId: Id,
  caseworkerUserId: Id.optional(),
  state: CommitmentState,
  daysOverdue: z.int().optional(),
  completedLate: z.boolean().optional(),
});
export type CommitmentsItem = z.output<typeof CommitmentsItem>;

/**
 * Measures in numbers. `agreed` are all that were promised, also those kept or broken since, without those replaced by
 * others; `started` and `overdue` are open.
 */
export const CommitmentCounts = z.object({
  agreed: z.int(),
  started: z.int(),
  completed: z.int(),
  completedLate: z.int(),
  overdue: z.int(),
  cancelled: z.int(),
});
export type CommitmentCounts = z.output<typeof CommitmentCounts>;

/** The numbers of all measures asked for, and by the party that owns them. */
export const CommitmentSummary = z.object({
  total: CommitmentCounts,
  byOwner: z.array(CommitmentCounts.extend({ ownerParty: PartyKind })),
});
export type CommitmentSummary = z.output<typeof CommitmentSummary>;
