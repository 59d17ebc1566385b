import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { composeCommands } from '@etapp/api';
import { derivedId, execute } from '@etapp/command-engine';
import { roleUrl, startEmbeddedPostgres, withClient } from '@etapp/database';
import { exampleIds, remindersAggregate } from '@etapp/domain';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@etapp/testing';
import { SMTPServer } from 'smtp-server';

import { openDataFolder } from './data-folder.js';
import { demoTenant as tenant } from './demo/people.js';
import { readSettings } from './settings.js';
import { type Standalone, startStandalone } from './standalone.js';

const { unit: unitId, caseworker: userId, case: caseId } = exampleIds;
const address = 'kim.handlaggare@kommunen.example';
const letters: { readonly to: readonly string[]; readonly text: string }[] = [];
const mailServer = new SMTPServer({
  ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
  onData: (stream, session, done) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    stream.on('end', () => {
      letters.push({ to: session.envelope.rcptTo.map((to) => to.address), text });
      done();
    });
  },
});

let folder: string;
let smtp: string;
const running: Standalone[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'etapp-standalone-'));
  await new Promise<void>((listening) => mailServer.listen(0, '127.0.0.1', listening));
  const { port } = Object.assign<Partial<AddressInfo>, unknown>({}, mailServer.server.address());
  smtp = `smtp://127.0.0.1:${port}`;
}, 30_000);
afterEach(async () => {
  for (const standalone of running.splice(0)) await standalone.stop();
});
afterAll(async () => {
  await new Promise<void>((closed) => mailServer.close(closed));
  rmSync(folder, { recursive: true });
});

const start = async (outgoing: Readonly<Record<string, string>> = {}): Promise<Standalone> => {
  const ports = { ETAPP_PORT: '0', ETAPP_ISSUER_PORT: '0', ETAPP_METRICS_PORT: '0', ETAPP_OPERATIONS_PORT: '0' };
  const settings = readSettings({ ...ports, ETAPP_DATA: folder, ETAPP_DEMO: 'off', ...outgoing });
  const standalone = await startStandalone(settings, () => undefined);
  running.push(standalone);
  return standalone;
};

/** Works in the standalone's database as one who gives commands, and as its superuser. */
const inside = async (work: (url: string, commands: Awaited<ReturnType<typeof composeCommands>>) => Promise<void>) => {
  const { postgres: dataDir, wrapping } = openDataFolder(folder);
  const { superuserUrl } = await startEmbeddedPostgres({ dataDir });
  const url = (role: 'api' | 'keys') => roleUrl(superuserUrl, role, 'etapp');
  const now = (): string => new Date().toISOString();
  const commands = await composeCommands({ apiDatabaseUrl: url('api'), keysDatabaseUrl: url('keys'), wrapping, now });
  try {
    const database = new URL(superuserUrl);
    database.pathname = '/etapp';
    await work(database.href, commands);
  } finally {
    await commands.close();
  }
};

const hire = () =>
  inside(async (_url, { act }) => {
    const partyKind = 'labourMarketAdministration';
    const give = (name: string, id: string, body: object) =>
      act({ tenant, actor: { userId, role: 'operator', partyKind }, name, id, body, key: 'spec' });
    const place = { municipalityCode: '9901', leadUserId: userId, legalBases: ['SoL-2025:400'] };
    await give('RegisterUnit', unitId, { unitId, name: 'Enheten', ...place });
    const duties = { unitIds: [unitId], roles: ['labourMarketCaseworker'], capacityPercent: 100 };
    await give('RegisterStaff', userId, { userId, displayName: 'Kim Exempel', partyKind, ...duties });
    await give('ChangeNotificationPreferences', userId, { email: address });
  });

const fire = (occurrence: string) =>
  inside(async (_url, { engine }) => {
    const [ruleId, subjectId, firedAt] = ['first-contact-due', caseId, new Date().toISOString()];
    const ring = { reminderId: `${ruleId}.${subjectId}.${occurrence}`, ruleId, subjectId, occurrence, firedAt };
    const recipients = [{ userId, role: 'caseworker' }];
    await execute(engine, {
      ...{ aggregate: remindersAggregate, stream: { category: 'reminders', tenant, id: caseId }, name: 'FireReminder' },
      body: { ...ring, dueOn: firedAt.slice(0, 10), recipients, subjectVersion: 1 },
      ...{ commandId: derivedId('spec', occurrence), correlationId: derivedId('spec-correlation', occurrence) },
      authorise: async () => ({ rule: 'spec', version: 1, actor: { userId, role: 'system', partyKind: 'x' } }),
      resolveFacts: async () => ({ facts: {}, versions: {} }),
      subjectOf: () => ({}),
    });
  });

const token = (): string => readFileSync(join(folder, 'operations.token'), 'utf8').trim();

describe('the standalone', () => {
  it('mails nobody unless it is told of a mail server, and then what had waited, once', async () => {
    await start();
    await hire();
    await fire(`${exampleIds.entry}.1`);
    await inside((url) =>
      waitFor(() =>
        withClient(url, async (client) => {
          const { rows } = await client.query<{ state: string }>('SELECT state FROM reminders.deliveries');
          return rows[0]?.state === 'pending' ? true : undefined;
        }),
      ).then(() => undefined),
    );
    await running.pop()?.stop();
    expect(letters).toEqual([]);
    await start({ ETAPP_SMTP_URL: smtp, ETAPP_MAIL_FROM: 'etapp@kommunen.example' });
    await waitFor(() => letters.length === 1);
    await fire(`${exampleIds.entry}.2`);
    await waitFor(() => letters.length === 2);
    expect(letters.map(({ to }) => to)).toEqual([[address], [address]]);
    expect(new Set(letters.map(({ text }) => /^Message-ID:\s*(.*)$/im.exec(text)?.[1])).size).toBe(2);
  }, 120_000);

  it('shows the figures of the reminders beside those of the API, and the queue to whoever has the token', async () => {
    const { metricsUrl, operationsUrl } = await start();
    const metrics = await (await fetch(metricsUrl)).text();
    expect(metrics).toMatch(/^etapp_reminder_bell_up 1$/m);
    expect(metrics).toMatch(/^etapp_projection_lag_seconds\{projection="worklist"\} /m);
    const headers = { authorization: `Basic ${Buffer.from(`operator:${token()}`).toString('base64')}` };
    expect((await fetch(`${operationsUrl}/queue/`)).status).toBe(401);
    expect(await (await fetch(`${operationsUrl}/queue/`, { headers })).text()).toContain('Etapp');
  }, 120_000);

  it('does not start with half of what e-mail needs, and names what is missing', async () => {
    await expect(start({ ETAPP_SMTP_URL: smtp })).rejects.toThrow('ETAPP_MAIL_FROM');
  }, 120_000);
});
