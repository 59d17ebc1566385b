import type { CaseRelation } from '@etapp/access';
import { findHandledCase } from '@etapp/projections';

import { checkRelation, requirePolicy } from '../commands/authorisation.js';
import { ProblemError } from '../problems/problem-error.js';
import type { Asking } from './define-query.js';

/**
 * Judges need to know on a case that is read, in the snapshot of the answer. Throws `not-permitted` or `not-found`; an
 * auditor's question about the past needs no relation.
 */
export const mayReadCase = async ({ rows, caller, now, audit }: Asking, caseId: string): Promise<CaseRelation> => {
  const found = await findHandledCase({ rows, now }, caseId);
  if (found === undefined) throw new ProblemError('not-found');
  const { handlers: relation } = found;
  if (!audit) checkRelation(requirePolicy('case.read'), caller, { relation, unitId: relation.unitId });
  return relation;
};
