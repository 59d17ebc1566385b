import { specificationOf } from '@etapp/testing';

import { exampleFacts } from '../example-facts.js';
import { mondayMorning } from '../monday-morning.fixture.js';
import { caseAggregate } from './case.js';

/** Given/when/then for cases, Monday 2026-03-02 09:00 in Stockholm unless a spec says otherwise. */
export const aCase = specificationOf(caseAggregate, { ...mondayMorning, facts: exampleFacts });
