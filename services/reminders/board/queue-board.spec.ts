import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasRedisServer, testDatabase, testRedis, waitFor } from '@etapp/testing';
import { fastify, type FastifyInstance } from 'fastify';

import { installBell } from '../bell/install.js';
import type { Bell } from '../bell/port.js';
import { postgresBell } from '../bell/postgres-bell.js';
import { redisBell } from '../bell/redis-bell.js';
import { mountQueueBoard, type QueueBoardParts } from './queue-board.js';

type Stand = Pick<QueueBoardParts, 'bell'> & { readonly ringer: Bell; readonly remove: () => Promise<void> };

const prefix = '/operator/queue';
const parts = { now: () => new Date().toISOString(), onTrouble: () => undefined };
const operator = { authorization: 'operator' };
const ringId = '1@1772431200000';

const onPostgres = async (): Promise<Stand> => {
  const database = await testDatabase({ prepare: { name: 'bell', run: installBell } });
  const url = database.urls.reminders;
  return { bell: { databaseUrl: url }, ringer: postgresBell({ ...parts, url }), remove: () => database.close() };
};

const onRedis = async (): Promise<Stand> => {
  const { url, close } = await testRedis();
  return { bell: { redisUrl: url }, ringer: redisBell({ ...parts, url }), remove: close };
};

const changingNothing = (standing: () => { readonly app: FastifyInstance; readonly stand: Stand }): void => {
  it.each([
    ['PUT', '/api/queues/reminders/pause'],
    ['PUT', '/api/queues/reminders/clean/waiting'],
    ['PUT', '/api/queues/reminders/obliterate'],
    ['PUT', '/api/queues/reminders/empty'],
    ['PUT', `/api/queues/reminders/${ringId}/clean`],
    ['POST', '/api/queues/reminders/add'],
    ['PUT', '/api/queues/pause'],
  ] as const)('changes nothing by %s %s', async (method, path) => {
    const { app, stand } = standing();
    const answer = await app.inject({ method, url: prefix + path, headers: operator, payload: {} });
    expect([404, 405]).toContain(answer.statusCode);
    expect(await stand.ringer.health()).toMatchObject({ waiting: 1 });
  });
};

const boardOn = (open: () => Promise<Stand>): void => {
  let app: FastifyInstance;
  let stand: Stand;
  beforeAll(async () => {
    [app, stand] = [fastify(), await open()];
    const guard: QueueBoardParts['guard'] = async ({ headers }) => {
      if (headers.authorization !== 'operator') throw Object.assign(new Error('no'), { statusCode: 403 });
    };
    await mountQueueBoard(app, { prefix, guard, bell: stand.bell, onTrouble: () => undefined });
    await stand.ringer.ring('1', '2026-03-02T06:00:00.000Z');
  });
  afterAll(async () => {
    await app.close();
    await stand.ringer.close();
    await stand.remove();
  });
  const get = (path: string, headers: Record<string, string> = operator) => app.inject({ url: prefix + path, headers });

  it('lets the operator see what waits', async () => {
    const queues = await waitFor(() => get('/api/queues?activeQueue=reminders&page=1&jobsPerPage=10'));
    expect(queues.json()).toMatchObject({
      queues: [{ name: 'reminders', readOnlyMode: true, jobs: [{ id: ringId, data: { stroke: '1' } }] }],
    });
  });

  it('shows nothing to anybody else', async () => {
    for (const path of ['/', '/api/queues', '/static/favicon.ico']) {
      expect((await get(path, {})).statusCode).toBe(403);
    }
  });

  it('takes its page and files from the package, and lets the browser ask nobody else', async () => {
    const page = await get('/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    const files = [...page.body.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect((await get(`/${file}`)).statusCode).toBe(200);
  });

  changingNothing(() => ({ app, stand }));
};

describe('the operator’s view of the queue on PostgreSQL', () => boardOn(onPostgres));

const here = hasRedisServer();

describe('the operator’s view of the queue on Redis', () => {
  if (here) boardOn(onRedis);
  else it('is not tried: this machine has no redis-server', () => expect(here).toBe(false));
});
