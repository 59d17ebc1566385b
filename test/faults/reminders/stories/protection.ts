import { localDay } from '@etapp/calendar';

import type { Happening, StoryTopic, Told } from '../story.js';

/** A person's identity is protected, and some time later more so. */
const protect: Happening = ({ personId, matters }, at) => {
  const known = matters.get('protection');
  matters.set('protection', { id: personId, step: 'protected', on: '' });
  const registered = {
    ...{ personId, idKind: 'unknown', givenName: 'Alva', familyName: 'Exempel' },
    ...{ sex: 'female', municipalityCode: '1287' },
  };
  const level = known === undefined ? 'confidentialityMarking' : 'protectedPopulationRegistration';
  const told: Told = ['person', personId, 'RecordProtection', { level, source: 'manual', effectiveOn: localDay(at) }];
  return known === undefined ? [['person', personId, 'RegisterPerson', registered], told] : [told];
};

/** Protected identity. Its ring is ended by nothing but its being acknowledged. */
export const protections: StoryTopic = { happenings: [protect], endings: {} };
