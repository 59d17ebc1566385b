import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { readOutgoingConfig } from '@etapp/config';
import { createPool } from '@etapp/database';
import { canonicalJson, PostgresStore } from '@etapp/event-store';
import { streamName } from '@etapp/kernel';
import { generateMasterKey } from '@etapp/privacy';
import { testDatabase, type TestDatabase, waitFor } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { composeDelivery } from './compose-delivery.js';
import { tenant } from './outgoing-bench.fixture.js';
import { type Receiver, startReceiver } from './receiver.fixture.js';
import { runDelivery } from './run-delivery.js';
import { addWebhook } from './webhooks.js';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const now = (): string => new Date().toISOString();

let database: TestDatabase;
let receiver: Receiver;
let variables: Readonly<Record<string, string>>;
beforeAll(async () => {
  database = await testDatabase();
  receiver = await startReceiver();
  receiver.reply = ({ method }) =>
    method === 'OPTIONS' ? { status: 200, headers: { 'webhook-allowed-origin': '*' } } : { status: 204 };
  variables = {
    ETAPP_MODE: 'development',
    ETAPP_REMINDERS_DATABASE_URL: database.urls.reminders,
    ETAPP_WEBHOOK_KEY: generateMasterKey(),
    ETAPP_WEBHOOK_HOSTS: JSON.stringify({ [tenant]: [receiver.host] }),
  };
});
afterAll(async () => {
  await receiver.close();
  await database.close();
});

const recordWaitEnded = async (): Promise<void> => {
  const store = new PostgresStore({ url: database.urls.api, name: 'killed-sender-spec' });
  const stream = { category: 'case', tenant, id: randomUUID() };
  const id = randomUUID();
  const actor = { userId: id, role: 'labourMarketCaseworker', partyKind: 'labourMarketAdministration' };
  const header = {
    ...{ id, type: 'WaitingEnded', version: 1, stream: streamName(stream), schemaVersion: 1, actor, subjectId: id },
    ...{ occurredAt: now(), causationId: 'spec', correlationId: id, command: 'Spec' },
  };
  const data = canonicalJson({ waitId: id, reasonCode: 'over' });
  const event = { id, type: 'WaitingEnded', header: canonicalJson(header), data, link: '0'.repeat(64) };
  await store.append({ stream, expectedVersion: 0, events: [event], recordedAt: now() });
  await store.close();
};

const listenTo = async (url: string): Promise<void> => {
  const limits = { max: 1, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 };
  const pool = createPool({ url: database.urls.reminders, name: 'killed-sender-spec', ...limits });
  const webhook = { tenant, webhookId: randomUUID(), url, types: [], signature: 'v1a', position: '0' } as const;
  await addWebhook(pool, webhook, { now: now() });
  await pool.end();
};

const startSender = () =>
  spawn(
    process.execPath,
    [
      ...['--conditions=development', '--import', here('../../../test/sources.mjs')],
      ...[here('./sender-process.fixture.ts'), JSON.stringify(variables)],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );

describe('a sender that is killed after sending, before it wrote that down', () => {
  it('leaves it to the next one, which sends it again under the same id, and once more to nobody', async () => {
    await listenTo(receiver.url);
    await recordWaitEnded();
    const child = startSender();
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(receiver.posted()).toHaveLength(1);

    const { parts, close } = composeDelivery(readOutgoingConfig(variables), now);
    const ending = new AbortController();
    const failures: unknown[] = [];
    const run = runDelivery(parts, { signal: ending.signal, pauseMs: 10, onTrouble: (error) => failures.push(error) });
    await waitFor(() => receiver.posted().length === 2);
    await waitFor(async () => {
      const { rows } = await parts.pool.query<{ state: string }>('SELECT state FROM reminders.deliveries');
      return rows.length === 1 && rows[0]?.state === 'sent';
    });
    ending.abort();
    await run;
    await close();
    const [first, second] = receiver.posted();
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    expect([first, second].map((got) => got?.headers['etapp-delivery'])).toEqual([
      'at-least-once; attempt=1',
      'at-least-once; attempt=2',
    ]);
    expect(receiver.posted()).toHaveLength(2);
    expect(failures).toEqual([]);
  });
});
