import { describe, expect, it } from '@jest/globals';
import { ImpossibleStep } from '@etapp/kernel';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';

const { caseworker: userId, otherCaseworker, unit: unitId } = exampleIds;
const assignment = { userId, unitId, roleInCase: 'caseworker', fromOn: '2026-03-02', reasonCode: 'newCase' };
const release = { userId, roleInCase: 'caseworker', reasonCode: 'left' };
const deputy = { deputyUserId: otherCaseworker, fromOn: '2026-03-09', toOn: '2026-03-20' };
const notAuthorised = { facts: { staff: { authorised: false } } };

describe('a case without a caseworker', () => {
  const open = aCase.after('OpenCase');

  it('gets one', () => {
    open.when('AssignCaseworker', assignment).then({ type: 'CaseworkerAssigned', data: assignment });
  });

  it('gets only staff who may have it', () => {
    open.when('AssignCaseworker', assignment, notAuthorised).rejects('user-not-authorised', { userId });
    open.when('AppointDeputy', deputy, notAuthorised).rejects('user-not-authorised', { userId: otherCaseworker });
  });

  it('has nobody to release and no deputy to end', () => {
    open.when('ReleaseCaseworker', release).rejects('unknown-reference', { userId });
    open
      .when('EndDeputy', { deputyUserId: otherCaseworker, endedOn: '2026-03-02' })
      .rejects('unknown-reference', { deputyUserId: otherCaseworker });
  });
});

describe('a case with a caseworker', () => {
  const assigned = aCase.after('AssignCaseworker');

  it('has that caseworker once, and another role beside', () => {
    assigned.when('AssignCaseworker', assignment).rejects('same-caseworker', { userId });
    assigned.when('AssignCaseworker', { ...assignment, roleInCase: 'coach' }).then({ type: 'CaseworkerAssigned' });
  });

  it('gets another caseworker, who takes the place of the first', () => {
    const replaced = assigned.and('AssignCaseworker', { ...assignment, userId: otherCaseworker });
    replaced.when('ReleaseCaseworker', release).rejects('unknown-reference', { userId });
    replaced
      .when('ReleaseCaseworker', { ...release, userId: otherCaseworker })
      .then({ type: 'CaseworkerReleased', data: { userId: otherCaseworker } });
  });

  it('is released once', () => {
    assigned.when('ReleaseCaseworker', release).then({ type: 'CaseworkerReleased', data: release });
    assigned.and('ReleaseCaseworker', release).when('ReleaseCaseworker', release).nothing();
  });

  it('may have the same caseworker again later', () => {
    assigned
      .and('ReleaseCaseworker', release)
      .when('AssignCaseworker', assignment)
      .then({ type: 'CaseworkerAssigned' });
  });

  it('has a deputy for a time who is somebody else', () => {
    assigned.when('AppointDeputy', deputy).then({ type: 'DeputyAppointed', data: deputy });
    assigned.when('AppointDeputy', { ...deputy, toOn: '2026-03-08' }).rejects('period-reversed');
    assigned
      .when('AppointDeputy', { ...deputy, deputyUserId: userId })
      .rejects('deputy-is-caseworker', { deputyUserId: userId });
  });

  it('cannot have released somebody else', () => {
    const other = { type: 'CaseworkerReleased', data: { ...release, userId: otherCaseworker } };
    expect(() => assigned.given(other).state()).toThrow(ImpossibleStep);
  });
});

describe('a case with a deputy', () => {
  const covered = aCase.after('AppointDeputy');
  const ending = { deputyUserId: otherCaseworker, endedOn: '2026-03-13' };
  const friday = { at: '2026-03-13T16:00:00+01:00' };

  it('appoints that deputy for that time once, and may change the time', () => {
    covered.when('AppointDeputy', deputy).nothing();
    covered.when('AppointDeputy', { ...deputy, toOn: '2026-03-27' }).then({ type: 'DeputyAppointed' });
  });

  it('ends it once', () => {
    covered.when('EndDeputy', ending, friday).then({ type: 'DeputyEnded', data: ending });
    const ended = covered.and('EndDeputy', ending, friday);
    ended.when('EndDeputy', ending, friday).nothing();
    ended.when('EndDeputy', { ...ending, endedOn: '2026-03-12' }, friday).rejects('wrong-state', { state: 'ended' });
    ended.when('AppointDeputy', deputy, friday).then({ type: 'DeputyAppointed' });
    expect(() => ended.given({ type: 'DeputyEnded', data: ending }).state()).toThrow(ImpossibleStep);
  });

  it('leaves the deputy behind when it goes to another unit', () => {
    aCase.after('AppointDeputy', 'TransferCase').when('EndDeputy', ending, friday).rejects('unknown-reference');
  });
});
