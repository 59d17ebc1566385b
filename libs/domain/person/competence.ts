import {
  Code,
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  Id,
  LocalDate,
  personal,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { EducationLevel } from '../people.js';

const CompetenceRecorded = z.strictObject({
  competenceId: Id,
  title: text(),
  occupationCode: Code.optional(),
  years: z.int().min(0).max(80).optional(),
  educationLevel: EducationLevel,
  validation: z.enum(['none', 'inProgress', 'validated']),
});
const ResidencePermitRecorded = z.strictObject({
  kind: personal(z.enum(['citizen', 'euRight', 'permanent', 'temporary', 'none'])),
  lastValidOn: personal(LocalDate).optional(),
});

/**
 * What a person can do, and may do: competence and profession rather than country of origin, which is not recorded.
 * Source: Trelleborg model.
 */
export const competenceEvents = defineEvents({
  CompetenceRecorded: {
    version: 1,
    data: CompetenceRecorded,
    text: { sv: 'Kompetens registrerades', en: 'Competence was recorded' },
  },
  ResidencePermitRecorded: {
    version: 1,
    data: ResidencePermitRecorded,
    text: { sv: 'Uppehållsrätt registrerades', en: 'The right to stay was recorded' },
  },
});

/** What may be stated about competence and the right to stay. */
export const competenceCommands = defineCommands({
  RecordCompetence: command({
    body: CompetenceRecorded,
    states: { event: 'CompetenceRecorded', id: 'competenceId' },
    policy: 'person.manage',
    text: { sv: 'Registrera kompetens', en: 'Record competence' },
    example: {
      after: ['RegisterPerson'],
      body: {
        competenceId: exampleIds.competence,
        title: 'Svetsare',
        occupationCode: '7212',
        years: 6,
        educationLevel: 'upperSecondary',
        validation: 'inProgress',
      },
    },
  }),
  RecordResidencePermit: command({
    body: ResidencePermitRecorded,
    policy: 'person.manage',
    text: { sv: 'Registrera uppehållsrätt', en: 'Record the right to stay' },
    example: { after: ['RegisterPerson'], body: { kind: 'permanent' } },
  }),
});

/** The decisions about competence: statements that no rule reads, so no state follows from them. */
export const competenceDecisions: DecisionsOf<object, typeof competenceCommands, typeof competenceEvents> = {
  RecordCompetence: (_state, command) => [{ type: 'CompetenceRecorded', data: command }],
  RecordResidencePermit: (_state, command) => [{ type: 'ResidencePermitRecorded', data: command }],
};
