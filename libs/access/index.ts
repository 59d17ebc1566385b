export { mayCoordinateCase, mayHandleCase, mayOpenCase, type CaseRelation } from './case-policy.js';
export { type Caller, type Decision, type Reason } from './decision.js';
export { decideOnRole, isPolicyName, policies, policyOf, type Policy, type PolicyName } from './policies.js';
