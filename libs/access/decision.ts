import type { Role } from '@etapp/domain';

/** Somebody who asks, as the staff directory knows them now. */
export type Caller = {
  readonly userId: string;
  readonly tenant: string;
  readonly partyKind: string;
  readonly roles: readonly Role[];
  readonly unitIds: readonly string[];
};

/** Why not. Codes of the problem `not-permitted`, `details.reason`. */
export type Reason = 'no-relation' | 'wrong-unit' | 'protected-person' | 'role-missing';

/** Permitted under a role by a rule, or refused with a reason; `visible: false` is answered as not found. */
export type Decision =
  | {
      readonly permit: true;
      readonly rule: string;
      readonly version: number;
      readonly role: Role;
      readonly unitId: string | undefined;
    }
  | {
      readonly permit: false;
      readonly rule: string;
      readonly version: number;
      readonly reason: Reason;
      readonly visible: boolean;
    };

/** Raised whenever a rule changes its meaning, so that a stored decision can be judged again as of then. */
const rulesVersion = 1;

/** A permit under a role. The unit is the one the permit rests on. */
export const permit = (rule: string, role: Role, unitId?: string): Decision => ({
  permit: true,
  rule,
  version: rulesVersion,
  role,
  unitId,
});

/** A refusal. Invisible refusals are for what the caller may not even know to exist. */
export const refuse = (rule: string, reason: Reason, visible: boolean): Decision => ({
  permit: false,
  rule,
  version: rulesVersion,
  reason,
  visible,
});
