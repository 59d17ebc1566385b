import { Role } from '@etapp/domain';

import {
  type CaseRelation,
  caseRouteRoles,
  mayCoordinateCase,
  mayHandleCase,
  mayHandleReminder,
} from './case-policy.js';
import { type Caller, type Decision, permit, refuse } from './decision.js';

/** How a policy judges: on a case's relations, on a unit or member of staff that is managed, or on role alone. */
export type Policy =
  | {
      readonly on: 'case';
      readonly roles: readonly Role[];
      readonly decide: (caller: Caller, relation: CaseRelation) => Decision;
    }
  | { readonly on: 'unit' | 'managedUnit' | 'staff'; readonly roles: readonly Role[] }
  | { readonly on: 'tenant'; readonly roles: readonly Role[] };

const handled = { on: 'case', roles: caseRouteRoles, decide: mayHandleCase } as const;
const coordinated = { on: 'case', roles: caseRouteRoles, decide: mayCoordinateCase } as const;
const staffOfUnits: readonly Role[] = caseRouteRoles;

/** Every policy that a command or query can name. A route without one does not start. */
export const policies = {
  'case.open': { on: 'unit', roles: caseRouteRoles.filter((role) => role !== 'coordinator') },
  'case.intake.manage': handled,
  'case.plan.manage': handled,
  'case.consent.manage': coordinated,
  'case.referral.manage': handled,
  'case.tripartite.manage': coordinated,
  'case.measure.manage': coordinated,
  'case.placement.manage': handled,
  'case.exit.manage': handled,
  'case.journal.write': handled,
  'case.responsibility.manage': handled,
  'case.read': coordinated,
  'me.read': { on: 'tenant', roles: Role.options },
  'me.manage': { on: 'tenant', roles: Role.options },
  'lists.read': { on: 'tenant', roles: [...staffOfUnits] },
  'person.manage': { on: 'tenant', roles: staffOfUnits },
  'person.search': { on: 'tenant', roles: [...staffOfUnits] },
  'reminder.handle': { on: 'case', roles: caseRouteRoles, decide: mayHandleReminder },
  // The reminder worker acts for itself; no caller has what it takes.
  'reminder.fire': { on: 'tenant', roles: [] },
  'employer.manage': { on: 'tenant', roles: staffOfUnits },
  'unit.manage': { on: 'managedUnit', roles: ['operator', 'unitLead'] },
  'staff.manage': { on: 'staff', roles: ['operator', 'unitLead'] },
  'audit.read': { on: 'tenant', roles: ['auditor'] },
  'operations.read': { on: 'tenant', roles: ['operator'] },
  'operations.manage': { on: 'tenant', roles: ['operator'] },
} as const satisfies Readonly<Record<string, Policy>>;

/** The name of a policy. */
export type PolicyName = keyof typeof policies;

/** Whether a text names a policy; the catalogue's names are checked at start. */
export const isPolicyName = (name: string): name is PolicyName => name in policies;

/** The policy of that name. */
export const policyOf = (name: PolicyName): Policy => policies[name];

/** Judges the role on the route alone: may this caller use this route at all? */
export const decideOnRole = (caller: Caller, roles: readonly Role[]): Decision => {
  const role = roles.find((candidate) => caller.roles.includes(candidate));
  return role === undefined
    ? refuse('deny-by-default', 'role-missing', true)
    : permit('role-on-route', role, caller.unitIds[0]);
};
