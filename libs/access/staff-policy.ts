import { RoleInUnit } from '@etapp/domain';

import { type Caller, type Decision, permit, refuse } from './decision.js';

/** Units and roles of a member of staff; both empty for somebody who is not, or not any more, on the staff. */
export type Duties = { readonly unitIds: readonly string[]; readonly roles: readonly string[] };

/** What a command makes of a member of staff: their duties today, and as they would become. */
export type StaffChange = { readonly before: Duties; readonly after: Duties };

const operatorPermit = (caller: Caller): Decision | undefined =>
  caller.roles.includes('operator') ? permit('role-on-route', 'operator', caller.unitIds[0]) : undefined;

/**
 * Who may register, change and remove staff: an operator, who sets the deployment up, and a unit lead within their own
 * units. A lead touches nobody who also works elsewhere, and no role beyond their own and those they lead: who audits,
 * reviews, evaluates, archives or runs the service is not theirs to name, or to remove.
 */
export const mayManageStaff = (caller: Caller, { before, after }: StaffChange): Decision => {
  const operator = operatorPermit(caller);
  if (operator !== undefined) return operator;
  if (!caller.roles.includes('unitLead')) return refuse('deny-by-default', 'role-missing', true);
  const unitIds = [...before.unitIds, ...after.unitIds];
  const [unitId] = unitIds;
  const within = unitId !== undefined && unitIds.every((id) => caller.unitIds.includes(id));
  if (!within) return refuse('lead-of-staff', 'wrong-unit', true);
  const changed = [
    ...before.roles.filter((role) => !after.roles.includes(role)),
    ...after.roles.filter((role) => !before.roles.includes(role)),
  ];
  const own: readonly string[] = [...RoleInUnit.options, ...caller.roles];
  return changed.every((role) => own.includes(role))
    ? permit('lead-of-staff', 'unitLead', unitId)
    : refuse('lead-of-staff', 'role-missing', true);
};

/**
 * Who may register units and change their settings: an operator, and a unit lead those of their own units. The municipality's
 * are an operator's alone, since they reach units that the lead has nothing to do with.
 */
export const mayManageUnit = (caller: Caller, unitId: string | undefined): Decision => {
  const operator = operatorPermit(caller);
  if (operator !== undefined) return operator;
  if (!caller.roles.includes('unitLead')) return refuse('deny-by-default', 'role-missing', true);
  return unitId !== undefined && unitId !== caller.tenant && caller.unitIds.includes(unitId)
    ? permit('lead-of-unit', 'unitLead', unitId)
    : refuse('deny-by-default', 'wrong-unit', true);
};
