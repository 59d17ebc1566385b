import type { Role } from '@etapp/domain';

import { type Caller, type Decision, permit, refuse } from './decision.js';

/** What need to know rests on, out of the case just folded or its row. */
export type CaseRelation = {
  readonly unitId: string;
  /** Those assigned to the case, in whichever role. */
  readonly assignedUserIds: readonly string[];
  readonly deputyUserId?: string | undefined;
  /** Whether the person's identity is protected today. */
  readonly protected: boolean;
};

/** Roles that work on cases; the first that the caller has is the one they act in. */
const caseRoles: readonly Role[] = [
  'labourMarketCaseworker',
  'employmentSpecialist',
  'coach',
  'socialWorker',
  'studyCounsellor',
];
const firstRole = (caller: Caller, roles: readonly Role[]): Role | undefined =>
  roles.find((role) => caller.roles.includes(role));

type Rule = (caller: Caller, relation: CaseRelation) => Decision | undefined;

const assigned: Rule = (caller, { assignedUserIds, unitId }) => {
  const role = firstRole(caller, caseRoles);
  return role !== undefined && assignedUserIds.includes(caller.userId)
    ? permit('assigned-to-case', role, unitId)
    : undefined;
};
const deputy: Rule = (caller, { deputyUserId, unitId }) => {
  const role = firstRole(caller, caseRoles);
  return role !== undefined && deputyUserId === caller.userId ? permit('deputy-of-case', role, unitId) : undefined;
};
const unitLead: Rule = (caller, { unitId }) =>
  caller.roles.includes('unitLead') && caller.unitIds.includes(unitId)
    ? permit('lead-of-unit', 'unitLead', unitId)
    : undefined;
/** The first-contact queue: a case that nobody has yet is open to the unit's caseworkers. */
const firstContactQueue: Rule = (caller, relation) => {
  const role = firstRole(caller, caseRoles);
  const open = relation.assignedUserIds.length === 0 && !relation.protected && caller.unitIds.includes(relation.unitId);
  return role !== undefined && open ? permit('first-contact-queue', role, relation.unitId) : undefined;
};
const coordinator: Rule = (caller, relation) =>
  caller.roles.includes('coordinator') && caller.unitIds.includes(relation.unitId) && !relation.protected
    ? permit('coordinator-of-unit', 'coordinator', relation.unitId)
    : undefined;

const handlers = [assigned, deputy, unitLead, firstContactQueue];

const decide = (rules: readonly Rule[], caller: Caller, relation: CaseRelation): Decision => {
  for (const rule of rules) {
    const decision = rule(caller, relation);
    if (decision !== undefined) return decision;
  }
  if (relation.protected) return refuse('protected-by-default', 'protected-person', false);
  const sameUnit = caller.unitIds.includes(relation.unitId);
  return refuse('deny-by-default', sameUnit ? 'no-relation' : 'wrong-unit', sameUnit);
};

/** Who may work on a case: those assigned, its deputy, the unit lead, and the unit while nobody is assigned. */
export const mayHandleCase = (caller: Caller, relation: CaseRelation): Decision => decide(handlers, caller, relation);

/** Who may manage meetings, measures and consents: those who may work on the case, and the unit's coordinators. */
export const mayCoordinateCase = (caller: Caller, relation: CaseRelation): Decision =>
  decide([...handlers, coordinator], caller, relation);

/**
 * Who may acknowledge or put off a reminder: those it reminded, and where nobody led the unit (`unitId`), who leads it now.
 * Nobody else learns that it was given.
 */
export const mayHandleReminder = (caller: Caller, relation: CaseRelation): Decision => {
  const { assignedUserIds } = relation;
  const role = firstRole(caller, caseRouteRoles);
  const led = unitLead(caller, relation);
  if (led !== undefined) return led;
  return role !== undefined && assignedUserIds.includes(caller.userId)
    ? permit('recipient-of-reminder', role, caller.unitIds[0])
    : refuse('deny-by-default', 'no-relation', false);
};

/** Who may open a case in a unit: its caseworkers and its lead. */
export const mayOpenCase = (caller: Caller, unitId: string): Decision => {
  const role = firstRole(caller, [...caseRoles, 'unitLead']);
  if (role === undefined) return refuse('deny-by-default', 'role-missing', true);
  return caller.unitIds.includes(unitId)
    ? permit('member-of-unit', role, unitId)
    : refuse('deny-by-default', 'wrong-unit', true);
};

/** Roles that may reach case routes at all, before any case is looked at. */
export const caseRouteRoles: readonly Role[] = [...caseRoles, 'unitLead', 'coordinator'];
