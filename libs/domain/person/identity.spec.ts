import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { aPerson } from './a-person.fixture.js';

const { person: personId, otherCaseworker: somebodyElse } = exampleIds;
const amal = {
  personId,
  idKind: 'personal',
  idNumber: '199005052387',
  givenName: 'Amal',
  familyName: 'Exempel',
  sex: 'female',
  municipalityCode: '1287',
};
const withoutNumber = ({ idNumber: _number, ...rest }: typeof amal): object => rest;

describe('somebody new', () => {
  const nobody = aPerson.given();

  it('is registered with the birth year of the number, and the sex that was stated', () => {
    nobody.when('RegisterPerson', { ...amal, sex: 'unknown' }).then({
      type: 'PersonRegistered',
      data: { birthYear: 1990, sex: 'unknown', idNumber: { personal: '199005052387' } },
    });
  });

  it('keeps a birth year that was stated', () => {
    nobody
      .when('RegisterPerson', { ...amal, birthYear: 1991 })
      .then({ type: 'PersonRegistered', data: { birthYear: 1991 } });
  });

  it('needs a number of the stated kind', () => {
    const missing = { facts: { number: { validity: 'missing' } } };
    nobody.when('RegisterPerson', withoutNumber(amal), missing).rejects('identity-number-missing');
    nobody
      .when('RegisterPerson', { ...withoutNumber(amal), idKind: 'coordination' }, missing)
      .rejects('identity-number-missing', { idKind: 'coordination' });
    nobody
      .when('RegisterPerson', amal, { facts: { number: { validity: 'invalid' } } })
      .rejects('identity-number-invalid');
    nobody
      .when('RegisterPerson', amal, { facts: { number: { validity: 'valid', kind: 'coordination' } } })
      .rejects('identity-number-invalid', { idKind: 'personal' });
  });

  it('needs no number with a reserve number or none', () => {
    const unreadable = { facts: { number: { validity: 'invalid' } } };
    const missing = { facts: { number: { validity: 'missing' } } };
    nobody
      .when('RegisterPerson', { ...amal, idKind: 'reserve', idNumber: 'R-17', idIssuer: 'region-skane' }, unreadable)
      .then({ type: 'PersonRegistered', data: { idKind: 'reserve' } });
    nobody
      .when('RegisterPerson', { ...withoutNumber(amal), idKind: 'unknown' }, missing)
      .then({ type: 'PersonRegistered', data: { idKind: 'unknown' } });
  });

  it('does not take the number of another, and is not told whose it is', () => {
    const taken = { facts: { number: { validity: 'valid', kind: 'personal', takenBy: somebodyElse } } };
    const verdict = nobody.when('RegisterPerson', amal, taken);
    verdict.rejects('identity-number-taken');
    const silent: unknown = expect.objectContaining({ details: { idKind: 'personal' } });
    expect(verdict.events).toThrow(expect.objectContaining({ cause: silent }));
  });

  it('may finish a registration whose number was claimed for the same person', () => {
    const claimed = { facts: { number: { validity: 'valid', kind: 'personal', takenBy: personId } } };
    nobody.when('RegisterPerson', amal, claimed).then({ type: 'PersonRegistered' });
  });

  it('has nothing to change yet', () => {
    nobody.when('RecordDeath', { deceasedOn: '2026-03-01' }).rejects('unknown-reference');
  });
});

describe('a registered person', () => {
  const registered = aPerson.after('RegisterPerson');

  it('is registered once', () => {
    registered.when('RegisterPerson', amal).rejects('same-id-other-content');
    registered.when('RegisterPerson', { ...amal, personId: somebodyElse }).rejects('already-exists', { personId });
  });

  it('has a wrong number put right', () => {
    const correction = { idKind: 'personal', idNumber: '198503152384', reasonCode: 'error' };
    registered.when('ChangeIdentifier', correction).then({
      type: 'PersonIdentifierChanged',
      data: { idNumber: { personal: '198503152384' } },
    });
    registered
      .when('ChangeIdentifier', correction, { facts: { number: { validity: 'invalid' } } })
      .rejects('identity-number-invalid');
    registered
      .when('ChangeIdentifier', correction, { facts: { number: { validity: 'valid', takenBy: somebodyElse } } })
      .rejects('identity-number-taken');
  });

  it('has no coordination number to leave', () => {
    registered
      .when('ChangeIdentifier', { idKind: 'personal', idNumber: '198503152384', reasonCode: 'coordinationToPersonal' })
      .rejects('wrong-state', { state: 'personal', allowed: ['coordination'] });
  });

  it('dies once', () => {
    const death = { deceasedOn: '2026-03-01' };
    registered.when('RecordDeath', death).then({ type: 'PersonDeceased', occurredAt: '2026-02-28T23:00:00.000Z' });
    const dead = registered.and('RecordDeath', death);
    dead.when('RecordDeath', death).nothing();
    dead.when('RecordDeath', { deceasedOn: '2026-02-27' }).rejects('wrong-state', { state: 'deceased' });
  });
});

describe('a person with a coordination number', () => {
  const coordinated = aPerson
    .given()
    .and(
      'RegisterPerson',
      { ...amal, idKind: 'coordination', idNumber: '191711602399' },
      { facts: { number: { validity: 'valid', kind: 'coordination', birthYear: 1917 } } },
    );
  const change = { idKind: 'personal', idNumber: '199005052387', reasonCode: 'coordinationToPersonal' };

  it('gets a personal number, once', () => {
    coordinated.when('ChangeIdentifier', change).then({ type: 'PersonIdentifierChanged' });
    coordinated.and('ChangeIdentifier', change).when('ChangeIdentifier', change).rejects('wrong-state');
  });

  it('gets nothing but a personal number that way', () => {
    coordinated.when('ChangeIdentifier', { ...change, idKind: 'reserve' }).rejects('identity-number-invalid');
  });
});
