import { specificationOf } from '@etapp/testing';

import { mondayMorning } from '../monday-morning.fixture.js';
import { employerAggregate } from './employer.js';

/** Given/when/then for employers; the stated number is sound and nobody else has it. */
export const anEmployer = specificationOf(employerAggregate, {
  ...mondayMorning,
  facts: { number: { validity: 'valid' } },
});
