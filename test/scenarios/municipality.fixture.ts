import { waitFor } from '@etapp/testing';
import { v7 as newId } from 'uuid';

import { callerOf, type CallerOf, type Sending } from './caller.fixture.js';
import { type StartedService, startService, tenant } from './started-service.fixture.js';

const unit = '0197e7a0-0000-7000-8000-0000000000b1';
const user = (n: number): string => `0197e7a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** Who works in the municipality of the scenarios; party users belong to other organisations. */
const staff = {
  L: { userId: user(1), roles: ['unitLead'], partyKind: 'labourMarketAdministration' },
  K1: { userId: user(2), roles: ['labourMarketCaseworker'], partyKind: 'labourMarketAdministration' },
  K2: { userId: user(3), roles: ['labourMarketCaseworker'], partyKind: 'labourMarketAdministration' },
  E1: { userId: user(4), roles: ['employmentSpecialist'], partyKind: 'labourMarketAdministration' },
  V1: { userId: user(5), roles: ['pesAdviser'], partyKind: 'publicEmploymentService' },
  F1: { userId: user(6), roles: ['incomeSupportOfficer'], partyKind: 'incomeSupport' },
  R: { userId: user(7), roles: ['logReviewer'], partyKind: 'labourMarketAdministration' },
  A: { userId: user(8), roles: ['auditor'], partyKind: 'labourMarketAdministration' },
  G: { userId: user(9), roles: ['archivist'], partyKind: 'labourMarketAdministration' },
} as const;

/** The letters that scenarios call people by. */
export type Letter = keyof typeof staff;

const operator = { userId: user(99), role: 'operator', partyKind: 'labourMarketAdministration' };

const legalBasis = 'SoL-2025:400';

const setUp = async ({ api }: StartedService): Promise<void> => {
  const act = (name: string, id: string, body: object) =>
    api.act({ tenant, actor: operator, name, id, body, key: 'fixture' });
  await act('RegisterUnit', unit, {
    unitId: unit,
    name: 'Arbetsmarknadsenheten',
    municipalityCode: '1287',
    leadUserId: staff.L.userId,
    legalBases: [legalBasis],
  });
  for (const [letter, { userId, roles, partyKind }] of Object.entries(staff)) {
    const body = { userId, displayName: letter, partyKind, unitIds: [unit], roles, capacityPercent: 100 };
    await act('RegisterStaff', userId, body);
  }
};

/** The municipality of the scenarios, started: people to call, persons to register, cases to open. */
export const startMunicipality = async (start: string) => {
  const service = await startService(start);
  await setUp(service);
  const shared: { position?: string | undefined; versions: Map<string, string> } = { versions: new Map() };
  const letters = Object.keys(staff) as Letter[];
  const callers = Object.fromEntries(
    letters.map((letter) => [letter, callerOf(service, staff[letter].userId, shared)]),
  ) as Record<Letter, CallerOf>;
  const { K1 } = callers;
  // The directory answers from a read model: the first request waits until it knows everybody.
  await waitFor(async () => (await callers.G.send('GET', '/v1/me', {})).status !== 401);
  for (const letter of letters)
    await waitFor(async () => (await callers[letter].send('GET', '/v1/me', {})).status === 200);

  const registerPerson = async (idNumber: string, at?: string): Promise<string> => {
    const personId = newId();
    const person = {
      idKind: 'personal',
      idNumber,
      givenName: 'Test',
      familyName: 'Person',
      sex: 'unknown',
      municipalityCode: '1287',
    };
    await K1.does('/v1/persons', { personId, ...person }, at === undefined ? {} : { at });
    return personId;
  };
  const openCase = async (personId: string, sending: Sending & { receivedAt?: string } = {}): Promise<string> => {
    const caseId = newId();
    const { receivedAt, ...rest } = sending;
    if (sending.at !== undefined) service.clock.set(sending.at);
    const received = receivedAt === undefined ? service.clock.now() : service.clock.toInstant(receivedAt);
    const body = {
      caseId,
      personId,
      unitId: unit,
      source: 'incomeSupportApplication',
      servedAs: 'incomeSupportApplicant',
      receivedAt: received,
      legalBasis,
    };
    await K1.does('/v1/cases', body, rest);
    return caseId;
  };
  const assign = (caseId: string, to: Letter = 'K1', sending: Sending = {}): Promise<unknown> => {
    const fromOn = service.clock.now().slice(0, 10);
    const body = { userId: staff[to].userId, unitId: unit, roleInCase: 'caseworker', fromOn, reasonCode: 'newCase' };
    return callers.L.does(`/v1/cases/${caseId}/commands/assign-caseworker`, body, sending);
  };
  return { service, unit, staff, ...callers, registerPerson, openCase, assign, versions: shared.versions };
};

/** The started municipality. */
export type Municipality = Awaited<ReturnType<typeof startMunicipality>>;
