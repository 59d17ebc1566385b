import { readFileSync } from 'node:fs';

import { readOperationsConfig, readRingingConfig } from '@etapp/config';
import { ClockApart, withClient } from '@etapp/database';
import { LogRefused, StoreUnavailable, StreamIncomplete } from '@etapp/event-store';
import { LogRestored, OtherGeneration } from '@etapp/projection-engine';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase, waitFor } from '@etapp/testing';

import { installBell } from '../bell/install.js';
import { type ComposedReminders, composeReminders } from '../compose-reminders.js';
import { createProgramMetrics } from './program-metrics.js';
import { readinessOf } from './readiness.js';

const token = 'the-token-of-the-specs-long-enough';
const bearer = { authorization: `Bearer ${token}` };
let database: TestDatabase;
let worker: ComposedReminders;
let url = '';

const compose = (port: number, machineClock?: () => number): Promise<ComposedReminders> =>
  composeReminders({
    machineClock,
    ringing: readRingingConfig({ ETAPP_REMINDERS_DATABASE_URL: database.urls.reminders }),
    operations: readOperationsConfig({ ETAPP_OPERATIONS_PORT: String(port), ETAPP_OPERATIONS_TOKEN: token }),
    ...{ name: 'operations-spec', now: () => new Date().toISOString(), onTrouble: () => undefined },
    processMetrics: createProgramMetrics().registry,
  });
const page = readFileSync(new URL('../../../docs/reference/metrics.md', import.meta.url), 'utf8');
const [, ofWorker = ''] = page.split('## Reminder worker\n');
const [listed = ''] = ofWorker.split('\n## ');
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(url + path, { headers, method });

beforeAll(async () => {
  database = await testDatabase({ prepare: { name: 'bell', run: installBell } });
  worker = await compose(0);
  url = worker.operations?.url ?? '';
});
afterAll(async () => {
  await worker.stop();
  await database.close();
});

describe('whoever operates the worker', () => {
  it('sees without a token that it lives, and what is wrong with it', async () => {
    expect(await (await get('/health/live')).json()).toEqual({ status: 'up', checks: [] });
    const ready = await waitFor(async () => {
      const answer = await get('/health/ready');
      const body: unknown = await answer.json();
      return JSON.stringify(body).includes('"status":"up"') ? { status: answer.status, body } : undefined;
    });
    const names = ['database', 'bell', 'planner', 'schedules'];
    expect(ready).toEqual({ status: 200, body: { status: 'up', checks: names.map((name) => ({ name, ok: true })) } });
  });

  it('is told where the clock is not the database’s', async () => {
    const clock = { check: () => Promise.reject(new ClockApart(240_000)) };
    const { status, checks } = await readinessOf(() => worker.health(), clock);
    expect([status, checks.at(-1)]).toEqual(['down', { name: 'clock', ok: false, fault: 'ClockApart' }]);
    const fit = await readinessOf(() => worker.health(), { check: async () => undefined });
    expect([fit.status, fit.checks.at(-1)]).toEqual(['up', { name: 'clock', ok: true }]);
  });

  it.each(['/metrics', '/queue/', '/queue/api/queues', '/queue/static/favicon.ico'])(
    'is asked for the token at %s',
    async (path) => {
      for (const authorization of [
        undefined,
        'Bearer other',
        `Basic ${Buffer.from('operator:other').toString('base64')}`,
      ]) {
        const answer = await get(path, authorization === undefined ? {} : { authorization });
        expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
          401,
          expect.stringContaining('Basic'),
        ]);
        expect(await answer.text()).toBe('');
      }
    },
  );

  it('reads the metrics with it', async () => {
    const answer = await get('/metrics', bearer);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
    const text = await answer.text();
    expect(text).toMatch(/^etapp_reminder_bell_up 1$/m);
    expect(text).toMatch(/^etapp_delivery_dead_letters\{channel="email"\} 0$/m);
  });

  it('finds all of them in the reference, and none there that is not shown', async () => {
    const text = await (await get('/metrics', bearer)).text();
    const shown = [...text.matchAll(/^# TYPE (etapp_\w+) (\w+)$/gm)].map(([, name, type]) => `${name} ${type}`);
    const told = [...listed.matchAll(/^\| `(\w+)` +\| (\w+)/gm)].map(([, name, type]) => `${name} ${type}`);
    expect(shown.toSorted()).toEqual(told.toSorted());
    expect(text).toMatch(/^process_cpu_seconds_total /m);
  });

  it('is told in the metrics of a delivery that was given up', async () => {
    await withClient(database.superuserUrl, (client) =>
      client.query(
        `INSERT INTO reminders.deliveries (tenant, key, channel, event_id, stream, version, next_at, state)
         SELECT gen_random_uuid(), state, 'webhook', gen_random_uuid(), 'case-x', 1, now(), state
         FROM unnest(ARRAY['dead', 'pending', 'sent', 'void']) AS given (state)`,
      ),
    );
    const text = await (await get('/metrics', bearer)).text();
    expect(text).toMatch(/^etapp_delivery_dead_letters\{channel="webhook"\} 1$/m);
    expect(text).toMatch(/^etapp_delivery_waiting\{channel="webhook"\} 1$/m);
  });

  it('looks at the queue in a browser, whose password it is, and changes nothing there', async () => {
    const browser = { authorization: `Basic ${Buffer.from(`operator:${token}`).toString('base64')}` };
    const page = await get('/queue/', browser);
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("frame-ancestors 'none'"),
    ]);
    expect(await (await get('/queue/api/queues', browser)).json()).toMatchObject({
      queues: [{ name: 'reminders', readOnlyMode: true }],
    });
    expect((await get('/queue/api/queues/reminders/pause', browser, 'PUT')).status).toBe(405);
  });

  it('finds nothing else there', async () => {
    expect((await get('/', bearer)).status).toBe(404);
  });
});

describe('a worker whose port is taken', () => {
  it('does not start, and leaves nothing behind', async () => {
    await expect(compose(Number(new URL(url).port))).rejects.toThrow('EADDRINUSE');
  });
});

describe('a worker whose clock is not the database’s', () => {
  it.each([4, -4])('does not start %i minutes ahead, and says why', async (minutes) => {
    const starting = compose(0, () => Date.now() + minutes * 60_000);
    await expect(starting).rejects.toBeInstanceOf(ClockApart);
  });
});

describe('a worker that lost its database or its log', () => {
  it.each([
    new StoreUnavailable('away'),
    new LogRefused('a password that was changed'),
    new StreamIncomplete('truncated'),
    new LogRestored('an older copy'),
    new OtherGeneration('moved'),
  ])('says that it is the log: %p', async (fault) => {
    const { status, checks } = await readinessOf(() => Promise.reject(fault));
    expect([status, checks]).toEqual(['down', [{ name: 'log', ok: false, fault: fault.name }]]);
  });

  it('is down, and says so by the class of the fault alone', async () => {
    const away = Object.assign(new Error('connect to db.example.se'), { name: 'ConnectionLost' });
    expect(await readinessOf(() => Promise.reject(away))).toEqual({
      ...{ status: 'down', checks: [{ name: 'database', ok: false, fault: 'ConnectionLost' }] },
    });
  });
});
