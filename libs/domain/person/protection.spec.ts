import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { aPerson } from './a-person.fixture.js';

const { caseworker, unitLead: approvedBy } = exampleIds;
const marking = { level: 'confidentialityMarking', source: 'person', effectiveOn: '2026-03-02' };
const hiding = { ...marking, level: 'protectedPopulationRegistration', source: 'populationRegister' };
const lifting = { liftedOn: '2026-03-02', basisCode: 'populationRegister', approvedBy };

describe('an unprotected person', () => {
  const open = aPerson.after('RegisterPerson');

  it('is protected by anybody, at once', () => {
    open.when('RecordProtection', marking).then({ type: 'ProtectedIdentityRecorded', data: marking });
    open.and('RecordProtection', marking).when('RecordProtection', marking).nothing();
  });

  it('has nothing to lift', () => {
    open.when('LiftProtection', lifting).rejects('wrong-state', { state: 'none' });
  });
});

describe('a protected person', () => {
  const hidden = aPerson.after('RegisterPerson').and('RecordProtection', hiding);

  it('is protected more by anybody', () => {
    const fictitious = { ...hiding, level: 'fictitiousIdentity' };
    hidden.when('RecordProtection', fictitious).then({ type: 'ProtectedIdentityRecorded', data: fictitious });
  });

  it('is protected less by two people only', () => {
    hidden.when('RecordProtection', marking).rejects('second-person-needed');
    hidden.when('RecordProtection', { ...marking, approvedBy: caseworker }).rejects('second-person-needed');
    hidden
      .when('RecordProtection', { ...marking, approvedBy }, { facts: { approver: { authorised: false } } })
      .rejects('second-person-needed');
    hidden
      .when('RecordProtection', { ...marking, approvedBy })
      .then({ type: 'ProtectedIdentityRecorded', data: { ...marking, approvedBy } });
    const lowered = hidden.and('RecordProtection', { ...marking, approvedBy });
    lowered.when('RecordProtection', { ...marking, approvedBy }).nothing();
  });

  it('has it lifted by two people only', () => {
    const { approvedBy: _second, ...alone } = lifting;
    hidden.when('LiftProtection', alone).rejects('second-person-needed');
    hidden.when('LiftProtection', { ...lifting, approvedBy: caseworker }).rejects('second-person-needed');
    hidden
      .when('LiftProtection', lifting, { facts: { approver: { authorised: false } } })
      .rejects('second-person-needed', { approvedBy });
    hidden.when('LiftProtection', lifting).then({ type: 'ProtectedIdentityLifted', data: lifting });
  });

  it('has it lifted once, and not before it held', () => {
    const lifted = hidden.and('LiftProtection', lifting);
    lifted.when('LiftProtection', lifting).nothing();
    lifted.when('LiftProtection', { ...lifting, basisCode: 'person' }).rejects('wrong-state', { state: 'none' });
    hidden.when('LiftProtection', { ...lifting, liftedOn: '2026-02-27' }).rejects('period-reversed');
  });

  it('may be protected again', () => {
    hidden
      .and('LiftProtection', lifting)
      .when('RecordProtection', hiding)
      .then({ type: 'ProtectedIdentityRecorded', data: hiding });
  });
});
