import { specificationOf } from '@etapp/testing';

import { mondayMorning } from '../monday-morning.fixture.js';
import { defaultSettings } from '../settings.js';
import { staffAggregate } from './staff.js';

/** Given/when/then for staff: without open cases, and with a deputy who is at work. */
export const aMemberOfStaff = specificationOf(staffAggregate, {
  ...mondayMorning,
  facts: {
    openCases: { count: 0 },
    settings: defaultSettings,
    deputy: { known: true, absent: false },
    staff: { authorised: true },
  },
});
