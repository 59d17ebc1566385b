import type { Role } from '@etapp/domain';
import { describe, expect, it } from '@jest/globals';

import type { Caller } from './decision.js';
import { mayManageStaff, mayManageUnit } from './staff-policy.js';

const [here, there] = ['unit-a', 'unit-b'];
const as = (roles: readonly Role[], unitIds: readonly string[] = [here]): Caller => ({
  ...{ userId: 'l1', tenant: 't', partyKind: 'labourMarketAdministration', roles, unitIds },
});
const lead = as(['unitLead']);
const duties = (unitIds: readonly string[], ...roles: readonly string[]) => ({ unitIds, roles });
const nobody = duties([]);
const coach = duties([here], 'coach');

describe('the staff of a unit', () => {
  it.each([
    ['is registered', nobody, coach],
    ['gets another role', coach, duties([here], 'coach', 'coordinator')],
    ['gets another lead beside this one', coach, duties([here], 'coach', 'unitLead')],
    ['keeps what others gave', duties([here], 'auditor', 'coach'), duties([here], 'auditor')],
    ['leaves', coach, nobody],
  ])('%s by its lead', (_what, before, after) => {
    expect(mayManageStaff(lead, { before, after })).toMatchObject({ permit: true, role: 'unitLead', unitId: here });
  });

  it.each([
    ['somebody of another unit', duties([there], 'coach'), duties([there], 'coach'), 'wrong-unit'],
    ['somebody who works elsewhere too', duties([here, there], 'coach'), duties([here], 'coach'), 'wrong-unit'],
    ['another unit', coach, duties([here, there], 'coach'), 'wrong-unit'],
    ['somebody without a unit', duties([], 'operator'), duties([], 'operator'), 'wrong-unit'],
    ['a role beyond their own', coach, duties([here], 'coach', 'auditor'), 'role-missing'],
    ['the auditor', duties([here], 'auditor'), nobody, 'role-missing'],
  ])('is not the lead’s to change where it is %s', (_what, ...[before, after, reason]) => {
    expect(mayManageStaff(lead, { before, after })).toMatchObject({ permit: false, reason, visible: true });
  });

  it('is any to an operator, and none to a caseworker', () => {
    const change = { before: duties([], 'operator'), after: duties([there], 'auditor') };
    expect(mayManageStaff(as(['operator'], []), change)).toMatchObject({ permit: true, role: 'operator' });
    expect(mayManageStaff(as(['labourMarketCaseworker']), { before: coach, after: coach }).permit).toBe(false);
  });

  it('gets from its lead a role that the lead has besides', () => {
    const change = { before: coach, after: duties([here], 'coach', 'evaluator') };
    expect(mayManageStaff(lead, change).permit).toBe(false);
    expect(mayManageStaff(as(['unitLead', 'evaluator']), change).permit).toBe(true);
  });
});

describe('a unit', () => {
  it('is its lead’s and an operator’s to manage', () => {
    expect(mayManageUnit(lead, here)).toMatchObject({ permit: true, unitId: here });
    expect(mayManageUnit(as(['operator'], []), there).permit).toBe(true);
    for (const unitId of [there, undefined]) {
      expect(mayManageUnit(lead, unitId)).toMatchObject({ permit: false, reason: 'wrong-unit' });
    }
    expect(mayManageUnit(as(['labourMarketCaseworker']), here).permit).toBe(false);
  });

  it('that is the municipality is an operator’s alone, also where a lead is one of its staff', () => {
    const { tenant } = lead;
    expect(mayManageUnit(as(['operator'], []), tenant).permit).toBe(true);
    const leadThere = as(['unitLead'], [here, tenant]);
    expect(mayManageUnit(leadThere, tenant)).toMatchObject({ permit: false, reason: 'wrong-unit' });
    expect(mayManageUnit(leadThere, here).permit).toBe(true);
  });
});
