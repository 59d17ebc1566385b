import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@etapp/testing';

import { countOutgoing } from '../operations/outgoing-counts.js';
import { windowMs } from './backoff.js';
import { listDeadLetters } from './dead-letters.js';
import { deliverNext, type DeliverParts } from './deliver.js';
import { headerIn, type MailServer, startMailServer, textIn } from './mail-server.fixture.js';
import {
  clock,
  closed,
  deliverAll,
  elapse,
  outgoingBench,
  type OutgoingBench,
  tenant,
} from './outgoing-bench.fixture.js';

let bench: OutgoingBench;
let server: MailServer;
let parts: DeliverParts;
beforeEach(async () => {
  clock.now = '2026-03-02T06:00:00.000Z';
  bench = await outgoingBench();
  server = await startMailServer();
  parts = bench.withMail(server.url);
});
afterEach(async () => {
  parts.mail?.mailer.close();
  await server.close();
  await bench.close();
});

const address = 'kim.handlaggare@kommunen.example';
const chose = (userId: string, data: object) =>
  bench.record({ type: 'NotificationPreferencesChanged', stream: { category: 'staff', id: userId }, data });
const fired = (...userIds: readonly string[]) => {
  const [caseId, startedBy] = [randomUUID(), randomUUID()];
  const [ruleId, subjectId, occurrence] = ['minutes-missing', caseId, `${startedBy}.1`];
  const recipients = [
    ...userIds.map((userId) => ({ userId, role: 'caseworker' })),
    { party: 'provider', role: 'owner' },
  ];
  const data = {
    ...{ reminderId: `${ruleId}.${subjectId}.${occurrence}`, ruleId, subjectId, occurrence, recipients },
    ...{ dueOn: clock.now.slice(0, 10), firedAt: clock.now, subjectVersion: 1 },
  };
  return bench.record({ type: 'ReminderFired', stream: { category: 'reminders', id: caseId }, data });
};
const deliver = async (): Promise<void> => {
  await bench.fold();
  await deliverAll(parts);
};

describe('somebody who wants a letter for each reminder', () => {
  it('gets a neutral one at once, in Swedish and English, with a link and an id that follows from the reminder', async () => {
    const [kim, silent] = [randomUUID(), randomUUID()];
    await chose(kim, { email: closed(address) });
    const eventId = await fired(kim, silent, kim);
    await deliver();
    expect(server.arrived).toHaveLength(1);
    const [letter = { to: [], source: '' }] = server.arrived;
    expect(letter.to).toEqual([address]);
    expect(headerIn(letter, 'Message-ID')).toBe(`<email_${eventId}_${kim}@etapp.example>`);
    expect(headerIn(letter, 'Auto-Submitted')).toBe('auto-generated');
    expect(textIn(letter).replaceAll('\r\n', '\n').trimEnd()).toMatchInlineSnapshot(`
      "Du har en påminnelse i Etapp. Logga in för att se vad det gäller:
      https://etapp.example/

      Samma meddelande kan komma mer än en gång. Det går inte att svara på det.

      --

      You have a reminder in Etapp. Log in to see what it is about:
      https://etapp.example/

      The same message may arrive more than once. It cannot be replied to."
    `);
    expect(letter.source).not.toMatch(/minutes|case-|provider/);
  });

  it('gets it at the address that holds when it is sent', async () => {
    const kim = randomUUID();
    await chose(kim, { email: closed(address) });
    await fired(kim);
    await bench.fold();
    await chose(kim, { email: closed('ny@kommunen.example') });
    await deliver();
    expect(server.arrived.map(({ to }) => to)).toEqual([['ny@kommunen.example']]);
  });

  it('gets none after saying so, leaving, or being erased', async () => {
    const [quiet, gone, erased] = [randomUUID(), randomUUID(), randomUUID()];
    for (const user of [quiet, gone, erased]) await chose(user, { email: closed(address) });
    await fired(quiet, gone, erased);
    await bench.fold();
    await chose(quiet, {});
    await bench.record({ type: 'StaffLeft', stream: { category: 'staff', id: gone }, data: { leftOn: '2026-03-01' } });
    bench.keyStore.erase(tenant, erased);
    elapse(61_000);
    await fired(quiet, gone);
    await deliver();
    expect(server.arrived).toEqual([]);
    expect(await bench.pending()).toEqual([]);
    expect(await listDeadLetters(parts.pool, tenant)).toEqual([]);
  });

  it('has no address in the list of what is to be sent', async () => {
    const kim = randomUUID();
    await chose(kim, { email: closed(address) });
    await fired(kim);
    await bench.fold();
    const { rows } = await parts.pool.query('SELECT * FROM reminders.deliveries, reminders.mail_preferences');
    expect(JSON.stringify(rows)).not.toContain('kommunen.example');
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('somebody who wants one letter a day', () => {
  it('gets one that counts the reminders since the last, at the local time asked for', async () => {
    const kim = randomUUID();
    await chose(kim, { email: closed(address), dailyAt: '07:30' });
    for (let ring = 0; ring < 3; ring += 1) await fired(kim);
    await deliver();
    expect(server.arrived).toEqual([]);
    clock.now = '2026-03-02T06:30:00.000Z';
    await deliverAll(parts);
    const [letter = { to: [], source: '' }] = server.arrived;
    expect(headerIn(letter, 'Message-ID')).toBe(`<email_daily-2026-03-02_${kim}@etapp.example>`);
    expect(textIn(letter)).toContain('Du har 3 påminnelser i Etapp.');
  });

  it('finds what came too late for it in the next one', async () => {
    const kim = randomUUID();
    await chose(kim, { email: closed(address), dailyAt: '07:30' });
    await fired(kim);
    await bench.fold();
    await fired(kim);
    clock.now = '2026-03-02T06:30:00.000Z';
    await deliverAll(parts);
    await deliver();
    expect(await bench.pending()).toMatchObject([
      { key: `email_daily-2026-03-03_${kim}`, items: 1, next_at: new Date('2026-03-03T06:30:00.000Z') },
    ]);
  });
});

describe('a mail server', () => {
  it('that is away gets the letter when it is back, under the same id', async () => {
    const kim = randomUUID();
    await chose(kim, { email: closed(address) });
    const eventId = await fired(kim);
    await bench.fold();
    server.refuse = 451;
    await deliverAll(parts);
    expect(await bench.pending()).toMatchObject([{ error: 'smtp-451', attempts: 1 }]);
    server.refuse = undefined;
    elapse(10_000);
    await deliverAll(parts);
    expect(server.arrived.map((letter) => headerIn(letter, 'Message-ID'))).toEqual([
      `<email_${eventId}_${kim}@etapp.example>`,
    ]);
  });

  it('that knows of no such address makes a dead letter at once, one that never answers after 72 hours', async () => {
    const [unknown, unlucky] = [randomUUID(), randomUUID()];
    for (const user of [unknown, unlucky]) await chose(user, { email: closed(address) });
    const first = await fired(unknown);
    await bench.fold();
    server.refuse = 550;
    await deliverAll(parts);
    const second = await fired(unlucky);
    await bench.fold();
    server.refuse = 421;
    await deliverAll(parts);
    elapse(windowMs);
    await deliverAll(parts);
    const dead = await listDeadLetters(parts.pool, tenant);
    expect(dead).toMatchObject([
      { eventId: first, error: 'smtp-550', attempts: 1 },
      { eventId: second, error: 'smtp-421', attempts: 2 },
    ]);
    expect(JSON.stringify(dead)).not.toContain('kommunen.example');
  });
});

describe('a mail server that keeps a dialogue alive for ever', () => {
  it('is hung up on before another sender may take the letter', async () => {
    const kim = randomUUID();
    await chose(kim, { email: closed(address) });
    await fired(kim);
    await bench.fold();
    server.dawdle = 10;
    const hasty = bench.withMail(server.url, { totalMs: 300 });
    await deliverAll(hasty);
    expect(await bench.pending()).toMatchObject([{ error: 'timeout', attempts: 1 }]);
    await waitFor(() => server.open() === 0);
    server.dawdle = undefined;
    elapse(10_000);
    await deliverAll(parts);
    expect(server.arrived).toHaveLength(1);
    hasty.mail?.mailer.close();
  });
});

describe('a sender that dies', () => {
  const dies = new Error('killed');

  it('between sending and writing it down leaves the letter to the next one, with the same id', async () => {
    const kim = randomUUID();
    await chose(kim, { email: closed(address) });
    await fired(kim);
    await bench.fold();
    const sent = async (): Promise<void> => Promise.reject(dies);
    await expect(deliverNext({ ...parts, sent, leaseMs: 0 })).rejects.toBe(dies);
    await deliverAll(parts);
    const ids = server.arrived.map((letter) => headerIn(letter, 'Message-ID'));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(await bench.pending()).toEqual([]);
  });

  it('is not waited for longer than it has the letter in hand, and not less', async () => {
    const kim = randomUUID();
    await chose(kim, { email: closed(address) });
    await fired(kim);
    await bench.fold();
    await expect(deliverNext({ ...parts, sent: async () => Promise.reject(dies) })).rejects.toBe(dies);
    expect(await deliverNext(parts)).toBe(false);
  });
});

describe('a municipality without a mail server', () => {
  it('keeps its letters until there is one', async () => {
    const kim = randomUUID();
    await chose(kim, { email: closed(address) });
    await fired(kim);
    await bench.fold();
    expect(await deliverNext(bench.parts)).toBe(false);
    elapse(windowMs);
    await deliverAll(parts);
    expect(server.arrived).toHaveLength(1);
  });

  it('does not send what has waited for longer than a letter is tried, and says how much that was', async () => {
    const [kim, sam] = [randomUUID(), randomUUID()];
    await chose(kim, { email: closed(address) });
    await chose(sam, { email: closed(address), dailyAt: '07:30' });
    for (let ring = 0; ring < 3; ring += 1) await fired(kim, sam);
    await bench.fold();
    elapse(windowMs + 60 * 60 * 1_000);
    const today = await fired(kim);
    await deliver();
    expect(server.arrived.map((letter) => headerIn(letter, 'Message-ID'))).toEqual([
      `<email_${today}_${kim}@etapp.example>`,
    ]);
    expect(await bench.pending()).toEqual([]);
    expect(await countOutgoing(parts.pool)).toMatchObject([
      { channel: 'email', waiting: 0, dead: 0, outdated: 4 },
      { channel: 'webhook', outdated: 0 },
    ]);
  });
});
