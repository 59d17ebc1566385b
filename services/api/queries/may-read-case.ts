import type { CaseRelation } from '@etapp/access';
import { localDay } from '@etapp/calendar';
import { casePage, findPersonCards } from '@etapp/projections';

import { checkRelation, requirePolicy } from '../commands/authorisation.js';
import { ProblemError } from '../problems/problem-error.js';
import type { Asking } from './define-query.js';

/**
 * Judges need to know on a case that is read, in the snapshot of the answer. Throws `not-permitted` or `not-found`; an
 * auditor's question about the past needs no relation.
 */
export const mayReadCase = async ({ rows, caller, now, audit }: Asking, caseId: string): Promise<CaseRelation> => {
  const row = await rows.get(casePage, caseId);
  if (row === undefined) throw new ProblemError('not-found');
  const card = (await findPersonCards(rows, [row.personId])).get(row.personId);
  const { deputy } = row;
  const today = localDay(now);
  const standsIn = deputy !== undefined && deputy.fromOn <= today && today <= deputy.toOn;
  const relation: CaseRelation = {
    unitId: row.unitId,
    assignedUserIds: row.assigned.map(({ userId }) => userId),
    deputyUserId: standsIn ? deputy.userId : undefined,
    protected: card?.isProtected ?? false,
  };
  if (!audit) checkRelation(requirePolicy('case.read'), caller, { relation, unitId: row.unitId });
  return relation;
};
