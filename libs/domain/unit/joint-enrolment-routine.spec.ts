import { describe, it } from '@jest/globals';

import { aUnit } from './a-unit.fixture.js';

const start = { parties: ['labourMarketAdministration', 'publicEmploymentService'], fromOn: '2026-03-02' };
const end = { fromOn: '2026-10-01', reasonCode: 'organisationChange' };

describe('a unit without joint enrolment', () => {
  const registered = aUnit.after('RegisterUnit');

  it('introduces it', () => {
    registered.when('StartJointEnrolmentRoutine', start).then({ type: 'JointEnrolmentRoutineStarted', data: start });
  });

  it('has none to cease', () => {
    registered.when('CeaseJointEnrolmentRoutine', end).rejects('wrong-state', { state: 'none' });
  });
});

describe('a unit with joint enrolment', () => {
  const started = aUnit.after('RegisterUnit').and('StartJointEnrolmentRoutine', start);

  it('introduces it once', () => {
    started.when('StartJointEnrolmentRoutine', start).nothing();
    started.when('StartJointEnrolmentRoutine', { ...start, fromOn: '2026-04-01' }).rejects('wrong-state');
  });

  it('ceases it once, not before it began', () => {
    started.when('CeaseJointEnrolmentRoutine', end).then({ type: 'JointEnrolmentRoutineCeased', data: end });
    const ceased = started.and('CeaseJointEnrolmentRoutine', end);
    ceased.when('CeaseJointEnrolmentRoutine', end).nothing();
    ceased.when('CeaseJointEnrolmentRoutine', { ...end, reasonCode: 'other' }).rejects('wrong-state');
    started.when('CeaseJointEnrolmentRoutine', { ...end, fromOn: '2026-03-01' }).rejects('period-reversed');
  });

  it('may introduce it again later', () => {
    started
      .and('CeaseJointEnrolmentRoutine', end)
      .when('StartJointEnrolmentRoutine', { ...start, fromOn: '2027-01-01' })
      .then({ type: 'JointEnrolmentRoutineStarted' });
  });
});
