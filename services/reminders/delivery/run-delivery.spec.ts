import { randomUUID } from 'node:crypto';

import type { EventStore } from '@etapp/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@etapp/testing';

import { listDeadLetters } from './dead-letters.js';
import { CheckpointAhead } from './follow-log.js';
import { closed, elapse, outgoingBench, type OutgoingBench, tenant } from './outgoing-bench.fixture.js';
import { type Receiver, startReceiver, usualReply } from './receiver.fixture.js';
import { runDelivery, type RunOptions } from './run-delivery.js';
import { moveWebhook, webhooksToFollow } from './webhooks.js';

let bench: OutgoingBench;
let receiver: Receiver;
const ending = { now: new AbortController() };
const troubles: unknown[] = [];
const options = (): RunOptions => ({
  ...{ signal: ending.now.signal, pauseMs: 10, atOnce: 4 },
  onTrouble: (error) => void troubles.push(error),
});
beforeEach(async () => {
  ending.now = new AbortController();
  troubles.length = 0;
  bench = await outgoingBench();
  receiver = await startReceiver();
  bench.hosts.push(receiver.host);
});
afterEach(async () => {
  await receiver.close();
  await bench.close();
});

const waited = (id: string) =>
  bench.record({ type: 'WaitingEnded', stream: { id }, data: { waitId: randomUUID(), reasonCode: 'over' } });
const subjects = () => receiver.told().map(({ subject }) => subject);

/** The log, away the first time that it is asked how long it is. */
const awayOnce = (store: EventStore): EventStore => {
  let asked = 0;
  return {
    append: (append) => store.append(append),
    readStream: (...question) => store.readStream(...question),
    readAll: (...question) => store.readAll(...question),
    subscribe: (...question) => store.subscribe(...question),
    head: async () => ((asked += 1) === 1 ? Promise.reject(new Error('away')) : store.head()),
    positionAt: (instant) => store.positionAt(instant),
    recordedAfter: (position) => store.recordedAfter(position),
    generation: () => store.generation(),
    start: store.start,
    isNumbered: store.isNumbered,
    compare: (a, b) => store.compare(a, b),
  };
};

describe('delivery', () => {
  it('sends what is recorded while it runs, from two processes once each, and ends when asked', async () => {
    await bench.tell(receiver.url);
    const runs = [runDelivery(bench.parts, options()), runDelivery(bench.parts, options())];
    const ids = Array.from({ length: 20 }, () => randomUUID());
    for (const id of ids) await waited(id);
    await waitFor(() => receiver.posted().length >= ids.length);
    ending.now.abort();
    await Promise.all(runs);
    expect(subjects().toSorted()).toEqual(ids.map((id) => `case-${id}`).toSorted());
    expect(troubles).toEqual([]);
  });

  it('does not let a receiver that hangs keep the others waiting', async () => {
    const other = await startReceiver();
    bench.hosts.push(other.host);
    await bench.tell(receiver.url);
    for (let count = 0; count < 10; count += 1) await waited(randomUUID());
    receiver.reply = (received) => (received.method === 'POST' ? 'hang' : usualReply(received));
    const run = runDelivery(bench.parts, options());
    await waitFor(() => receiver.posted().length === 2);
    await bench.tell(other.url);
    const id = randomUUID();
    await waited(id);
    await waitFor(() => other.posted().length === 1);
    expect(receiver.posted()).toHaveLength(2);
    ending.now.abort();
    await receiver.close();
    await run;
    await other.close();
  });

  it('stops on a log that is shorter than what was folded out of it', async () => {
    await bench.tell(receiver.url);
    const [webhook] = await webhooksToFollow(bench.parts.pool);
    const client = await bench.parts.pool.connect();
    if (webhook !== undefined) await moveWebhook(client, webhook, '999');
    client.release();
    await expect(runDelivery(bench.parts, options())).rejects.toThrow(CheckpointAhead);
  });

  it('hears of an outage and goes on', async () => {
    await bench.tell(receiver.url);
    const run = runDelivery({ ...bench.parts, store: awayOnce(bench.parts.store) }, options());
    await waited(randomUUID());
    await waitFor(() => receiver.posted().length === 1);
    ending.now.abort();
    await run;
    expect(troubles).toMatchObject([{ message: 'away' }]);
  });
});

describe('an event that cannot be read', () => {
  it('is a dead letter for e-mail at once, and keeps nobody waiting', async () => {
    await bench.record({
      type: 'ReminderFired',
      stream: { category: 'reminders', id: randomUUID() },
      data: { odd: 1 },
    });
    await bench.fold();
    expect(await listDeadLetters(bench.parts.pool, tenant)).toMatchObject([
      { channel: 'email', error: 'undecodable-event', recipient: undefined },
    ]);
  });

  it('holds back its own stream for a webhook, and no other', async () => {
    await bench.tell(receiver.url);
    const [odd, sound] = [randomUUID(), randomUUID()];
    await bench.record({ type: 'WaitingEnded', stream: { id: odd }, data: { odd: closed('one') } });
    await waited(odd);
    await waited(sound);
    const run = runDelivery(bench.parts, options());
    await waitFor(() => receiver.posted().length === 1);
    elapse(1);
    ending.now.abort();
    await run;
    expect(subjects()).toEqual([`case-${sound}`]);
    expect((await bench.pending()).map(({ error }) => error).toSorted()).toEqual([null, 'undecodable-event']);
  });
});
