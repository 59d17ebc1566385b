import { specificationOf } from '@etapp/testing';

import { mondayMorning } from '../monday-morning.fixture.js';
import { personAggregate } from './person.js';

/** Given/when/then for persons; the stated number is a sound personal number that nobody else has. */
export const aPerson = specificationOf(personAggregate, {
  ...mondayMorning,
  facts: {
    number: { validity: 'valid', kind: 'personal', birthYear: 1990, sex: 'female' },
    approver: { authorised: true },
  },
});
