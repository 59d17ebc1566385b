import type { Role } from '@etapp/domain';
import type { Actor } from '@etapp/kernel';

import type { DemoUser } from '../dev-issuer.js';
import { demoId } from './demo-id.js';
import { demoUnits } from './units.js';

export { demoTenant } from './units.js';

/** Somebody who works in the demo. Their names are made up. */
export type Staff = DemoUser & {
  readonly displayName: string;
  readonly partyKind: 'labourMarketAdministration' | 'publicEmploymentService' | 'incomeSupport';
  readonly unitIds: readonly string[];
  readonly role: Role;
  /** Share of full time for cases, per cent. */
  readonly capacityPercent: number;
};

const { centre, harbour } = demoUnits;
const [atCentre, atHarbour, atBoth] = [[centre.unitId], [harbour.unitId], [centre.unitId, harbour.unitId]] as const;

const staff = (
  name: string,
  does: string,
  rest: Pick<Staff, 'displayName' | 'role' | 'unitIds'> & Partial<Staff>,
): Staff => ({
  name,
  does,
  userId: demoId('staff', name),
  partyKind: 'labourMarketAdministration',
  capacityPercent: rest.role === 'labourMarketCaseworker' ? 100 : 0,
  ...rest,
});

/** Everybody who works in the demo, by the name that they ask for a token with. */
export const demoStaff = {
  operator: staff(
    'operator',
    'sköter driften, läser inget om personer / runs the service, reads nothing about people',
    {
      displayName: 'Doris Drift',
      role: 'operator',
      unitIds: [],
    },
  ),
  lead: staff('lead', 'leder enheten Centrum / leads the unit Centrum', {
    displayName: 'Lovisa Ek',
    role: 'unitLead',
    unitIds: atCentre,
  }),
  harbourLead: staff('harbour-lead', 'leder enheten Hamnen / leads the unit Hamnen', {
    displayName: 'Henrik Dahl',
    role: 'unitLead',
    unitIds: atHarbour,
  }),
  caseworker: staff('caseworker', 'handlägger ärenden i Centrum / handles cases in Centrum', {
    displayName: 'Karin Holm',
    role: 'labourMarketCaseworker',
    unitIds: atCentre,
  }),
  colleague: staff('colleague', 'handlägger ärenden i Centrum / handles cases in Centrum', {
    displayName: 'Kasper Lind',
    role: 'labourMarketCaseworker',
    unitIds: atCentre,
    capacityPercent: 80,
  }),
  harbourCaseworker: staff('harbour-caseworker', 'handlägger ärenden i Hamnen / handles cases in Hamnen', {
    displayName: 'Karim Aziz',
    role: 'labourMarketCaseworker',
    unitIds: atHarbour,
  }),
  specialist: staff('specialist', 'arbetskonsulent för praktik och jobb / employment specialist', {
    displayName: 'Elin Sandberg',
    role: 'employmentSpecialist',
    unitIds: atBoth,
  }),
  coach: staff('coach', 'jobbcoach / job coach', { displayName: 'Omid Karimi', role: 'coach', unitIds: atBoth }),
  coordinator: staff('coordinator', 'samordnar trepartssamtal / coordinates tripartite meetings', {
    displayName: 'Sara Nyman',
    role: 'coordinator',
    unitIds: atBoth,
  }),
  auditor: staff('auditor', 'granskar historik och åtkomst / audits history and access', {
    displayName: 'Arne Granath',
    role: 'auditor',
    unitIds: atBoth,
  }),
  adviser: staff('adviser', 'arbetsförmedlare, annan myndighet / adviser of the public employment service', {
    displayName: 'Vera Bergman',
    role: 'pesAdviser',
    unitIds: atBoth,
    partyKind: 'publicEmploymentService',
  }),
  incomeSupport: staff('income-support', 'handlägger försörjningsstöd / income-support officer', {
    displayName: 'Filip Åberg',
    role: 'incomeSupportOfficer',
    unitIds: atBoth,
    partyKind: 'incomeSupport',
  }),
  substitute: staff('substitute', 'vikarie som har slutat / a substitute who has left', {
    displayName: 'Vilma Storm',
    role: 'coach',
    unitIds: atCentre,
  }),
  evaluator: staff('evaluator', 'utvärderar med siffror, utan personuppgifter / evaluates by figures only', {
    displayName: 'Ulla Wiik',
    role: 'evaluator',
    unitIds: atBoth,
  }),
} as const;

/** Who may ask the development issuer for a token: everybody but the one who left. */
export const demoUsers: readonly DemoUser[] = Object.values(demoStaff)
  .filter((member) => member !== demoStaff.substitute)
  .map(({ name, userId, does }) => ({ name, userId, does }));

/** A member of staff as the one who did something. */
export const actorOf = ({ userId, role, unitIds, partyKind }: Staff): Actor => ({
  userId,
  role,
  unitId: unitIds[0],
  partyKind,
});
