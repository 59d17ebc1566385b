import { exampleIds } from '@etapp/domain';
import { v7 as newId } from 'uuid';

import { type ServiceOptions, type StartedService, startService } from '../scenarios/started-service.fixture.js';
import { entryOf, knows, operatorId, settle, tenantOf } from './neighbourhood.fixture.js';
import { type Received, type Sent, wire } from './wire.fixture.js';

/** The municipality of these specs, and another on the same service. */
export const [home, neighbour] = [tenantOf(1), tenantOf(2)];

/** What a user sends, besides who they are. */
export type Request = Partial<Omit<Sent, 'body'>> & {
  readonly path: string;
  readonly body?: unknown;
  readonly of?: string;
};

const textOf = (body: unknown): string | Buffer | undefined =>
  body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);

const machine = { userId: operatorId, role: 'operator', partyKind: 'labourMarketAdministration' };

/** A service with two municipalities where the same people work, and hands to send requests with. */
export const startDesk = async (options: Pick<ServiceOptions, 'ownServer' | 'webhookHosts'> = {}) => {
  const service: StartedService = await startService('2026-03-02 09:00', { neighbours: [home, neighbour], ...options });
  for (const tenant of [home, neighbour]) await settle(service, tenant);
  for (const tenant of [home, neighbour]) await knows(service, tenant, operatorId);
  for (const tenant of [home, neighbour]) await knows(service, tenant, exampleIds.unitLead);

  const as = async (userId: string, { body, of = home, headers, ...request }: Request): Promise<Received> => {
    const text = textOf(body);
    return wire(service.url, {
      method: text === undefined ? 'GET' : 'POST',
      ...request,
      headers: {
        authorization: `Bearer ${await service.tokenFor(userId, of)}`,
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(text === undefined ? {} : { body: text }),
    });
  };
  const act = (tenant: string, name: string, { id, body }: { id: string; body: object }) =>
    service.api.act({ tenant, actor: machine, name, id, body, key: newId() });
  /** A person without a number; answers their id. */
  const registerPerson = async (of = home): Promise<string> => {
    const personId = newId();
    const person = { personId, idKind: 'unknown', givenName: 'Test', familyName: 'Person', municipalityCode: '1287' };
    await act(of, 'RegisterPerson', { id: personId, body: { ...person, sex: 'unknown' } });
    return personId;
  };
  /** A case in its unit's queue; answers its path. */
  const openCase = async (of = home): Promise<string> => {
    const [personId, caseId] = [await registerPerson(of), newId()];
    const body = { ...entryOf('OpenCase').example.body, caseId, personId };
    await act(of, 'OpenCase', { id: caseId, body });
    return `/v1/cases/${caseId}`;
  };
  return { service, as, registerPerson, openCase };
};

/** A started desk. */
export type Desk = Awaited<ReturnType<typeof startDesk>>;
