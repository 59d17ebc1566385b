import { exampleIds } from '@etapp/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@etapp/testing';
import { v7 as newId } from 'uuid';

import { type Desk, home, startDesk } from './desk.fixture.js';
import { entryOf, operatorId } from './neighbourhood.fixture.js';
import { at, codeOf } from './wire.fixture.js';

const { caseworker, otherCaseworker, unitLead, unit, otherUnit } = exampleIds;
const stranger = '0197e7a0-0000-7000-8000-000000000077';
const machine = { userId: operatorId, role: 'operator', partyKind: 'labourMarketAdministration' };

let desk: Desk;
const act = (name: string, id: string, body: object) =>
  desk.service.api.act({ tenant: home, actor: machine, name, id, body, key: newId() });
type Sent = { readonly path: string; readonly body: object; readonly ifMatch?: string };
const post = (by: string, { path, body, ifMatch }: Sent) =>
  desk.as(by, {
    ...{ path, body },
    headers: { 'idempotency-key': newId(), ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) },
  });
/** Waits until the read models show all that was written. */
const settled = async (by: string, path: string) =>
  desk.as(by, { path, headers: { 'etapp-wait-for': await desk.service.api.store.head() } });
const search = async (by: string, identityNumber: string) => {
  await settled(by, '/v1/commitments');
  const { body } = await desk.as(by, { path: '/v1/person-searches', body: { identityNumber } });
  return at(body, 'items');
};

const register = (personId: string, idNumber?: string, idKind = 'personal') => {
  const names = { givenName: 'Test', familyName: 'Person', municipalityCode: '1287', sex: 'unknown' };
  const number = idNumber === undefined ? { idKind: 'unknown' } : { idKind, idNumber };
  return post(caseworker, { path: '/v1/persons', body: { personId, ...number, ...names } });
};
const protect = (personId: string) =>
  act('RecordProtection', personId, {
    ...{ level: 'confidentialityMarking', source: 'populationRegister', effectiveOn: '2026-03-02' },
  });
const open = async (personId: string): Promise<string> => {
  const caseId = newId();
  await act('OpenCase', caseId, { ...entryOf('OpenCase').example.body, caseId, personId });
  return caseId;
};
const assign = (caseId: string, userId: string, roleInCase = 'caseworker') =>
  act('AssignCaseworker', caseId, {
    ...{ userId, unitId: unit, roleInCase, fromOn: '2026-03-02', reasonCode: 'newCase' },
  });

beforeAll(async () => {
  desk = await startDesk();
  await act('RegisterStaff', stranger, {
    ...{ userId: stranger, displayName: 'Test', partyKind: machine.partyKind, unitIds: [otherUnit] },
    ...{ roles: ['labourMarketCaseworker'], capacityPercent: 100 },
  });
  await waitFor(async () => (await desk.as(stranger, { path: '/v1/me' })).status === 200);
}, 60_000);
afterAll(() => desk.service.close());

describe('an id that is sent in capitals', () => {
  it('is the same id, so that protection and keys find whom they are about', async () => {
    const personId = newId();
    expect((await register(personId.toUpperCase())).status).toBe(201);
    await protect(personId);
    const caseId = await open(personId);
    const path = '/v1/worklist?scope=unit&filter=all';
    expect(await settled(unitLead, path)).toMatchObject({ status: 200 });
    expect((await settled(unitLead, `/v1/cases/${caseId.toUpperCase()}`)).status).toBe(200);
    expect((await settled(caseworker, `/v1/cases/${caseId}`)).status).toBe(404);
    expect((await settled(caseworker, path)).text).not.toContain(caseId);
  });
});

describe('a number', () => {
  it('stays free when the command that stated it was refused', async () => {
    const [personId, number] = [newId(), '198503152384'];
    await register(personId);
    const body = { idKind: 'personal', idNumber: number, reasonCode: 'coordinationToPersonal' };
    const path = `/v1/persons/${personId}/commands/change-identifier`;
    expect(codeOf(await post(caseworker, { path, body, ifMatch: '"1"' }))).toEqual([409, 'wrong-state']);
    expect(await search(caseworker, number)).toEqual([]);
    const owner = newId();
    expect((await register(owner, number)).status).toBe(201);
    expect(await search(caseworker, number)).toMatchObject([{ personId: owner }]);
    expect(codeOf(await register(newId(), number))).toEqual([409, 'identity-number-taken']);
  });
});

describe('a number that a person had before', () => {
  const change = (personId: string, body: object) =>
    post(caseworker, {
      ...{ path: `/v1/persons/${personId}/commands/change-identifier`, ifMatch: '"1"' },
      body: { idKind: 'personal', ...body },
    });

  it('is free again when it was never theirs', async () => {
    const [personId, wrong, right] = [newId(), '198309212390', '200106302383'];
    await register(personId, wrong);
    expect((await change(personId, { idNumber: right, reasonCode: 'error' })).status).toBe(200);
    expect(await search(caseworker, wrong)).toEqual([]);
    expect(await search(caseworker, right)).toMatchObject([{ personId }]);
    expect((await register(newId(), wrong)).status).toBe(201);
    expect(codeOf(await register(newId(), right))).toEqual([409, 'identity-number-taken']);
  });

  it('still finds them when it was a coordination number', async () => {
    const [personId, before, now] = [newId(), '191711602399', '199912312395'];
    await register(personId, before, 'coordination');
    expect((await change(personId, { idNumber: now, reasonCode: 'coordinationToPersonal' })).status).toBe(200);
    expect(await search(caseworker, before)).toMatchObject([{ personId }]);
    expect(await search(caseworker, now)).toMatchObject([{ personId }]);
  });
});

describe('a protected person', () => {
  const [personId, number] = [newId(), '198807162394'];
  let caseId = '';
  beforeAll(async () => {
    await register(personId, number);
    caseId = await open(personId);
    await assign(caseId, otherCaseworker);
    await act('AppointDeputy', caseId, { deputyUserId: caseworker, fromOn: '2026-05-04', toOn: '2026-05-08' });
    await protect(personId);
  });

  it('is found by who handles the case, and not by a deputy before their time', async () => {
    expect(await search(otherCaseworker, number)).toMatchObject([{ personId, openCaseId: caseId }]);
    expect(await search(caseworker, number)).toEqual([]);
  });

  it('is not there for a command of those who may not know of them', async () => {
    await settled(stranger, '/v1/commitments');
    const lift = (by: string) =>
      post(by, {
        path: `/v1/persons/${personId}/commands/lift-protection`,
        body: { liftedOn: '2026-03-02', basisCode: 'decision', approvedBy: caseworker },
        ifMatch: '"9"',
      });
    expect(codeOf(await lift(stranger))).toEqual([404, 'not-found']);
    expect(codeOf(await lift(otherCaseworker))).toEqual([412, 'stale-version']);
  });

  it('has a case that tells nothing to who tries to open it again with a version', async () => {
    const body = { ...entryOf('OpenCase').example.body, caseId, personId, unitId: otherUnit };
    const answer = await post(stranger, { path: '/v1/cases', body, ifMatch: '"1"' });
    expect([codeOf(answer), at(answer.body, 'details')]).toEqual([[412, 'stale-version'], undefined]);
    expect(answer.headers.etag).toBeUndefined();
  });
});

describe('a protected person whose caseworker is away', () => {
  const [away, standIn, coach] = [newId(), newId(), newId()];
  const [personId, number, absenceId] = [newId(), '200709112387', newId()];
  let caseId = '';
  /** What each way to the case answers. */
  const answersTo = async (by: string) => {
    const read = (path: string) => settled(by, path);
    const paths = [`/v1/cases/${caseId}`, `/v1/cases/${caseId}/timeline`, `/v1/persons/${personId}`];
    const statuses = [];
    for (const path of paths) statuses.push((await read(path)).status);
    const entry = { entryId: newId(), category: 'contact', aboutOn: '2026-03-02', text: 'Ringde.' };
    const written = await post(by, { path: `/v1/cases/${caseId}/commands/add-journal-entry`, body: entry });
    return [...statuses, written.status, JSON.stringify(await search(by, number)).includes(personId)];
  };
  const [open4, closed4] = [
    [200, 200, 200, 200, true],
    [404, 404, 404, 404, false],
  ];

  beforeAll(async () => {
    for (const userId of [away, standIn, coach]) {
      const roles = userId === coach ? ['coach'] : ['labourMarketCaseworker'];
      await act('RegisterStaff', userId, {
        ...{ userId, displayName: 'Test', partyKind: machine.partyKind, unitIds: [unit], roles, capacityPercent: 100 },
      });
      await waitFor(async () => (await desk.as(userId, { path: '/v1/me' })).status === 200);
    }
    await register(personId, number);
    caseId = await open(personId);
    await assign(caseId, away);
    await protect(personId);
  });

  it('is known to the deputy whom the absence names, in every way and as long as it lasts', async () => {
    expect(await answersTo(standIn)).toEqual(closed4);
    const absence = { absenceId, fromOn: '2026-03-02', toOn: '2026-03-06', deputyUserId: standIn };
    await act('RecordAbsence', away, absence);
    expect(await answersTo(standIn)).toEqual(open4);
    expect((await settled(standIn, '/v1/worklist?scope=deputy&filter=all')).text).toContain(caseId);
    await act('RecordReturn', away, { absenceId, returnedOn: '2026-03-02' });
    expect(await answersTo(standIn)).toEqual(closed4);
  });

  it('is known to everybody who has a role in the case, in every way', async () => {
    expect(await answersTo(coach)).toEqual(closed4);
    await assign(caseId, coach, 'coach');
    expect(await answersTo(coach)).toEqual(open4);
  });
});

describe('a case that is handed over', () => {
  const handover = (caseId: string, toUserId: string) =>
    act('TransferCase', caseId, {
      ...{ fromUnitId: unit, toUnitId: otherUnit, toUserId, reasonCode: 'residence', handoverNote: 'Har flyttat.' },
      ground: { kind: 'sameAuthority' },
    });
  const employ = async (roles: readonly string[], unitIds: readonly string[]) => {
    const userId = newId();
    const person = { userId, displayName: 'Test', partyKind: machine.partyKind, capacityPercent: 100 };
    await act('RegisterStaff', userId, { ...person, unitIds, roles });
    return userId;
  };
  const refused = { code: 'user-not-authorised' };

  it('goes to somebody who works there in a role that may have it, and is closed to those it leaves', async () => {
    const coach = await employ(['coach'], [unit]);
    const [auditor, gone] = [await employ(['auditor'], [otherUnit]), await employ(['coach'], [otherUnit])];
    await act('StaffLeft', gone, { leftOn: '2026-03-01' });
    const personId = newId();
    await register(personId);
    const caseId = await open(personId);
    await assign(caseId, coach, 'coach');
    for (const nobody of [newId(), coach, auditor, gone]) {
      await expect(handover(caseId, nobody)).rejects.toMatchObject(refused);
    }
    expect((await settled(coach, `/v1/cases/${caseId}`)).status).toBe(200);
    await handover(caseId, stranger);
    expect((await settled(coach, `/v1/cases/${caseId}`)).status).toBe(404);
    expect((await desk.as(coach, { path: `/v1/cases/${caseId}/timeline` })).status).toBe(404);
    await expect(act('AcknowledgeTransfer', caseId, { byUserId: coach })).rejects.toMatchObject(refused);
    expect((await act('AcknowledgeTransfer', caseId, { byUserId: stranger })).receipt.changed).toBe(true);
  });

  it('has measures that are owned by name only by staff of the owning party', async () => {
    const personId = newId();
    await register(personId);
    const caseId = await open(personId);
    const agree = (ownerParty: string, ownerUserId: string) =>
      act('AgreeMeasure', caseId, {
        ...{ measureId: newId(), kind: 'registration', ownerParty, ownerUserId, agreedOn: '2026-03-02' },
        ...{ dueOn: '2026-03-09', description: 'Skriva in sig', conditionForReturn: false },
      });
    await expect(agree(machine.partyKind, stranger)).rejects.toMatchObject(refused);
    await expect(agree('incomeSupport', caseworker)).rejects.toMatchObject(refused);
    expect((await agree(machine.partyKind, caseworker)).receipt.changed).toBe(true);
  });

  it('is no colleague’s from elsewhere to stand in for', async () => {
    const absence = { absenceId: newId(), fromOn: '2026-03-04', toOn: '2026-03-06', deputyUserId: stranger };
    await expect(act('RecordAbsence', caseworker, absence)).rejects.toMatchObject(refused);
  });
});

describe('a unit lead', () => {
  const duties = {
    unitIds: [unit],
    roles: ['labourMarketCaseworker'],
    capacityPercent: 100,
    protectedCasesAllowed: true,
  };
  const change = (userId: string, changes: object = {}) => {
    const body = { ...duties, ...changes };
    return post(unitLead, { path: `/v1/staff/${userId}/commands/change-staff-roles`, body, ifMatch: '"1"' });
  };
  const notPermitted = (reason: string) => ({ status: 403, body: { code: 'not-permitted', details: { reason } } });
  const told = ({ status, body }: Awaited<ReturnType<typeof change>>) => ({ status, body });

  it('gives nobody rights but their own staff, and no rights beyond those they lead', async () => {
    expect((await change(unitLead)).status).toBe(403);
    expect(told(await change(stranger))).toMatchObject(notPermitted('wrong-unit'));
    expect(told(await change(operatorId))).toMatchObject(notPermitted('role-missing'));
    expect(told(await change(caseworker, { unitIds: [unit, otherUnit] }))).toMatchObject(notPermitted('wrong-unit'));
    expect(told(await change(caseworker, { roles: ['auditor'] }))).toMatchObject(notPermitted('role-missing'));
    expect((await change(caseworker)).status).toBe(200);
  });

  it('manages no unit but their own', async () => {
    const body = { fromOn: '2026-04-01', changes: [{ key: 'wait.maxDays', value: 60 }] };
    const path = (unitId: string) => `/v1/units/${unitId}/commands/change-settings`;
    const settle = (unitId: string) => post(unitLead, { path: path(unitId), body, ifMatch: '"1"' });
    expect(told(await settle(otherUnit))).toMatchObject(notPermitted('wrong-unit'));
    expect((await settle(unit)).status).toBe(200);
  });
});
