import { demoId } from './demo-id.js';

/** An employer of the demo, with one workplace. */
export type DemoEmployer = {
  readonly employerId: string;
  readonly workplaceId: string;
  readonly organisationNumber: string;
  readonly name: string;
  readonly workplace: string;
  readonly sector: 'private' | 'municipal' | 'association' | 'cooperative';
};

const employer = (
  organisationNumber: string,
  name: string,
  place: Pick<DemoEmployer, 'workplace' | 'sector'>,
): DemoEmployer => ({
  employerId: demoId('employer', organisationNumber),
  workplaceId: demoId('workplace', organisationNumber),
  organisationNumber,
  name,
  ...place,
});

/**
 * Made-up employers. Their numbers have a right check digit and belong to nobody: the first digit tells the kind of
 * legal person, and none has the digit 4. Source: Skatteverket on organisation numbers, the groups 1 to 3 and 5 to 9.
 */
export const demoEmployers = [
  employer('404000-0012', 'Sundvalla Lager & Frakt', { workplace: 'Terminalen i hamnen', sector: 'private' }),
  employer('404000-0020', 'Hamnköket i Sundvalla', { workplace: 'Köket vid kajen', sector: 'private' }),
  employer('404000-0038', 'Norra Torgets Livs', { workplace: 'Butiken vid torget', sector: 'private' }),
  employer('404000-0046', 'Sundvalla måltidsservice', { workplace: 'Björkskolans kök', sector: 'municipal' }),
  employer('404000-0053', 'Vallens Städ', { workplace: 'Kontorshuset Vallen', sector: 'private' }),
  employer('404000-0061', 'Återbruket i Sundvalla', { workplace: 'Verkstaden och butiken', sector: 'association' }),
  employer('404000-0079', 'Sundvalla Måleri', { workplace: 'Målarverkstaden', sector: 'private' }),
  employer('404000-0087', 'Omsorgskooperativet Eken', { workplace: 'Gruppboendet Eken', sector: 'cooperative' }),
] as const;
