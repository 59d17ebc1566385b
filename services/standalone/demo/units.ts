import { demoId } from './demo-id.js';

/** The demo municipality's tenant id. Sundvalla is made up: no such municipality exists. */
export const demoTenant = '0197e7a0-0d00-7000-8000-000000000001';

/** Its municipality code: no county's codes begin with 99, so that no figure is taken for a real municipality's. */
export const demoMunicipalityCode = '9901';

/** The units of the demo, by short name. */
export const demoUnits = {
  centre: { unitId: demoId('unit', 'centre'), name: 'Arbetsmarknadsenheten Centrum, Sundvalla' },
  harbour: { unitId: demoId('unit', 'harbour'), name: 'Arbetsmarknadsenheten Hamnen, Sundvalla' },
} as const;

/** The acts that the units work under, the newest last. */
export const demoLegalBases = ['SoL-2001:453', 'SoL-2025:400'] as const;

/** The act that a case opened on a day is kept under: the new social services act is in force since 1 July 2025. */
export const legalBasisOn = (day: string): (typeof demoLegalBases)[number] =>
  day < '2025-07-01' ? 'SoL-2001:453' : 'SoL-2025:400';
