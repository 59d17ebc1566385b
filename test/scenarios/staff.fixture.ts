import { waitFor } from '@etapp/testing';

import { type Caller, callerOf, type Seen, type TimedService } from './caller.fixture.js';
import { type StartedService, tenant } from './started-service.fixture.js';

/** The unit of the scenarios. */
export const unitId = '0197e7a0-0000-7000-8000-0000000000b1';

/** What the unit's decisions rest on. */
export const legalBasis = 'SoL-2025:400';

const user = (n: number): string => `0197e7a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** Who works in the municipality of the scenarios; party users belong to other organisations. */
const staff = {
  L: { userId: user(1), role: 'unitLead', partyKind: 'labourMarketAdministration' },
  K1: { userId: user(2), role: 'labourMarketCaseworker', partyKind: 'labourMarketAdministration' },
  K2: { userId: user(3), role: 'labourMarketCaseworker', partyKind: 'labourMarketAdministration' },
  E1: { userId: user(4), role: 'employmentSpecialist', partyKind: 'labourMarketAdministration' },
  V1: { userId: user(5), role: 'pesAdviser', partyKind: 'publicEmploymentService' },
  F1: { userId: user(6), role: 'incomeSupportOfficer', partyKind: 'incomeSupport' },
  R: { userId: user(7), role: 'logReviewer', partyKind: 'labourMarketAdministration' },
  A: { userId: user(8), role: 'auditor', partyKind: 'labourMarketAdministration' },
  G: { userId: user(9), role: 'archivist', partyKind: 'labourMarketAdministration' },
} as const;

/** The letters that scenarios call people by. */
type Letter = keyof typeof staff;

/** The letter of a user; their id where they have none. */
export const letterOf = (userId: string): string =>
  Object.entries(staff).find(([, one]) => one.userId === userId)?.[0] ?? userId;

const operator = { userId: user(99), role: 'operator', partyKind: 'labourMarketAdministration' };

const register = async ({ api }: StartedService): Promise<void> => {
  const act = (name: string, id: string, body: object) =>
    api.act({ tenant, actor: operator, name, id, body, key: 'fixture' });
  const leadUserId = staff.L.userId;
  const unit = { unitId, name: 'Arbetsmarknadsenheten', municipalityCode: '1287', leadUserId };
  await act('RegisterUnit', unitId, { ...unit, legalBases: [legalBasis] });
  for (const [displayName, { userId, role, partyKind }] of Object.entries(staff)) {
    const person = { userId, displayName, partyKind, unitIds: [unitId], roles: [role], capacityPercent: 100 };
    await act('RegisterStaff', userId, person);
  }
};

/** Registers the unit and its people, and answers with a client for each once the service knows them all. */
export const registerStaff = async (service: TimedService, seen: Seen): Promise<Readonly<Record<Letter, Caller>>> => {
  await register(service);
  const caller = (letter: Letter): Caller => callerOf(service, staff[letter].userId, seen);
  const callers = {
    ...{ L: caller('L'), K1: caller('K1'), K2: caller('K2'), E1: caller('E1'), V1: caller('V1') },
    ...{ F1: caller('F1'), R: caller('R'), A: caller('A'), G: caller('G') },
  };
  // The directory answers from a read model, which hears of people one after another.
  for (const { isKnown } of Object.values(callers)) await waitFor(isKnown);
  return callers;
};
