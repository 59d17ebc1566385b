import { specificationOf } from '@etapp/testing';

import { mondayMorning } from '../monday-morning.fixture.js';
import { remindersAggregate } from './reminders.js';

/** Given/when/then for what was reminded of. */
export const aReminder = specificationOf(remindersAggregate, { ...mondayMorning, facts: {} });
