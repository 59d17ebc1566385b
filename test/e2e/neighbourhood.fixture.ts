import { aggregates, commands, exampleIds } from '@etapp/domain';
import type { Aggregate } from '@etapp/kernel';
import { waitFor } from '@etapp/testing';
import { v7 as newId } from 'uuid';

import { type StartedService } from '../scenarios/started-service.fixture.js';
import { wire } from './wire.fixture.js';

/** Who does what no example says who does: registers units and staff. */
export const operatorId = '0197e7a0-0000-7000-8000-000000000099';

const partyKind = 'labourMarketAdministration';
/** The deployment itself as an actor. */
export const machine = { userId: operatorId, role: 'operator', partyKind };

const staff: readonly { readonly userId: string; readonly roles: readonly string[] }[] = [
  { userId: operatorId, roles: ['operator'] },
  { userId: exampleIds.caseworker, roles: ['labourMarketCaseworker'] },
  { userId: exampleIds.otherCaseworker, roles: ['unitLead', 'labourMarketCaseworker'] },
  { userId: exampleIds.unitLead, roles: ['unitLead'] },
];

const aggregateOf = new Map(
  Object.values(aggregates).flatMap((aggregate: Aggregate) =>
    Object.keys(aggregate.commands).map((name) => [name, aggregate] as const),
  ),
);

/** The kind of stream that a command is for. */
export const categoryOf = (name: string): string => aggregateOf.get(name)?.category ?? '';

/** The catalogue entry of a command. */
export const entryOf = (name: string) => {
  const entry = Object.entries<Aggregate['commands'][string]>(commands).find(([each]) => each === name)?.[1];
  if (entry === undefined) throw new Error(`no command ${name}`);
  return entry;
};

/** The id that the examples give the stream of each category. */
export const exampleStream: Readonly<Record<string, string>> = {
  case: exampleIds.case,
  person: exampleIds.person,
  unit: exampleIds.unit,
  staff: exampleIds.caseworker,
  employer: exampleIds.employer,
  reminders: exampleIds.case,
};

/** A municipality's tenant id by number. */
export const tenantOf = (n: number): string => `0197e7a1-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** Registers what the examples take for granted of other streams; `without` names the category that is left to them. */
export const settle = async ({ api }: StartedService, tenant: string, without = 'none'): Promise<void> => {
  const act = (name: string, id: string, body: object) =>
    api.act({ tenant, actor: machine, name, id, body, key: newId() });
  const registers = { unit: 'RegisterUnit', person: 'RegisterPerson', employer: 'RegisterEmployer' } as const;
  for (const [category, name] of Object.entries(registers)) {
    if (category !== without) await act(name, exampleStream[category] ?? '', entryOf(name).example.body);
  }
  const { body } = entryOf('RegisterUnit').example;
  await act('RegisterUnit', exampleIds.otherUnit, {
    ...body,
    unitId: exampleIds.otherUnit,
    name: 'Etableringsenheten',
  });
  const employed = without === 'staff' ? staff.filter(({ userId }) => userId !== exampleIds.caseworker) : staff;
  for (const { userId, roles } of employed) {
    const unitIds = [exampleIds.unit, ...(userId === exampleIds.otherCaseworker ? [exampleIds.otherUnit] : [])];
    await act('RegisterStaff', userId, {
      userId,
      displayName: 'Test',
      partyKind,
      unitIds,
      roles,
      capacityPercent: 100,
    });
  }
};

/** Waits until the directory knows a user of a municipality. */
export const knows = (service: StartedService, tenant: string, userId: string): Promise<unknown> =>
  waitFor(async () => {
    const headers = { authorization: `Bearer ${await service.tokenFor(userId, tenant)}` };
    return (await wire(service.url, { method: 'GET', path: '/v1/me', headers })).status === 200;
  });
