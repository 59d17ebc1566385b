import { localDay } from '@etapp/calendar';
import { specificationOf } from '@etapp/testing';

import { exampleIds } from '../examples.js';
import { defaultSettings } from '../settings.js';
import { caseAggregate } from './case.js';

/** Given/when/then for cases, Monday 2026-03-02 09:00 in Stockholm unless a spec says otherwise. */
export const aCase = specificationOf(caseAggregate, {
  now: '2026-03-02T09:00:00+01:00',
  today: localDay,
  actor: {
    userId: exampleIds.caseworker,
    role: 'labourMarketCaseworker',
    unitId: exampleIds.unit,
    partyKind: 'labourMarketAdministration',
  },
  facts: {
    person: { known: true, protection: 'none' },
    otherOpenCase: {},
    settings: { ...defaultSettings, legalBases: ['SoL-2025:400'] },
    unavailable: [],
    staff: { authorised: true },
    approver: { authorised: true },
    receiver: { known: true, partyKind: 'labourMarketAdministration' },
    employer: { known: true },
  },
});
