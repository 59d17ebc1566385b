import { describe, expect, it } from '@jest/globals';
import { reveal } from '@etapp/testing';

import { aHistory, foldHistory, rowsAfter, type Step } from '../a-history.fixture.js';
import { id, registerPerson } from '../cases.fixture.js';
import { personCard } from './person-card.js';
import { toPersonInList } from './person-in-list.js';
import { findPersonCards, findProtectedPersons } from './queries.js';

const person = id(1);
const registered = registerPerson(person, '2026-03-02T09:00:00+01:00');
const step = (command: string, body: object, at: string): Step => ['person', person, command, body, at];
const protectedFrom = step(
  'RecordProtection',
  { level: 'protectedPopulationRegistration', source: 'populationRegister', effectiveOn: '2026-04-01' },
  '2026-03-03T09:00:00+01:00',
);
const lifted = step(
  'LiftProtection',
  { liftedOn: '2026-05-04', basisCode: 'decision', approvedBy: id(9) },
  '2026-05-04T09:00:00+02:00',
);
const rowAfter = (...steps: readonly Step[]) => foldHistory(personCard, aHistory(registered, ...steps)).get(person);

describe('the card of a person', () => {
  it('holds names in closed boxes, and codes', () => {
    expect(reveal(rowAfter())).toMatchObject({
      ...{ givenName: { personal: 'Amal' }, familyName: { personal: 'Haddad' }, birthYear: 1988, sex: 'male' },
      ...{ municipalityCode: '1287', protection: 'none', isProtected: false },
    });
  });

  it('is protected from the moment it is recorded, and until it is lifted', () => {
    const protection = { protection: 'protectedPopulationRegistration', isProtected: true };

    expect(rowAfter(protectedFrom)).toMatchObject(protection);
    expect(rowAfter(protectedFrom)?.protectionSetBy).toHaveLength(1);
    expect(rowAfter(protectedFrom, lifted)).toMatchObject({ protection: 'none', isProtected: false });
  });

  it('tells the language that is needed', () => {
    const need = { language: 'ar', interpreterNeeded: true };

    expect(rowAfter(step('RecordLanguage', need, '2026-03-03T09:00:00+01:00'))?.language).toEqual(need);
  });

  it('shows only an id of a person who is not registered', () => {
    expect(toPersonInList(person, undefined)).toEqual({ personId: person, protection: 'none' });
  });
});

describe('finding cards', () => {
  it('gives those of the ids asked for, and those who are protected', async () => {
    const other = id(2);
    const events = aHistory(registered, registerPerson(other, '2026-03-02T09:00:00+01:00'), protectedFrom);
    const rows = rowsAfter([personCard], events);

    expect([...(await findPersonCards(rows, [other, id(3)])).keys()]).toEqual([other]);
    expect([...(await findProtectedPersons(rows))]).toEqual([person]);
  });
});
