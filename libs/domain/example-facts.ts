import { exampleIds } from './examples.js';
import { defaultSettings } from './settings.js';

/** Who acts in examples and specs unless they say otherwise: a caseworker of the labour-market administration. */
export const exampleActor = {
  userId: exampleIds.caseworker,
  role: 'labourMarketCaseworker',
  unitId: exampleIds.unit,
  partyKind: 'labourMarketAdministration',
} as const;

/** What decisions are told of other streams in specs and campaigns unless these say otherwise: nothing stands in the way. */
export const exampleFacts = {
  person: { known: true, protection: 'none' as const },
  otherOpenCase: {},
  settings: { ...defaultSettings, legalBases: ['SoL-2025:400'] },
  ruleNames: ['first-contact-due', 'R01'],
  unavailable: [],
  staff: { authorised: true },
  approver: { authorised: true },
  receiver: { known: true, partyKind: 'labourMarketAdministration' as const },
  employer: { known: true },
  number: { validity: 'valid' as const, kind: 'personal' as const, birthYear: 1990, sex: 'female' as const },
  openCases: { count: 0 },
  deputy: { known: true, absent: false },
};
