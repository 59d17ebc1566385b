import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { aMemberOfStaff } from './a-member-of-staff.fixture.js';

const { caseworker: userId, unit, otherUnit } = exampleIds;
const kim = {
  userId,
  displayName: 'Kim Handläggare',
  partyKind: 'labourMarketAdministration',
  unitIds: [unit],
  roles: ['labourMarketCaseworker'],
  capacityPercent: 100,
};
const duties = {
  unitIds: [unit, otherUnit],
  roles: ['coordinator'],
  capacityPercent: 50,
  protectedCasesAllowed: false,
};

describe('somebody new on the staff', () => {
  const nobody = aMemberOfStaff.given();

  it('is registered, the name closed to the rules', () => {
    nobody
      .when('RegisterStaff', kim)
      .then({ type: 'StaffRegistered', data: { displayName: { personal: 'Kim Handläggare' } } });
  });

  it('does not both run the service and audit it', () => {
    nobody
      .when('RegisterStaff', { ...kim, roles: ['operator', 'auditor'] })
      .rejects('roles-incompatible', { roles: ['operator', 'auditor'] });
    nobody.when('RegisterStaff', { ...kim, roles: ['operator', 'archivist'] }).then({ type: 'StaffRegistered' });
  });

  it('cannot be absent before being registered', () => {
    nobody.when('ChangeStaffRoles', duties).rejects('unknown-reference');
  });
});

describe('a member of staff', () => {
  const employed = aMemberOfStaff.after('RegisterStaff');
  const byLead = { actor: { userId: exampleIds.unitLead } };

  it('is registered once', () => {
    employed.when('RegisterStaff', kim).rejects('same-id-other-content', { fields: ['displayName'] });
    employed.when('RegisterStaff', { ...kim, userId: unit }).rejects('already-exists', { userId });
  });

  it('changes roles, units and capacity', () => {
    employed.when('ChangeStaffRoles', duties, byLead).then({ type: 'StaffRolesChanged', data: duties });
    employed.and('ChangeStaffRoles', duties, byLead).when('ChangeStaffRoles', duties, byLead).nothing();
    employed
      .when('ChangeStaffRoles', { ...duties, roles: ['auditor', 'unitLead', 'operator'] }, byLead)
      .rejects('roles-incompatible');
  });

  it('does not change roles, units or capacity of their own', () => {
    employed.when('ChangeStaffRoles', duties).rejects('second-person-needed', { userId });
  });

  it('leaves when no case is left behind', () => {
    employed
      .when('StaffLeft', { leftOn: '2026-03-01' }, { facts: { openCases: { count: 2 } } })
      .rejects('open-cases-remain', { count: 2 });
    employed.when('StaffLeft', { leftOn: '2026-03-01' }).then({ type: 'StaffLeft' });
  });
});

describe('a member of staff who left', () => {
  const gone = aMemberOfStaff.after('StaffLeft');

  it('left once', () => {
    gone.when('StaffLeft', { leftOn: '2026-03-01' }).nothing();
    gone.when('StaffLeft', { leftOn: '2026-02-27' }).rejects('wrong-state', { state: 'left' });
  });

  it('has no roles to change', () => {
    gone.when('ChangeStaffRoles', duties).rejects('wrong-state', { state: 'left', allowed: ['employed'] });
  });
});
