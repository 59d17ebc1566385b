import { request } from 'node:http';

import { withClient } from '@etapp/database';
import { waitFor } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';

import { type Desk, home, startDesk } from './desk.fixture.js';
import { operatorId } from './neighbourhood.fixture.js';
import { at, codeOf } from './wire.fixture.js';

const auditor = newId();
const list = '/v1/audit/read-models/worklist?scope=unit&filter=all';
const asOf = `${list}&asOf=2026-03-02T08:00:00Z`;
/** How many are folded at a time, and how many wait. */
const [folding, inLine] = [2, 8];

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
  const actor = { userId: operatorId, role: 'operator', partyKind: 'labourMarketAdministration' };
  const body = { userId: auditor, displayName: 'Test', partyKind: actor.partyKind, unitIds: [], capacityPercent: 100 };
  await desk.service.api.act({
    ...{ tenant: home, actor, name: 'RegisterStaff', id: auditor, key: newId() },
    body: { ...body, roles: ['auditor'] },
  });
  await waitFor(async () => (await desk.as(auditor, { path: '/v1/me' })).status === 200);
}, 60_000);
afterAll(() => desk.service.close());

const ask = (path: string) => desk.as(auditor, { path });

/** Somebody who asks, and may hang up before the answer. */
const reader = (token: string) => {
  const { hostname, port } = new URL(desk.service.url);
  const headers = { authorization: `Bearer ${token}` };
  const sent = request({ hostname, port, path: asOf, headers, agent: false });
  const status = new Promise<number>((resolve) => sent.on('response', ({ statusCode = 0 }) => resolve(statusCode)));
  sent.on('error', () => undefined);
  sent.end();
  return { status, hangUp: () => void sent.destroy() };
};

describe('a question about the past', () => {
  it.each([
    ['no point', list],
    ['two points', `${asOf}&asOfPosition=1`],
  ])('is told to name exactly one point, where it names %s', async (_name, path) => {
    const answer = await ask(path);
    expect(codeOf(answer)).toEqual([400, 'invalid-query']);
    expect(at(answer.body, 'errors')).toMatchObject([{ pointer: '/asOf', code: 'exactly-one' }]);
    expect(at(answer.body, 'errors', 0, 'detail')).toContain('asOfPosition');
  });

  it('is answered by one point, and again by the position that it was resolved to', async () => {
    const first = await ask(asOf);
    const again = await ask(`${list}&asOfPosition=${String(at(first.body, 'meta', 'position'))}`);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(at(again.body, 'meta', 'position')).toEqual(at(first.body, 'meta', 'position'));
  });

  it('waits in a short line, is refused where that is full, and leaves the line when its reader hangs up', async () => {
    const connections = (): Promise<number> =>
      new Promise((resolve) =>
        desk.service.api.app.getHttpServer().getConnections((_error: Error | null, count: number) => resolve(count)),
      );
    const refusedOf = async (answers: readonly Promise<number>[]) => expect(await Promise.race(answers)).toBe(503);
    const token = await desk.service.tokenFor(auditor, home);
    await withClient(desk.service.superuserUrl, async (lock) => {
      // Nobody reads the log meanwhile, so whoever is asked about the past stays under way.
      await lock.query('BEGIN; LOCK TABLE log.events IN ACCESS EXCLUSIVE MODE');
      const readers = Array.from({ length: folding + inLine + 1 }, () => reader(token));
      await refusedOf(readers.map(({ status }) => status));
      const before = await connections();
      for (const { hangUp } of readers) hangUp();
      await waitFor(async () => (await connections()) <= before - folding - inLine);
      const others = Array.from({ length: inLine + 1 }, async () => (await ask(asOf)).status);
      await refusedOf(others);
      await lock.query('ROLLBACK');
      expect((await Promise.all(others)).sort()).toEqual([...Array.from({ length: inLine }, () => 200), 503]);
    });
  });
});
