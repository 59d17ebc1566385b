import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { listDeadLetters } from './dead-letters.js';
import { type DeliverParts } from './deliver.js';
import { followMail } from './follow-mail.js';
import { type MailServer, startMailServer } from './mail-server.fixture.js';
import {
  clock,
  closed,
  deliverAll,
  elapse,
  outgoingBench,
  type OutgoingBench,
  tenant,
} from './outgoing-bench.fixture.js';
import { type Receiver, startReceiver, usualReply } from './receiver.fixture.js';

const dayMs = 24 * 60 * 60 * 1_000;
let bench: OutgoingBench;
let receiver: Receiver;
let server: MailServer;
let parts: DeliverParts;
beforeAll(async () => {
  [bench, server] = [await outgoingBench(), await startMailServer()];
  parts = bench.withMail(server.url);
});
afterAll(async () => {
  parts.mail?.mailer.close();
  await server.close();
  await bench.close();
});
beforeEach(async () => {
  clock.now = '2026-03-02T06:00:00.000Z';
  receiver = await startReceiver();
  bench.hosts.push(receiver.host);
});
afterEach(async () => {
  await receiver.close();
  await bench.empty();
  await parts.pool.query('DELETE FROM reminders.deliveries');
  await parts.pool.query('UPDATE reminders.delivery_checkpoints SET removed_before = NULL');
  server.arrived.length = 0;
});

const waited = (caseId: string = randomUUID()) =>
  bench.record({
    ...{ type: 'WaitingEnded', stream: { id: caseId } },
    data: { waitId: randomUUID(), reasonCode: 'over' },
  });
const wantsMail = async (dailyAt?: string): Promise<string> => {
  const [id, email] = [randomUUID(), closed('kim.handlaggare@kommunen.example')];
  const data = dailyAt === undefined ? { email } : { email, dailyAt };
  await bench.record({ type: 'NotificationPreferencesChanged', stream: { category: 'staff', id }, data });
  return id;
};
/** A ring in a case, of which receivers may be told. */
const fired = async (userId: string) => {
  const [ruleId, subjectId, occurrence] = ['minutes-missing', randomUUID(), `${randomUUID()}.1`];
  const ring = { ruleId, subjectId, occurrence, reminderId: `${ruleId}.${subjectId}.${occurrence}` };
  const recipients = [{ userId, role: 'caseworker' }];
  const data = { ...ring, dueOn: clock.now.slice(0, 10), firedAt: clock.now, subjectVersion: 1, recipients };
  await waited(subjectId);
  return bench.record({ type: 'ReminderFired', stream: { category: 'reminders', id: subjectId }, data });
};
const deliver = async (): Promise<void> => {
  await bench.fold();
  await deliverAll(parts);
};
const states = async (): Promise<readonly string[]> =>
  (await parts.pool.query<{ state: string }>('SELECT state FROM reminders.deliveries ORDER BY 1')).rows.map(
    ({ state }) => state,
  );

describe('what was sent', () => {
  it('stays on the list for as long as it is kept, and is removed then', async () => {
    await bench.tell(receiver.url);
    const kim = await wantsMail();
    await fired(kim);
    await deliver();
    expect(await states()).toEqual(['sent', 'sent', 'sent', 'sent']);
    elapse(29 * dayMs);
    await bench.fold();
    expect(await states()).toHaveLength(4);
    elapse(2 * dayMs);
    await bench.fold();
    expect(await states()).toEqual([]);
  });

  it('is not sent again once it was removed, even if the place in the log is set back', async () => {
    await bench.tell(receiver.url);
    await fired(await wantsMail());
    await deliver();
    const told = receiver.posted().length;
    elapse(31 * dayMs);
    await deliver();
    expect(await states()).toEqual([]);
    await parts.pool.query(`UPDATE reminders.delivery_checkpoints SET position = $1`, [parts.store.start]);
    await parts.pool.query(`UPDATE reminders.webhooks SET position = $1`, [parts.store.start]);
    await deliver();
    expect([server.arrived.length, receiver.posted().length]).toEqual([1, told]);
  });

  it('is not removed before the log was gone through to its end', async () => {
    const kim = await wantsMail('07:30');
    await fired(kim);
    await bench.fold();
    await fired(kim);
    elapse(60 * 60 * 1_000);
    await deliverAll(parts);
    elapse(31 * dayMs);
    // The second was recorded the same day, and is only read now: its letter must not take the removed one's name.
    await followMail(parts);
    expect(await states()).toEqual(['pending', 'sent']);
    await deliver();
    // A month late it is no letter for anybody any more.
    expect(await states()).toEqual(['void']);
    expect(server.arrived).toHaveLength(1);
  });
});

describe('what was not sent', () => {
  it('stays however old it is: what waits, and what was given up', async () => {
    await bench.tell(receiver.url);
    receiver.reply = (received) => (received.method === 'POST' ? { status: 500 } : usualReply(received));
    await waited();
    await deliver();
    elapse(4 * dayMs);
    await deliver();
    expect(await listDeadLetters(parts.pool, tenant)).toHaveLength(1);
    await waited();
    await bench.fold();
    elapse(100 * dayMs);
    await bench.fold();
    expect(await states()).toEqual(['dead', 'pending']);
  });
});

describe('a receiver that begins with the first event', () => {
  it('is told of what is older than anything that is kept', async () => {
    const first = await waited();
    elapse(100 * dayMs);
    await bench.fold();
    await bench.tell(receiver.url, { position: parts.store.start, types: ['WaitingEnded'] });
    await deliver();
    expect(receiver.told().map(({ id }) => id)).toContain(first);
  });
});
