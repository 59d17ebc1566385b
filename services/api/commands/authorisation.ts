import {
  type CaseRelation,
  decideOnRole,
  type Decision,
  isPolicyName,
  mayManageStaff,
  mayManageUnit,
  mayOpenCase,
  type Policy,
  policyOf,
  type StaffChange,
} from '@etapp/access';
import type { Caller } from '@etapp/access';
import type { Actor } from '@etapp/kernel';

import { ProblemError } from '../problems/problem-error.js';

type Permit = Extract<Decision, { permit: true }>;

/** The permit, or the problem that a refusal is answered with: what may not be known is not found. */
const permitOrRefuse = (decision: Decision): Permit => {
  if (decision.permit) return decision;
  throw decision.visible
    ? new ProblemError('not-permitted', { details: { reason: decision.reason } })
    : new ProblemError('not-found');
};

/** The policy of a catalogue entry. Throws for a name that no policy has: the service must not start. */
export const requirePolicy = (name: string): Policy => {
  if (!isPolicyName(name)) throw new Error(`no policy is named ${name}`);
  return policyOf(name);
};

/** Judges the caller's roles on the route. Throws `not-permitted`. */
export const checkRoute = (policy: Policy, caller: Caller): Permit =>
  permitOrRefuse(decideOnRole(caller, policy.roles));

/** What need to know is judged on, as far as a command or question tells. */
type Judged = {
  readonly relation: CaseRelation | undefined;
  readonly unitId: string | undefined;
  readonly staff?: StaffChange | undefined;
};

/** Judges need to know on what was just folded. Throws `not-permitted` or `not-found`. */
export const checkRelation = (policy: Policy, caller: Caller, { relation, unitId, staff }: Judged): Permit => {
  if (policy.on === 'case' && relation !== undefined) return permitOrRefuse(policy.decide(caller, relation));
  if (policy.on === 'unit' && unitId !== undefined) return permitOrRefuse(mayOpenCase(caller, unitId));
  if (policy.on === 'managedUnit') return permitOrRefuse(mayManageUnit(caller, unitId));
  if (policy.on === 'staff') return permitOrRefuse(mayManageStaff(caller, staff ?? nobody));
  return permitOrRefuse(decideOnRole(caller, policy.roles));
};

const nobody: StaffChange = { before: { unitIds: [], roles: [] }, after: { unitIds: [], roles: [] } };

/** The actor as events store it: role and unit as they were when the permit was given. */
export const actorOf = (caller: Caller, { role, unitId }: Permit): Actor => ({
  userId: caller.userId,
  role,
  unitId,
  partyKind: caller.partyKind,
});
