import { specificationOf } from '@etapp/testing';

import { exampleFacts } from '../example-facts.js';
import { mondayMorning } from '../monday-morning.fixture.js';
import { unitAggregate } from './unit.js';

/** Given/when/then for units. */
export const aUnit = specificationOf(unitAggregate, { ...mondayMorning, facts: exampleFacts });
