import { describe, expect, it } from '@jest/globals';
import { ImpossibleStep } from '@etapp/kernel';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';
import { heldRoles } from './responsibility.js';

const { unit, otherUnit, caseworker, otherCaseworker, consent: consentId } = exampleIds;
const transfer = {
  fromUnitId: unit,
  toUnitId: otherUnit,
  fromUserId: caseworker,
  toUserId: otherCaseworker,
  reasonCode: 'moreSupport',
  handoverNote: 'Behöver mer stöd.',
  ground: { kind: 'sameAuthority' },
};
const toSocialServices = { facts: { receiver: { known: true, partyKind: 'socialServices' } } };

describe('a case in its unit', () => {
  const assigned = aCase.after('AssignCaseworker');

  it('goes to another unit with a note for those who take over', () => {
    assigned.when('TransferCase', transfer).then({
      type: 'CaseTransferred',
      data: { toUnitId: otherUnit, handoverNote: { personal: 'Behöver mer stöd.' } },
    });
  });

  it('goes somewhere else', () => {
    assigned.when('TransferCase', { ...transfer, toUnitId: unit }).rejects('same-unit', { unitId: unit });
  });

  it('starts where it is, with the one who has it, and ends in a unit that exists', () => {
    const elsewhere = exampleIds.plan;
    assigned.when('TransferCase', { ...transfer, fromUnitId: elsewhere }).rejects('unknown-reference');
    assigned
      .when('TransferCase', { ...transfer, fromUserId: otherCaseworker })
      .rejects('unknown-reference', { fromUserId: otherCaseworker });
    assigned
      .when('TransferCase', transfer, { facts: { receiver: { known: false, partyKind: 'other' } } })
      .rejects('unknown-reference', { toUnitId: otherUnit });
  });

  it('is handed to nobody who may not have it there, and is received by nobody else', () => {
    const nobody = { facts: { staff: { authorised: false } } };
    const { toUserId, ...toUnit } = transfer;
    assigned.when('TransferCase', transfer, nobody).rejects('user-not-authorised', { userId: toUserId });
    assigned.when('TransferCase', toUnit, nobody).then({ type: 'CaseTransferred' });
    assigned
      .and('TransferCase', transfer)
      .when('AcknowledgeTransfer', { byUserId: caseworker }, nobody)
      .rejects('user-not-authorised', { userId: caseworker });
  });

  it('leaves behind everybody who had a role in it', () => {
    const role = { unitId: unit, fromOn: '2026-03-02', reasonCode: 'competence' };
    const coached = assigned.and('AssignCaseworker', { ...role, userId: exampleIds.unitLead, roleInCase: 'coach' });
    const { toUserId: _nobody, ...toUnit } = transfer;
    expect(heldRoles(coached.state().responsibility)).toHaveLength(2);
    expect(heldRoles(coached.and('TransferCase', toUnit).state().responsibility)).toEqual([]);
    expect(heldRoles(coached.and('TransferCase', transfer).state().responsibility)).toEqual([
      { userId: otherCaseworker, roleInCase: 'caseworker' },
    ]);
  });

  it('does not become the person’s second open case there', () => {
    assigned
      .when('TransferCase', transfer, { facts: { otherOpenCase: { caseId: exampleIds.plan } } })
      .rejects('open-case-exists', { caseId: exampleIds.plan });
  });

  it('leaves the own authority only on a ground', () => {
    assigned.when('TransferCase', transfer, toSocialServices).rejects('no-sharing-ground');
    assigned
      .when('TransferCase', { ...transfer, ground: { kind: 'personPresent' } }, toSocialServices)
      .rejects('no-sharing-ground');
    assigned
      .when('TransferCase', { ...transfer, ground: { kind: 'statute', code: 'OSL-26-9' } }, toSocialServices)
      .rejects('statute-not-configured', { code: 'OSL-26-9' });
    assigned
      .when('TransferCase', { ...transfer, ground: { kind: 'consent', consentId } }, toSocialServices)
      .rejects('consent-not-valid', { consentId });
  });

  it('goes with a consent that covers what every case holds', () => {
    const given = {
      consentId,
      kind: 'sharing',
      parties: ['socialServices'],
      purposes: ['followUp'],
      categories: ['identity', 'contactDetails', 'plan', 'assessment'],
      form: 'written',
      signedOn: '2026-03-02',
      lastValidOn: '2026-08-31',
    };
    const withConsent = { ...transfer, ground: { kind: 'consent', consentId } };
    assigned
      .and('GiveConsent', given)
      .when('TransferCase', withConsent, toSocialServices)
      .then({ type: 'CaseTransferred' });
    assigned
      .and('GiveConsent', { ...given, categories: ['identity', 'plan'] })
      .when('TransferCase', withConsent, toSocialServices)
      .rejects('consent-scope-too-narrow');
  });

  it('has nothing to acknowledge', () => {
    assigned.when('AcknowledgeTransfer', { byUserId: otherCaseworker }).rejects('wrong-state', { state: 'none' });
    const acknowledged = { type: 'CaseTransferAcknowledged', data: { byUserId: otherCaseworker } };
    expect(() => assigned.given(acknowledged).state()).toThrow(ImpossibleStep);
  });
});

describe('a case handed over', () => {
  const handedOver = aCase.after('TransferCase');
  const release = { roleInCase: 'caseworker', reasonCode: 'workload' };

  it('is handed over once', () => {
    handedOver.when('TransferCase', transfer).rejects('same-unit', { unitId: otherUnit });
  });

  it('is taken over by the caseworker it named', () => {
    handedOver.when('ReleaseCaseworker', { ...release, userId: caseworker }).rejects('unknown-reference');
    handedOver
      .when('ReleaseCaseworker', { ...release, userId: otherCaseworker })
      .then({ type: 'CaseworkerReleased', data: { userId: otherCaseworker } });
  });

  it('has no caseworker until one is assigned, if it named none', () => {
    const { toUserId: _nobody, ...toUnit } = transfer;
    aCase
      .after('AssignCaseworker')
      .and('TransferCase', toUnit)
      .when('ReleaseCaseworker', { ...release, userId: caseworker })
      .nothing();
  });

  it('is acknowledged once', () => {
    handedOver
      .when('AcknowledgeTransfer', { byUserId: otherCaseworker })
      .then({ type: 'CaseTransferAcknowledged', data: { byUserId: otherCaseworker } });
    const received = aCase.after('AcknowledgeTransfer');
    received.when('AcknowledgeTransfer', { byUserId: otherCaseworker }).nothing();
    received
      .when('AcknowledgeTransfer', { byUserId: caseworker })
      .rejects('wrong-state', { state: 'acknowledged', allowed: ['transferred'] });
  });

  it('may go back', () => {
    handedOver
      .when('TransferCase', {
        ...transfer,
        fromUnitId: otherUnit,
        toUnitId: unit,
        fromUserId: otherCaseworker,
        toUserId: caseworker,
      })
      .then({ type: 'CaseTransferred' });
  });

  it('cannot have left a unit that did not have it', () => {
    expect(() => handedOver.given({ type: 'CaseTransferred', data: transfer }).state()).toThrow(ImpossibleStep);
  });
});
