import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { aUnit } from './a-unit.fixture.js';

const agreement = {
  agreementId: exampleIds.agreement,
  parties: ['labourMarketAdministration', 'publicEmploymentService'],
  fromOn: '2026-01-01',
  toOn: '2026-12-31',
};
const meeting = {
  heldOn: '2026-03-02',
  kind: 'workshop',
  theme: 'Övergången från sfi till arbete',
  parties: ['labourMarketAdministration', 'education'],
  decisions: ['Gemensam studiebesöksdag i april'],
};

describe('a unit that works with others', () => {
  const registered = aUnit.after('RegisterUnit');

  it('records an agreement once', () => {
    registered
      .when('RecordCooperationAgreement', agreement)
      .then({ type: 'CooperationAgreementRecorded', data: agreement });
    const agreed = registered.and('RecordCooperationAgreement', agreement);
    agreed.when('RecordCooperationAgreement', agreement).nothing();
    agreed
      .when('RecordCooperationAgreement', { ...agreement, toOn: '2027-12-31' })
      .rejects('same-id-other-content', { fields: ['toOn'] });
  });

  it('records no agreement that ends before it starts', () => {
    registered.when('RecordCooperationAgreement', { ...agreement, toOn: '2025-12-31' }).rejects('period-reversed');
  });

  it('records a meeting once, and another the same day', () => {
    registered.when('RecordCooperationMeeting', meeting).then({ type: 'CooperationMeetingHeld', data: meeting });
    const held = registered.and('RecordCooperationMeeting', meeting);
    held.when('RecordCooperationMeeting', meeting).nothing();
    held
      .when('RecordCooperationMeeting', { ...meeting, kind: 'steering' })
      .then({ type: 'CooperationMeetingHeld', data: { kind: 'steering' } });
  });

  it('records no meeting that is still to come', () => {
    registered.when('RecordCooperationMeeting', { ...meeting, heldOn: '2026-03-03' }).rejects('occurred-in-future');
  });
});
