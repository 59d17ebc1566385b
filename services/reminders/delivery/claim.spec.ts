import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { PoolClient } from 'pg';

import { claimDelivery } from './outgoing.js';
import { clock, outgoingBench, type OutgoingBench, tenant } from './outgoing-bench.fixture.js';

let bench: OutgoingBench;
beforeAll(async () => {
  bench = await outgoingBench();
});
afterAll(() => bench.close());
afterEach(async () => {
  await bench.parts.pool.query('DELETE FROM reminders.deliveries');
  await bench.empty();
});

const many = 3_000;
/** What a claim may look at: far below what waits, and above what the few in hand and at the head come to. */
const few = 50;

type Waiting = {
  readonly channel: 'email' | 'webhook';
  readonly recipient: string;
  readonly count: number;
  readonly inHand?: number;
};

/** Puts due deliveries on the list, each of a stream of its own, the first of them in hand. */
const wait = async ({ channel, recipient, count, inHand = 0 }: Waiting, dueAt = clock.now): Promise<void> => {
  await bench.parts.pool.query(
    `INSERT INTO reminders.deliveries
       (tenant, key, channel, recipient, event_id, stream, version, next_at, state, lease, leased_until)
     SELECT $1, $2 || n, $3, $4, gen_random_uuid(), $2 || n, 1, $5, 'pending',
       CASE WHEN n <= $7 THEN gen_random_uuid() END,
       CASE WHEN n <= $7 THEN clock_timestamp() + interval '1 hour' END
     FROM generate_series(1, $6::integer) AS n`,
    [tenant, `${channel}_${recipient}_`, channel, recipient, dueAt, count, inHand],
  );
};
const webhook = async (): Promise<string> => (await bench.tell('https://receiver.example/hooks')).webhookId;

const looked = async (client: PoolClient): Promise<number> => {
  const { rows } = await client.query<{ looked: number }>(
    `SELECT (seq_tup_read + idx_tup_fetch)::integer AS looked
     FROM pg_stat_xact_user_tables WHERE schemaname = 'reminders' AND relname = 'deliveries'`,
  );
  return rows[0]?.looked ?? 0;
};

/** Claims one: whose it is, of which stream, and at how many rows the database looked for it. */
const claim = async (now = clock.now) => {
  const client = await bench.parts.pool.connect();
  try {
    const before = await looked(client);
    const claimed = await claimDelivery(client, { now, leaseMs: 60_000, channels: ['email', 'webhook'] });
    const { recipient, stream, version } = claimed ?? {};
    return { recipient, stream, version, looked: (await looked(client)) - before };
  } finally {
    client.release();
  }
};
/** Puts events of some streams on a webhook's list, the first of each to be tried at another time than the others. */
const waitInStreams = async (
  recipient: string,
  { streams, events }: { readonly streams: number; readonly events: number },
  { firstAt, othersAt }: { readonly firstAt: string; readonly othersAt: string },
): Promise<void> => {
  await bench.parts.pool.query(
    `INSERT INTO reminders.deliveries (tenant, key, channel, recipient, event_id, stream, version, next_at, state)
     SELECT $1, 'held_' || s || '_' || v, 'webhook', $2, gen_random_uuid(), 'held-' || s, v,
       CASE WHEN v = 1 THEN $5::timestamptz ELSE $6 END, 'pending'
     FROM generate_series(1, $3::integer) AS s, generate_series(1, $4::integer) AS v`,
    [tenant, recipient, streams, events, firstAt, othersAt],
  );
};
const earlier = '2026-03-02T05:00:00.000Z';
const later = '2026-03-02T07:00:00.000Z';

describe('what is taken in hand next', () => {
  it('is the letter behind thousands of a receiver that has enough in hand, and only a few are looked at', async () => {
    const [busy, kim] = [await webhook(), randomUUID()];
    await wait({ channel: 'webhook', recipient: busy, count: many, inHand: 2 }, earlier);
    await wait({ channel: 'email', recipient: kim, count: 1 });
    const claimed = await claim();
    expect(claimed.recipient).toBe(kim);
    expect(claimed.looked).toBeLessThan(few);
    expect(await claim()).toMatchObject({ recipient: undefined });
  });

  it('is that of another receiver, in the same way', async () => {
    const [busy, other] = [await webhook(), await webhook()];
    await wait({ channel: 'webhook', recipient: busy, count: many, inHand: 2 }, earlier);
    await wait({ channel: 'webhook', recipient: other, count: many });
    const claimed = await claim();
    expect(claimed.recipient).toBe(other);
    expect(claimed.looked).toBeLessThan(few);
  });

  it('is what is due first of all who have room', async () => {
    const [busy, kim] = [await webhook(), randomUUID()];
    await wait({ channel: 'webhook', recipient: busy, count: many, inHand: 1 }, earlier);
    await wait({ channel: 'email', recipient: kim, count: many, inHand: 1 });
    const [first, second, third] = [await claim(), await claim(), await claim()];
    expect([first, second, third].map(({ recipient }) => recipient)).toEqual([busy, kim, undefined]);
    expect(Math.max(first.looked, second.looked)).toBeLessThan(few);
  });

  it.each([
    { streams: 1, events: many },
    { streams: many / 3, events: 3 },
  ])(
    'is what can be sent behind what waits for the first of its stream, which is seen no more till then: %o',
    async (held) => {
      const receiver = await webhook();
      await waitInStreams(receiver, held, { firstAt: later, othersAt: earlier });
      await wait({ channel: 'webhook', recipient: receiver, count: 1 });
      expect(await claim()).toMatchObject({ stream: `webhook_${receiver}_1` });
      const nothing = await claim();
      expect(nothing.stream).toBeUndefined();
      expect(nothing.looked).toBeLessThan(few);
    },
  );

  it('is the first of a stream, and not before it what is put off until then', async () => {
    const receiver = await webhook();
    await waitInStreams(receiver, { streams: 2, events: 20 }, { firstAt: later, othersAt: earlier });
    expect(await claim()).toMatchObject({ stream: undefined });
    const claimed = [await claim(later), await claim(later), await claim(later)];
    expect(claimed.map(({ version }) => version)).toEqual([1, 1, undefined]);
    expect(new Set(claimed.map(({ stream }) => stream)).size).toBe(3);
  });

  it('is that of another stream where one is in hand, and nothing of this one is put off', async () => {
    const receiver = await webhook();
    await waitInStreams(receiver, { streams: 1, events: many }, { firstAt: earlier, othersAt: earlier });
    await wait({ channel: 'webhook', recipient: receiver, count: 1 });
    expect((await claim()).version).toBe(1);
    expect(await claim()).toMatchObject({ stream: `webhook_${receiver}_1` });
    const { rows } = await bench.parts.pool.query(
      `SELECT count(*)::integer AS due FROM reminders.deliveries WHERE stream = 'held-1' AND next_at = $1`,
      [earlier],
    );
    expect(rows).toEqual([{ due: many }]);
  });

  it('is a letter to nobody that can be named, too', async () => {
    await wait({ channel: 'email', recipient: randomUUID(), count: 1 });
    await bench.parts.pool.query('UPDATE reminders.deliveries SET recipient = NULL');
    const claimed = await claimDelivery(bench.parts.pool, { now: clock.now, leaseMs: 60_000, channels: ['email'] });
    expect(claimed?.channel).toBe('email');
  });
});
