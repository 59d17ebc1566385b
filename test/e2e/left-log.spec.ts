import { randomUUID } from 'node:crypto';

import { withClient } from '@etapp/database';
import { exampleIds } from '@etapp/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';

import { type Desk, startDesk } from './desk.fixture.js';
import { documentOf, type DocumentOf } from './document.fixture.js';
import { entryOf } from './neighbourhood.fixture.js';
import { codeOf, type Received, wire } from './wire.fixture.js';

let desk: Desk;
let document: DocumentOf;
beforeAll(async () => {
  desk = await startDesk();
  document = await documentOf(desk.service.url);
});
afterAll(() => desk.service.close());

const sql = (text: string) => withClient(desk.service.superuserUrl, (client) => client.query(text));
const ready = () => wire(desk.service.url, { method: 'GET', path: '/health/ready' });
const openCase = async (caseId: string, personId: string): Promise<Received> =>
  desk.as(exampleIds.unitLead, {
    path: document.operationOf('openCase').path,
    headers: { 'idempotency-key': `open-the-case-${caseId}` },
    body: { ...entryOf('OpenCase').example.body, caseId, personId },
  });

describe('a service whose log was moved while it ran', () => {
  it('says so to those who register, and to whoever sends it requests; the log it was left with takes nothing', async () => {
    const [caseId, personId] = [newId(), await desk.registerPerson()];
    const before = await desk.service.api.store.head();
    await sql(`INSERT INTO app.log_generation (id) VALUES ('${randomUUID()}')`);
    const refused = await openCase(caseId, personId);
    expect(codeOf(refused)).toEqual([503, 'log-moved']);
    expect(refused.headers['retry-after']).toBe('1');
    expect(document.complaintAbout(document.operationOf('openCase'), refused)).toBe('');
    expect((await ready()).status).toBe(503);
    expect(await desk.service.api.store.head()).toBe(before);
    await sql('DELETE FROM app.log_generation');
    expect((await openCase(caseId, personId)).status).toBe(201);
    expect((await ready()).status).toBe(200);
  });
});
