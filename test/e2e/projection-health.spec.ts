import { hostname } from 'node:os';

import { refreshLag } from '@etapp/api';
import { withClient } from '@etapp/database';
import { exampleIds } from '@etapp/domain';
import { projections } from '@etapp/projections';
import { waitFor } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Desk, home, startDesk } from './desk.fixture.js';
import { documentOf, type DocumentOf } from './document.fixture.js';
import { operatorId } from './neighbourhood.fixture.js';
import { at, codeOf, type Received } from './wire.fixture.js';

const path = '/v1/admin/projections';
let desk: Desk;
let document: DocumentOf;
beforeAll(async () => {
  desk = await startDesk();
  document = await documentOf(desk.service.url);
});
afterAll(() => desk.service.close());

const [known = { name: '', version: 0 }] = projections;
const one = (name: string = known.name): Promise<Received> => desk.as(operatorId, { path: `${path}/${name}` });
const sql = (text: string, values: readonly unknown[]) =>
  withClient(desk.service.superuserUrl, (client) => client.query(text, [...values]));

/** An answer once the projector has come to the end of the log. */
const atHead = (): Promise<Received> =>
  waitFor(async () => {
    const received = await one();
    return at(received.body, 'lagEvents') === 0 ? received : undefined;
  });

describe('how the read models are', () => {
  it('is told to an operator of each, as documented', async () => {
    const received = await desk.as(operatorId, { path });
    expect(document.complaintAbout(document.operationOf('projections'), received)).toBe('');
    const items = projections.map(({ name, version }) => expect.objectContaining({ name, version }));
    expect(received.body).toEqual({ items: expect.arrayContaining(items) });
    expect(at(received.body, 'items', projections.length)).toBeUndefined();
  });

  it('tells of one that has caught up who keeps it so', async () => {
    const received = await atHead();
    expect(document.complaintAbout(document.operationOf('projection'), received)).toBe('');
    const head = await desk.service.api.store.head();
    const { name, version } = known;
    expect(received.body).toEqual({
      ...{ name, version, position: head, head, lagEvents: 0, lagSeconds: 0, parkedKeys: 0, building: [] },
      ...{ batchMs: expect.any(Number), holder: expect.stringContaining(hostname()) },
    });
  });

  it('tells of those that were made of another log why they cannot go on, in both languages', async () => {
    await atHead();
    await sql('INSERT INTO app.log_generation (id) VALUES ($1)', [operatorId]);
    const received = await one();
    await sql('DELETE FROM app.log_generation', []);
    expect(document.complaintAbout(document.operationOf('projection'), received)).toBe('');
    const text = { sv: expect.stringContaining('en annan logg'), en: expect.stringContaining('another log') };
    expect(at(received.body, 'fault')).toEqual({ code: 'OtherGeneration', text });
    expect(at((await atHead()).body, 'fault')).toBeUndefined();
  });

  it('is nobody else’s business, whether or not there is such a read model', async () => {
    for (const name of ['', `/${known.name}`, '/nothing']) {
      expect(codeOf(await desk.as(exampleIds.unitLead, { path: `${path}${name}` }))).toEqual([403, 'not-permitted']);
    }
  });

  it('is not found where there is no such read model', async () => {
    const received = await one('nothing');
    expect(codeOf(received)).toEqual([404, 'not-found']);
    expect(document.complaintAbout(document.operationOf('projection'), received)).toBe('');
  });

  it('takes no parameters', async () => {
    expect(codeOf(await desk.as(operatorId, { path: `${path}?of=others` }))).toEqual([400, 'invalid-query']);
  });
});

describe('a read model that nobody keeps up to date', () => {
  it('shows how far it falls behind, what is built beside it, and no holder', async () => {
    await atHead();
    await desk.service.stopProjecting();
    const before = await desk.service.api.store.head();
    await desk.registerPerson();
    // Long after what the log's own clock says.
    desk.service.clock.set('2090-03-02 09:00');
    const { name, version } = known;
    const { events: unseen } = await desk.service.api.store.readAll(before, { tenant: home }, 10);
    const age = Date.parse(desk.service.clock.now()) - Date.parse(unseen[0]?.recordedAt ?? '');
    await refreshLag(desk.service.api)();
    expect(await desk.service.api.metrics.registry.metrics()).toContain(
      `etapp_projection_lag_seconds{projection="${name}"} ${age / 1000}\n`,
    );
    await sql(
      `UPDATE engine.slots SET state = 'building', position = '2', parked = 3, started_at = '2026-03-02T08:00:30Z'
       WHERE name = $1 AND version = $2 AND state = 'idle'`,
      [name, version],
    );
    await sql(`INSERT INTO engine.projections (name, version, tables) VALUES ($1, $2, '')`, [name, version + 1]);
    await sql(`INSERT INTO engine.slots (name, version, slot, state, position) VALUES ($1, $2, 'a', 'live', '5')`, [
      ...[name, version + 1],
    ]);
    const received = await one();
    expect(document.complaintAbout(document.operationOf('projection'), received)).toBe('');
    expect(received.body).not.toHaveProperty('fault');
    expect(received.body).toMatchObject({
      ...{ version, position: before, head: unseen.at(-1)?.position },
      ...{ lagEvents: unseen.length, lagSeconds: age / 1000 },
      building: [
        { version, position: '2', parkedKeys: 3, startedAt: '2026-03-02T08:00:30.000Z' },
        { version: version + 1, position: '5', parkedKeys: 0 },
      ],
    });
    expect(received.body).not.toHaveProperty('holder');
  });
});
