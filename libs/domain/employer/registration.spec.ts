import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { anEmployer } from './an-employer.fixture.js';

const { employer: employerId, otherUnit: another, workplace: workplaceId } = exampleIds;
const authority = { employerId, organisationNumber: '202100-2114', name: 'Exempelmyndigheten', sector: 'state' };
const harbour = { workplaceId, name: 'Lagret i hamnen', municipalityCode: '1287' };

describe('an employer that nobody registered', () => {
  const nobody = anEmployer.given();

  it('is registered, number and name closed to the rules', () => {
    nobody.when('RegisterEmployer', authority).then({
      type: 'EmployerRegistered',
      data: { organisationNumber: { personal: '202100-2114' }, sector: 'state' },
    });
  });

  it('needs a sound number that no other employer has', () => {
    nobody
      .when('RegisterEmployer', authority, { facts: { number: { validity: 'invalid' } } })
      .rejects('organisation-number-invalid');
    nobody
      .when('RegisterEmployer', authority, { facts: { number: { validity: 'valid', takenBy: another } } })
      .rejects('employer-exists', { employerId: another });
    nobody
      .when('RegisterEmployer', authority, { facts: { number: { validity: 'valid', takenBy: employerId } } })
      .then({ type: 'EmployerRegistered' });
  });

  it('has no workplaces', () => {
    nobody.when('AddWorkplace', harbour).rejects('unknown-reference');
  });
});

describe('a registered employer', () => {
  const registered = anEmployer.after('RegisterEmployer');

  it('is registered once', () => {
    registered.when('RegisterEmployer', authority).rejects('same-id-other-content');
    registered
      .when('RegisterEmployer', { ...authority, employerId: another })
      .rejects('already-exists', { employerId });
  });

  it('gets workplaces, each once', () => {
    registered.when('AddWorkplace', harbour).then({ type: 'WorkplaceAdded', data: harbour });
    registered.and('AddWorkplace', harbour).when('AddWorkplace', harbour).nothing();
  });
});
