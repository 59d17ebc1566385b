import { exampleIds } from '@etapp/domain';
import { headerOf } from '@etapp/event-store';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';

import { type Desk, home, startDesk } from './desk.fixture.js';
import { entryOf, operatorId } from './neighbourhood.fixture.js';
import { at, codeOf } from './wire.fixture.js';

const { caseworker, unitLead, unit, otherUnit } = exampleIds;

let desk: Desk;
let casePath: string;
const changeOf = (values: object, fromOn = '2026-03-02') => ({
  changes: Object.entries(values).map(([key, value]: [string, unknown]) => ({ key, value })),
  fromOn,
});
type Sent = { readonly path: string; readonly body: object; readonly version?: number };
const post = (by: string, { path, body, version }: Sent) =>
  desk.as(by, {
    ...{ path, body },
    headers: { 'idempotency-key': newId(), ...(version === undefined ? {} : { 'if-match': `"${version}"` }) },
  });
const change = (by: string, unitId: string, { version, values }: { version: number; values: object }) =>
  post(by, { path: `/v1/units/${unitId}/commands/change-settings`, body: changeOf(values), version });
const read = async (by: string, path: string) =>
  (await desk.as(by, { path, headers: { 'etapp-wait-for': await desk.service.api.store.head() } })).body;
const settingOf = async (unitId: string, key: string) => {
  const body = await read(unitLead, `/v1/units/${unitId}`);
  return [at(body, 'settings', key), at(body, 'settingOrigins', key)];
};
const factsOfCase = async (id: string) => {
  const [opened] = await desk.service.api.store.readStream({ category: 'case', tenant: home, id });
  return opened === undefined ? undefined : headerOf(opened).facts;
};

beforeAll(async () => {
  desk = await startDesk();
  casePath = await desk.openCase();
}, 60_000);
afterAll(() => desk.service.close());

describe('the settings of a municipality, over HTTP', () => {
  it('have an id that everybody can ask for', async () => {
    expect(at(await read(caseworker, '/v1/me'), 'municipalityId')).toBe(home);
  });

  it('are an operator’s to begin and to change, and no unit lead’s', async () => {
    const body = { ...entryOf('RegisterUnit').example.body, unitId: home, name: 'Sundvalla kommun' };
    expect(codeOf(await post(unitLead, { path: '/v1/units', body }))).toEqual([403, 'not-permitted']);
    expect((await post(operatorId, { path: '/v1/units', body })).status).toBe(201);
    const values = { 'ring.midday': '14:30' };
    expect(codeOf(await change(unitLead, home, { version: 1, values }))).toEqual([403, 'not-permitted']);
    expect((await change(operatorId, home, { version: 1, values })).status).toBe(200);
    expect(at(await read(unitLead, `/v1/units/${home}`), 'kind')).toBe('municipality');
  });

  it('are in force in its units, and say so', async () => {
    expect(await settingOf(unit, 'ring.midday')).toEqual(['14:30', 'municipality']);
    expect(await settingOf(unit, 'ring.morning')).toEqual(['07:00', 'default']);
    expect(await settingOf(unit, 'legalBases')).toEqual([['SoL-2025:400'], 'unit']);
  });

  it('give way to what a unit decides for itself, in that unit only', async () => {
    expect((await change(unitLead, unit, { version: 1, values: { 'ring.midday': '12:15' } })).status).toBe(200);
    expect(await settingOf(unit, 'ring.midday')).toEqual(['12:15', 'unit']);
    expect(await settingOf(otherUnit, 'ring.midday')).toEqual(['14:30', 'municipality']);
  });

  it('decide when reminders ring', async () => {
    const caseId = casePath.split('/').at(-1) ?? '';
    const ringsAt = async () =>
      at(
        await read(unitLead, `/v1/reminders?scope=unit&caseId=${caseId}&rule=first-contact-due`),
        ...['items', 0, 'ringAt'],
      );
    expect(await ringsAt()).toBe('2026-03-03T11:15:00.000Z');
    await change(operatorId, home, { version: 2, values: { 'firstContact.days': 2 } });
    expect(await ringsAt()).toBe('2026-03-04T11:15:00.000Z');
  });

  it('are among the facts that a command names', async () => {
    const caseId = (await desk.openCase()).split('/').at(-1) ?? '';
    expect(await factsOfCase(caseId)).toMatchObject({
      [`unit-${unit}`]: expect.any(Number),
      [`unit-${home}`]: expect.any(Number),
    });
  });
});
