export { mayCoordinateCase, mayHandleCase, mayOpenCase, type CaseRelation } from './case-policy.js';
export { type Caller, type Decision, type Reason } from './decision.js';
export { mayManageStaff, mayManageUnit, type Duties, type StaffChange } from './staff-policy.js';
export { decideOnRole, isPolicyName, policies, policyOf, type Policy, type PolicyName } from './policies.js';
