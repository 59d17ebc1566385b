import type { Role } from '@etapp/domain';
import { describe, expect, it } from '@jest/globals';

import { type CaseRelation, mayCoordinateCase, mayHandleCase, mayHandleReminder, mayOpenCase } from './case-policy.js';
import type { Caller } from './decision.js';
import { decideOnRole, policies } from './policies.js';

const unit = 'unit-a';
const caller = (overrides: Partial<Caller> = {}): Caller => ({
  userId: 'k1',
  tenant: 't',
  partyKind: 'labourMarketAdministration',
  roles: ['labourMarketCaseworker'],
  unitIds: [unit],
  ...overrides,
});
const relation = (overrides: Partial<CaseRelation> = {}): CaseRelation => ({
  unitId: unit,
  assignedUserIds: ['k1'],
  protected: false,
  ...overrides,
});
const as = (role: Role, overrides: Partial<Caller> = {}): Caller => caller({ roles: [role], ...overrides });
const colleague = { assignedUserIds: ['k2'] };

describe('working on a case', () => {
  it.each([
    ['the assigned caseworker', caller(), relation(), 'assigned-to-case'],
    ['the deputy', caller(), relation({ ...colleague, deputyUserId: 'k1' }), 'deputy-of-case'],
    ['the unit lead', as('unitLead'), relation(colleague), 'lead-of-unit'],
    ['the unit while nobody is assigned', caller(), relation({ assignedUserIds: [] }), 'first-contact-queue'],
    ['the assigned, also when the person is protected', caller(), relation({ protected: true }), 'assigned-to-case'],
  ])('is for %s', (_who, ...[who, about, rule]) => {
    expect(mayHandleCase(who, about)).toMatchObject({ permit: true, rule, unitId: unit });
  });

  it.each([
    ['a colleague of the unit', caller(), relation(colleague), 'no-relation', true],
    ['another unit', caller({ unitIds: ['unit-b'] }), relation(colleague), 'wrong-unit', false],
    ['the lead of another unit', as('unitLead', { unitIds: ['unit-b'] }), relation(colleague), 'wrong-unit', false],
    ['a coordinator', as('coordinator'), relation(colleague), 'no-relation', true],
    ['an auditor, though assigned', as('auditor'), relation(), 'no-relation', true],
    [
      'the queue, when the person is protected',
      caller(),
      relation({ assignedUserIds: [], protected: true }),
      'protected-person',
      false,
    ],
    [
      'a colleague of a protected person',
      caller(),
      relation({ ...colleague, protected: true }),
      'protected-person',
      false,
    ],
  ])('is not for %s', (_who, ...[who, about, reason, visible]) => {
    expect(mayHandleCase(who, about)).toMatchObject({ permit: false, reason, visible });
  });
});

describe('coordinating a case', () => {
  it('is for the unit’s coordinators too, unless the person is protected', () => {
    expect(mayCoordinateCase(as('coordinator'), relation(colleague))).toMatchObject({
      permit: true,
      rule: 'coordinator-of-unit',
    });
    const hidden = mayCoordinateCase(as('coordinator'), relation({ ...colleague, protected: true }));
    expect(hidden).toMatchObject({ permit: false, visible: false });
  });
});

describe('opening a case', () => {
  it('is for the caseworkers and the lead of that unit', () => {
    expect(mayOpenCase(caller(), unit).permit).toBe(true);
    expect(mayOpenCase(as('unitLead'), unit).permit).toBe(true);
    expect(mayOpenCase(caller(), 'unit-b')).toMatchObject({ permit: false, reason: 'wrong-unit' });
    expect(mayOpenCase(as('auditor'), unit)).toMatchObject({ permit: false, reason: 'role-missing' });
  });
});

describe('the route', () => {
  it('is closed to whoever has none of its roles', () => {
    for (const { roles } of Object.values(policies)) {
      expect(decideOnRole(caller({ roles: [] }), roles)).toMatchObject({ permit: false, reason: 'role-missing' });
    }
  });

  it('is never open to an operator where a case is meant', () => {
    for (const policy of Object.values(policies)) {
      if (policy.on === 'case') expect(policy.roles).not.toContain('operator');
    }
  });
});

describe('answering a reminder', () => {
  it('is for those it reminded, in whichever role', () => {
    expect(mayHandleReminder(as('unitLead'), relation({ unitId: '' }))).toMatchObject({
      ...{ permit: true, rule: 'recipient-of-reminder', role: 'unitLead', unitId: unit },
    });
  });

  it('is for who leads the unit now, where nobody led it', () => {
    expect(mayHandleReminder(as('unitLead'), relation({ assignedUserIds: [] }))).toMatchObject({ permit: true });
    expect(mayHandleReminder(as('coordinator'), relation({ assignedUserIds: [] }))).toMatchObject({ permit: false });
  });

  it('is for nobody else: whether it was given does not show', () => {
    expect(mayHandleReminder(as('unitLead'), relation({ ...colleague, unitId: '' }))).toMatchObject({
      ...{ permit: false, visible: false },
    });
  });

  it('is not the same as giving one, which no role may', () => {
    expect(policies['reminder.fire'].roles).toEqual([]);
  });
});
