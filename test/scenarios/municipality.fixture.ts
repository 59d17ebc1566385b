import { v7 as newId } from 'uuid';

import { type Caller, inCase, type Seen, type TimedService } from './caller.fixture.js';
import { dayOf, instant } from './local-time.fixture.js';
import { startRinging } from './ringing.fixture.js';
import { requireRowsAsOnPostgres } from './same-rows.fixture.js';
import { legalBasis, registerStaff, unitId } from './staff.fixture.js';
import { type StartedService, startService, tenant } from './started-service.fixture.js';
import { placeForLog } from './which-log.fixture.js';

const registerPerson = async (by: Caller, idNumber: string): Promise<string> => {
  const personId = newId();
  const name = { givenName: 'Test', familyName: 'Person', sex: 'unknown', municipalityCode: '1287' };
  await by.does('/v1/persons', { personId, idKind: 'personal', idNumber, ...name });
  return personId;
};

/** The body that opens a case, received at a local time. */
const caseOf = (personId: string, receivedAt: string) => ({
  ...{ caseId: newId(), personId, unitId, legalBasis, receivedAt: instant(receivedAt) },
  ...{ source: 'incomeSupportApplication', servedAs: 'incomeSupportApplicant' },
});

type Category = 'case' | 'reminders' | 'staff';
const eventsOf = async ({ api }: StartedService, id: string, category: Category): Promise<readonly string[]> =>
  (await api.store.readStream({ category, tenant, id })).map(({ type }) => type);

const newer = ({ api }: StartedService, one: string, other: string): string =>
  api.store.compare(one, other) > 0 ? one : other;

const startInPlace = async (start: string) => {
  const place = await placeForLog();
  const started = await startService(start, { eventStoreUrl: place.url });
  const end = async (): Promise<void> => {
    try {
      if (place.url !== undefined) await requireRowsAsOnPostgres(started);
    } finally {
      await started.close();
      await place.close();
    }
  };
  return { started, end };
};

/**
 * The municipality of the scenarios at a local time, started: people to call, persons to register, cases to open. Where
 * its log is in EventStoreDB, `close` requires the read models to be those that PostgreSQL's log would have given.
 */
export const startMunicipality = async (start: string) => {
  const { started, end } = await startInPlace(start);
  const seen: Seen = { position: started.api.store.start, versions: new Map() };
  const ringing = startRinging(started, (position) => {
    seen.position = newer(started, position, seen.position);
  });
  const service: TimedService = { ...started, passTo: ringing.passTo };
  const callers = await registerStaff(service, seen);
  const { K1, L } = callers;

  /** Gives a case to somebody from today. */
  const assign = (caseId: string, to: Caller, at?: string) => {
    const fromOn = dayOf(at ?? service.clock.local());
    const body = { userId: to.userId, unitId, roleInCase: 'caseworker', fromOn, reasonCode: 'newCase' };
    return inCase(L, caseId).does('assign-caseworker', body, at);
  };
  /** Registers a person by test number and opens a case, received then and given to K1, who gets to work in it. */
  const openCase = async (idNumber: string, at: string) => {
    await service.passTo(at);
    const body = caseOf(await registerPerson(K1, idNumber), at);
    await K1.does('/v1/cases', body);
    await assign(body.caseId, K1);
    return { ...inCase(K1, body.caseId), personId: body.personId };
  };
  /** Tries to open a case for a person known already; answers the problem. */
  const isRefusedCase = (personId: string, at: string) => K1.isRefused('/v1/cases', caseOf(personId, at), at);
  /** How many events of each type a case's stream holds, or another one. */
  const eventCounts = async (id: string, category: Category = 'case'): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const type of await eventsOf(service, id, category)) counts[type] = (counts[type] ?? 0) + 1;
    return counts;
  };
  const close = async (): Promise<void> => {
    await ringing.close();
    await end();
  };
  return { ...callers, ...ringing, close, assign, openCase, isRefusedCase, eventCounts };
};

/** The started municipality. */
export type Municipality = Awaited<ReturnType<typeof startMunicipality>>;
