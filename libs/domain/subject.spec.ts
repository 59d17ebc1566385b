import { describe, expect, it } from '@jest/globals';

import { aCase } from './case/a-case.fixture.js';
import { anEmployer } from './employer/an-employer.fixture.js';
import { exampleIds } from './examples.js';
import { aPerson } from './person/a-person.fixture.js';
import { aMemberOfStaff } from './staff/a-member-of-staff.fixture.js';
import { subjectOf } from './subject.js';
import { aUnit } from './unit/a-unit.fixture.js';

const { person: personId, caseworker: userId, employer: employerId } = exampleIds;
const legalBasis = 'SoL-2025:400';

describe('the first command of a stream', () => {
  it('names whom its events are about', () => {
    const opening = { personId, legalBasis, unitId: exampleIds.unit };
    expect(subjectOf.case(aCase.given().state(), opening)).toEqual({ subjectId: personId, legalBasis });
    expect(subjectOf.person(aPerson.given().state(), { personId })).toEqual({ subjectId: personId });
    expect(subjectOf.staff(aMemberOfStaff.given().state(), { userId })).toEqual({ subjectId: userId });
    expect(subjectOf.employer(anEmployer.given().state(), { employerId })).toEqual({ subjectId: employerId });
  });
});

describe('a stream that was begun', () => {
  const body = { personId: exampleIds.goal, userId: exampleIds.goal, employerId: exampleIds.goal, legalBasis: 'other' };

  it('is about the same from then on, whoever a command names', () => {
    expect(subjectOf.case(aCase.after('OpenCase').state(), body)).toEqual({ subjectId: personId, legalBasis });
    expect(subjectOf.person(aPerson.after('RegisterPerson').state(), body)).toEqual({ subjectId: personId });
    expect(subjectOf.staff(aMemberOfStaff.after('RegisterStaff').state(), body)).toEqual({ subjectId: userId });
    expect(subjectOf.employer(anEmployer.after('RegisterEmployer').state(), body)).toEqual({ subjectId: employerId });
  });
});

describe('a unit', () => {
  it('is about nobody', () => {
    expect(subjectOf.unit(aUnit.after('RegisterUnit').state(), { leadUserId: userId })).toEqual({});
  });
});

describe('a command on a stream that was never begun', () => {
  it('is about nobody', () => {
    expect(subjectOf.case(aCase.given().state(), {})).toEqual({});
    expect(subjectOf.person(aPerson.given().state(), {})).toEqual({});
  });
});
