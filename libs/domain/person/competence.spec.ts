import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { aPerson } from './a-person.fixture.js';

const welder = {
  competenceId: exampleIds.competence,
  title: 'Svetsare',
  occupationCode: '7212',
  years: 6,
  educationLevel: 'upperSecondary',
  validation: 'inProgress',
};

describe('a registered person', () => {
  const registered = aPerson.after('RegisterPerson');

  it('has a profession', () => {
    registered
      .when('RecordCompetence', welder)
      .then({ type: 'CompetenceRecorded', data: { title: { personal: 'Svetsare' }, years: 6 } });
  });

  it('states a competence once under its id', () => {
    registered
      .and('RecordCompetence', welder)
      .when('RecordCompetence', welder)
      .rejects('same-id-other-content', {
        fields: ['title'],
      });
  });

  it('may stay for a time, which stays closed to the rules', () => {
    registered.when('RecordResidencePermit', { kind: 'temporary', lastValidOn: '2027-05-31' }).then({
      type: 'ResidencePermitRecorded',
      data: { kind: { personal: 'temporary' }, lastValidOn: { personal: '2027-05-31' } },
    });
  });
});
