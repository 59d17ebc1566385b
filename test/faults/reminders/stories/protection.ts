import { localDay } from '@etapp/calendar';

import { type Course, type Happening, type StoryTopic, type Told, town } from '../story.js';

const lifted = ({ personId }: Course, at: string): Told => {
  const liftedOn = localDay(at);
  return [
    'person',
    personId,
    'LiftProtection',
    { liftedOn, basisCode: 'populationRegister', approvedBy: town.otherLead },
  ];
};

/** A person's identity is protected, some time later more so, then no longer, and then anew. */
const protect: Happening = (course, at) => {
  const { personId, matters } = course;
  const step = matters.get('protection')?.step;
  const come = (next: string) => matters.set('protection', { id: personId, step: next, on: '' });
  const recorded = (level: string): Told => {
    const body = { level, source: 'manual', effectiveOn: localDay(at) };
    return ['person', personId, 'RecordProtection', body];
  };
  if (step === 'more protected') {
    come('lifted');
    return [lifted(course, at)];
  }
  come(step === 'protected' ? 'more protected' : 'protected');
  if (step !== undefined) return [recorded(step === 'protected' ? 'protectedPopulationRegistration' : first)];
  const registered = {
    ...{ personId, idKind: 'unknown', givenName: 'Alva', familyName: 'Exempel' },
    ...{ sex: 'female', municipalityCode: '1287' },
  };
  return [['person', personId, 'RegisterPerson', registered], recorded(first)];
};
const first = 'confidentialityMarking';

/** Protected identity. Its ring is ended by being acknowledged, and by there being no protection any more. */
export const protections: StoryTopic = {
  happenings: [protect],
  endings: {
    'protection-check': (course, _subject, at) => {
      course.matters.set('protection', { id: course.personId, step: 'lifted', on: '' });
      return [lifted(course, at)];
    },
  },
};
