import { createServer, type Server } from 'node:http';

import { withClient } from '@etapp/database';
import { generateMasterKey } from '@etapp/privacy';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { tenant, type TestDeployment, testDeployment } from '../deployment.fixture.js';

const unitId = '0197e7a0-0c15-7000-8000-000000000011';
const Said = z.object({ kind: z.string(), webhookId: z.string().optional() });
const said = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Said.loose().parse(JSON.parse(line)));

let deployment: TestDeployment;
let receiver: Server;
let url: string;
let answers = 204;
beforeAll(async () => {
  deployment = await testDeployment(unitId, []);
  receiver = createServer((request, response) => {
    const asked = request.method === 'OPTIONS';
    response.writeHead(asked ? 200 : answers, { 'webhook-allowed-origin': '*' }).end();
  });
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
  const { port } = z.object({ port: z.number() }).parse(receiver.address());
  url = `http://127.0.0.1:${port}/hooks`;
});
afterAll(async () => {
  await new Promise((closed) => receiver.close(closed));
  await deployment.close();
});

const etapp = async (...argv: readonly string[]) => {
  const environment = {
    ETAPP_MODE: 'development',
    ETAPP_WEBHOOK_KEY: generateMasterKey(),
    ETAPP_WEBHOOK_HOSTS: JSON.stringify({ [tenant]: [new URL(url).host] }),
  };
  const ran = await deployment.etapp([...argv, '--json'], { environment });
  return { ...ran, said: said(ran.stdout) };
};

describe('the webhooks of a municipality', () => {
  it('are added after a dry run, listed, pinged, and ended for good', async () => {
    const type = 'se.etapp.case.plan-revised.v1';
    expect(await etapp('webhooks', 'add', url, '--type', type, '--dry-run')).toMatchObject({ exit: 0 });
    expect((await etapp('webhooks', 'list')).said).toEqual([]);
    const added = await etapp('webhooks', 'add', url, '--type', type);
    const keys = [expect.stringMatching(/^whpk_/)];
    expect(added.said).toMatchObject([{ kind: 'webhook', url, types: [type], signature: 'v1a', keys }]);
    const id = added.said[0]?.webhookId ?? '';
    expect(await etapp('webhooks', 'ping', id)).toMatchObject({ exit: 0, said: [{ kind: 'ping', outcome: 'sent' }] });
    answers = 500;
    expect(await etapp('webhooks', 'ping', id)).toMatchObject({ exit: 1, said: [{ error: 'http-500' }] });
    expect((await etapp('webhooks', 'remove', id)).exit).toBe(0);
    expect((await etapp('webhooks', 'list')).said).toMatchObject([{ webhookId: id, state: 'ended' }]);
    expect((await etapp('webhooks', 'ping', id)).exit).toBe(6);
  });

  it('show the secret of a shared signature once', async () => {
    const added = await etapp('webhooks', 'add', url, '--hmac', '--from', 'start');
    expect(added.said).toMatchObject([
      { signature: 'v1', position: '0', keys: [] },
      { kind: 'webhook-secrets', secrets: [expect.stringMatching(/^whsec_/)] },
    ]);
    expect((await etapp('webhooks', 'list')).stdout).not.toContain('whsec_');
  });

  it('go to no address that is not allowed, and know the events that exist', async () => {
    expect((await etapp('webhooks', 'add', 'https://elsewhere.example/')).exit).toBe(3);
    expect((await etapp('webhooks', 'add', url, '--type', 'se.etapp.case.plan-revised.v9')).exit).toBe(2);
    expect((await etapp('webhooks', 'add', url, '--from', 'yesterday')).exit).toBe(2);
    // The log has one event: a place that it does not have would stop whoever tells of it.
    expect((await etapp('webhooks', 'add', url, '--from', '1', '--dry-run')).exit).toBe(0);
    expect((await etapp('webhooks', 'add', url, '--from', '2', '--dry-run')).exit).toBe(2);
    expect((await etapp('webhooks', 'remove', unitId)).exit).toBe(5);
  });
});

describe('the dead letters of a municipality', () => {
  const key = `email_${unitId}_${unitId}`;

  it('are listed as findings, and sent again when told to', async () => {
    expect(await etapp('dead-letters', 'list')).toMatchObject({ exit: 0, said: [] });
    await withClient(deployment.database.superuserUrl, (client) =>
      client.query(
        `INSERT INTO reminders.deliveries (tenant, key, channel, recipient, event_id, stream, version, next_at, state, error)
         VALUES ($1, $2, 'email', $3, $3, 'reminders-x', 1, '2026-03-02T08:00:00Z', 'dead', 'smtp-550')`,
        [tenant, key, unitId],
      ),
    );
    expect(await etapp('dead-letters', 'list')).toMatchObject({ exit: 1, said: [{ kind: 'dead-letter', key }] });
    expect((await etapp('dead-letters', 'retry')).exit).toBe(2);
    expect((await etapp('dead-letters', 'retry', 'email_other')).exit).toBe(5);
    expect(await etapp('dead-letters', 'retry', '--all', '--dry-run')).toMatchObject({ said: [{ keys: [key] }] });
    expect((await etapp('dead-letters', 'list')).exit).toBe(1);
    expect(await etapp('dead-letters', 'retry', key)).toMatchObject({
      exit: 0,
      said: [{ kind: 'retry', keys: [key] }],
    });
    expect((await etapp('dead-letters', 'list')).exit).toBe(0);
  });
});
