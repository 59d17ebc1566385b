import { describe, expect, it } from '@jest/globals';
import { ImpossibleStep } from '@etapp/kernel';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';

const assessment = { track: 'mainFlow', barriers: ['unemployed'] };
const change = { from: 'mainFlow', to: 'specialSupport', reasonCode: 'needsMoreSupport' };

describe('a person nobody has met yet', () => {
  it('has no track to assess', () => {
    aCase.after('OpenCase').when('AssessTrack', assessment).rejects('first-contact-not-held');
  });
});

describe('a person who was met', () => {
  const met = aCase.after('RecordFirstContact');

  it('is assessed, with the barriers sealed', () => {
    met.when('AssessTrack', { ...assessment, basis: 'Har arbetat på lager.' }).then({
      type: 'TrackAssessed',
      data: {
        track: 'mainFlow',
        barriers: { personal: ['unemployed'] },
        basis: { personal: 'Har arbetat på lager.' },
      },
    });
  });

  it('has no track to change yet', () => {
    met.when('ChangeTrack', change).rejects('track-not-assessed');
  });
});

describe('a person in the main flow', () => {
  const assessed = aCase.after('AssessTrack');

  it('is assessed once', () => {
    assessed.when('AssessTrack', assessment).rejects('track-already-assessed', { track: 'mainFlow' });
  });

  it('gets special support when more is needed, and a unit that takes over', () => {
    const data = { ...change, handoverUnitId: exampleIds.otherUnit };
    assessed.when('ChangeTrack', data).then({ type: 'TrackChanged', data });
  });

  it('changes to another track, once', () => {
    assessed.when('ChangeTrack', { ...change, to: 'mainFlow' }).rejects('same-track', { track: 'mainFlow' });
    assessed.and('ChangeTrack', change).when('ChangeTrack', change).rejects('same-track', { track: 'specialSupport' });
  });

  it('changes from the track it is in', () => {
    aCase
      .after('ChangeTrack')
      .when('ChangeTrack', { from: 'specialSupport', to: 'mainFlow', reasonCode: 'readyForWork' })
      .then({ type: 'TrackChanged' });
    aCase
      .after('ChangeTrack')
      .when('ChangeTrack', { from: 'mainFlow', to: 'mainFlow', reasonCode: 'readyForWork' })
      .rejects('same-track');
  });

  it('is still in it when the case is reopened', () => {
    aCase
      .after('AssessTrack', 'ReopenCase')
      .when('ChangeTrack', change, { at: '2026-06-08T09:00:00+02:00' })
      .then({ type: 'TrackChanged', data: change });
  });

  it('cannot have been assessed before or changed from another track', () => {
    expect(() => assessed.given({ type: 'TrackAssessed', data: assessment }).state()).toThrow(ImpossibleStep);
    const wrong = { ...change, from: 'specialSupport', to: 'mainFlow' };
    expect(() => assessed.given({ type: 'TrackChanged', data: wrong }).state()).toThrow(ImpossibleStep);
  });
});
