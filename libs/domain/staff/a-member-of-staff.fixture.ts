import { specificationOf } from '@etapp/testing';

import { exampleFacts } from '../example-facts.js';
import { mondayMorning } from '../monday-morning.fixture.js';
import { staffAggregate } from './staff.js';

/** Given/when/then for staff: without open cases, and with a deputy who is at work. */
export const aMemberOfStaff = specificationOf(staffAggregate, { ...mondayMorning, facts: exampleFacts });
