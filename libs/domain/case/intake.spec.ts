import { describe, expect, it } from '@jest/globals';
import { ImpossibleStep } from '@etapp/kernel';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';

const { case: caseId, person: personId, unit: unitId } = exampleIds;
const opening = {
  caseId,
  personId,
  unitId,
  source: 'incomeSupportApplication',
  servedAs: 'incomeSupportApplicant',
  receivedAt: '2026-03-02T09:00:00+01:00',
  legalBasis: 'SoL-2025:400',
};

describe('a person who comes in', () => {
  const nobody = aCase.given();

  it('gets a case from seven fields, received when they came', () => {
    nobody
      .when('OpenCase', opening, { at: '2026-03-03T08:00:00+01:00' })
      .then({ type: 'CaseOpened', occurredAt: '2026-03-02T08:00:00.000Z', data: { caseId, personId, unitId } });
  });

  it('must be known to the municipality', () => {
    const facts = { person: { known: false, protection: 'none' } };
    nobody.when('OpenCase', opening, { facts }).rejects('person-unknown', { personId });
  });

  it('has one open case in a unit', () => {
    const facts = { otherOpenCase: { caseId: exampleIds.plan } };
    nobody.when('OpenCase', opening, { facts }).rejects('open-case-exists', { caseId: exampleIds.plan });
  });

  it('is received under an act that the unit works by', () => {
    nobody.when('OpenCase', { ...opening, legalBasis: 'X' }).rejects('legal-basis-not-configured', { legalBasis: 'X' });
  });

  it('cannot have come tomorrow', () => {
    nobody
      .when('OpenCase', { ...opening, receivedAt: '2026-03-03T09:00:00+01:00' })
      .rejects('occurred-in-future', { field: 'receivedAt' });
  });

  it('has nothing to write or decide about before the case is open', () => {
    const entry = { entryId: exampleIds.entry, category: 'contact', aboutOn: '2026-03-02', text: 'Ringde' };
    nobody.when('AddJournalEntry', entry).rejects('case-not-open', { status: 'none' });
    nobody.when('RejectCase', { reasonCode: 'duplicate' }).rejects('case-not-open', { status: 'none' });
  });
});

describe('an open case', () => {
  const open = aCase.after('OpenCase');
  const snapshot = {
    snapshotId: exampleIds.snapshot,
    formId: 'application',
    formVersion: '2026-1',
    answers: [{ label: 'Senaste arbete', value: 'Lager, 2024' }],
  };

  it('is opened once', () => {
    open.when('OpenCase', opening).nothing();
    open.when('OpenCase', { ...opening, source: 'service' }).rejects('same-id-other-content', { fields: ['source'] });
    open.when('OpenCase', { ...opening, caseId: exampleIds.plan }).rejects('already-exists');
  });

  it('keeps what the person stated, sealed', () => {
    open.when('RecordIntakeSnapshot', snapshot).then({
      type: 'IntakeSnapshotRecorded',
      data: { formId: 'application', answers: { personal: snapshot.answers } },
    });
  });

  it('does not take other answers under the same id, which no rule can compare', () => {
    open
      .and('RecordIntakeSnapshot', snapshot)
      .when('RecordIntakeSnapshot', snapshot)
      .rejects('same-id-other-content', { fields: ['answers'] });
  });

  it('is rejected while no plan is active, and then is not open', () => {
    const rejection = { reasonCode: 'notResident', referredTo: 'otherMunicipality' };
    open.when('RejectCase', rejection).then({ type: 'CaseRejected', data: rejection });
    open.and('RejectCase', rejection).when('RejectCase', rejection).rejects('case-not-open', { status: 'rejected' });
    aCase
      .after('ActivatePlan')
      .when('RejectCase', rejection)
      .rejects('plan-already-active', { planId: exampleIds.plan });
  });
});

describe('a history that cannot have been', () => {
  const rejected = { type: 'CaseRejected', data: { reasonCode: 'duplicate' } };
  const fact = (receivedAt: string, periodNo: number) => ({
    type: 'CaseReopened',
    data: { periodNo, receivedAt, source: 'service', servedAs: 'serviceEnrolled' },
  });

  it.each([
    ['a case rejected before it was opened', aCase.given(rejected)],
    ['a case opened twice', aCase.after('OpenCase').given({ type: 'CaseOpened', data: opening })],
    ['a case rejected twice', aCase.after('RejectCase').given(rejected)],
    ['an open case that is reopened', aCase.after('OpenCase').given(fact('2026-03-03T09:00:00Z', 2))],
    ['a period left out', aCase.after('CloseCase').given(fact('2026-06-05T09:00:00Z', 3))],
  ])('is refused: %s', (_what, history) => {
    expect(() => history.state()).toThrow(ImpossibleStep);
  });
});
