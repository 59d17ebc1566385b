import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPool, roleUrl } from '@etapp/database';
import { exampleIds } from '@etapp/domain';
import { PostgresStore } from '@etapp/event-store';
import { memoryBell, startReminders } from '@etapp/reminder-service';
import { waitFor } from '@etapp/testing';

import { type Desk, startDesk } from './desk.fixture.js';
import { operatorId } from './neighbourhood.fixture.js';
import { at, codeOf } from './wire.fixture.js';

const path = '/v1/admin/reminders/health';
let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.service.close());

const startWorker = () => {
  const { superuserUrl, clock } = desk.service;
  const url = roleUrl(superuserUrl, 'reminders', new URL(superuserUrl).pathname.slice(1));
  const store = new PostgresStore({ url, name: 'health-spec-log' });
  const pool = createPool({ url, name: 'health-spec', max: 5, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 });
  const onTrouble = (): void => undefined;
  const worker = startReminders({
    ...{ store, pool, now: clock.now, name: 'a-worker', sweepSeconds: 30, concurrency: 2, onTrouble },
    bell: memoryBell({ now: clock.now, onTrouble }),
  });
  return {
    stop: async (): Promise<void> => {
      await worker.stop();
      await store.close();
      await pool.end();
    },
  };
};

describe('how the reminders are', () => {
  it('is told to an operator as the workers last said it', async () => {
    expect((await desk.as(operatorId, { path })).body).toEqual({ workers: [] });
    const worker = startWorker();
    const told = await waitFor(async () => {
      const { body } = await desk.as(operatorId, { path });
      return at(body, 'workers', 0) === undefined ? undefined : body;
    });
    expect(told).toMatchObject({ workers: [{ name: 'a-worker', faulty: 0, bell: { reachable: true } }] });
    await worker.stop();
  });

  it('is nobody else’s business', async () => {
    expect(codeOf(await desk.as(exampleIds.unitLead, { path }))).toEqual([403, 'not-permitted']);
  });

  it('takes no parameters', async () => {
    expect((await desk.as(operatorId, { path: `${path}?of=others` })).status).toBe(400);
  });
});
