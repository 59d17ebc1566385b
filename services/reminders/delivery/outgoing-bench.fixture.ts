import { createSecretKey, randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';

import { createPool } from '@etapp/database';
import { events } from '@etapp/domain';
import { canonicalJson, MemoryStore } from '@etapp/event-store';
import { Box, eventDataToJson, type StreamId, streamName } from '@etapp/kernel';
import { generateMasterKey, keyRing, loadMasterKey, memoryKeyStore, opener, sealer } from '@etapp/privacy';
import { testDatabase } from '@etapp/testing';

import type { Pool } from 'pg';

import { deliverNext, type DeliverParts } from './deliver.js';
import { followMail } from './follow-mail.js';
import { followWebhooks } from './follow-webhooks.js';
import { protectedJudge } from './protected-persons.js';
import { smtpMailer } from './send-mail.js';
import { addWebhook, type Webhook } from './webhooks.js';

/** The municipality of the specs. */
export const tenant = '0197e7a0-0c11-7000-8000-000000000001';

/** Two secrets that sign, newest last. */
export const secrets = ['former secret of the specs', 'newest secret of the specs'].map((text) =>
  createSecretKey(Buffer.from(text.padEnd(32, '.'))),
);

/** What a fact says besides its data. */
type Fact = {
  readonly type: string;
  /** Whom it is about; '' is nobody. Default: somebody with the stream's id. */
  readonly about?: string;
  readonly stream: Partial<StreamId> & { id: string };
  readonly data: object;
  /** Default: when it is recorded. */
  readonly occurredAt?: string;
};

/** A clock that specs set. */
export const clock = { now: '2026-03-02T06:00:00.000Z' };

/** Moves the clock on by milliseconds. */
export const elapse = (ms: number): void => {
  clock.now = new Date(Date.parse(clock.now) + ms).toISOString();
};

const personalMark = { sensitivity: 'personal', freeText: false } as const;

/** A closed box, as a command brings it. */
export const closed = (value: string): Box<string> => Box.plain(value, personalMark);

const logOf = (store: MemoryStore, seal: ReturnType<typeof sealer>) => {
  const versions = new Map<string, number>();
  return async ({ type, about, stream: { id, category = 'case', tenant: owner = tenant }, ...fact }: Fact) => {
    const { data, occurredAt = clock.now } = fact;
    const stream = { category, tenant: owner, id };
    const [name, eventId] = [streamName(stream), randomUUID()];
    const version = (versions.get(name) ?? 0) + 1;
    versions.set(name, version);
    const target = { tenant: owner, subjectId: id, stream: name, eventId, type, schemaVersion: 1 };
    const sealed = eventDataToJson(await seal.seal(target, data));
    const actor = { userId: id, role: 'labourMarketCaseworker', partyKind: 'labourMarketAdministration' };
    const header = {
      ...{ id: eventId, type, version, stream: name, schemaVersion: 1, actor, occurredAt },
      subjectId: about === '' ? undefined : (about ?? id),
      ...{ causationId: 'spec', correlationId: '0197e7a0-0c0f-7000-8000-000000000001', command: 'Spec' },
    };
    const stored = {
      id: eventId,
      type,
      header: canonicalJson(header),
      data: canonicalJson(sealed),
      link: '0'.repeat(64),
    };
    await store.append({ stream, expectedVersion: version - 1, events: [stored], recordedAt: clock.now });
    return eventId;
  };
};

/** A row of the list that is still to be sent. */
type Pending = { key: string; error: string | null; attempts: number; items: number; next_at: Date };

const stillPending = `
  SELECT key, error, attempts, items, next_at FROM reminders.deliveries WHERE state = 'pending' ORDER BY next_at, key`;

const emptied = async (pool: Pool): Promise<void> => {
  await pool.query(`UPDATE reminders.deliveries SET state = 'void' WHERE state IN ('pending', 'dead')`);
  await pool.query(`UPDATE reminders.webhooks SET state = 'ended'`);
};

type On = { readonly store: MemoryStore; readonly pool: Pool; readonly hosts: readonly string[] };

const partsOn = ({ store, pool, hosts }: On): DeliverParts => ({
  ...{ store, pool, catalogue: events, secrets, origin: 'etapp.example', mail: undefined, leaseMs: 60_000 },
  ...{ isProtected: protectedJudge(store), keepDays: 30 },
  now: () => clock.now,
  rules: { allowedHosts: () => hosts, development: true, resolve: (host) => lookup(host, { all: true }) },
  limits: { timeoutMs: 5_000 },
  chance: () => 0.5,
});

/** A log in memory, the real tables, and everything that sends, as parts that specs replace. */
export const outgoingBench = async () => {
  const database = await testDatabase();
  const limits = { max: 10, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 };
  const pool = createPool({ url: database.urls.reminders, name: 'delivery-spec', ...limits });
  const store = new MemoryStore();
  const keyStore = memoryKeyStore();
  const wrapping = loadMasterKey({ env: generateMasterKey() });
  const ring = keyRing({ store: keyStore, wrapping, now: () => clock.now });
  const hosts: string[] = [];
  const parts = partsOn({ store, pool, hosts });
  return {
    ...{ parts, hosts, keyStore },
    record: logOf(store, sealer(ring)),
    withMail: (url: string, { totalMs = 20_000 } = {}): DeliverParts => {
      const mailer = smtpMailer(url, { timeoutMs: 5_000, totalMs });
      const sender = { from: 'etapp@kommunen.example', publicUrl: 'https://etapp.example/' };
      return { ...parts, mail: { store, catalogue: events, opener: opener(ring), mailer, ...sender } };
    },
    /** Brings the list up to the log. */
    fold: async (): Promise<void> => {
      for (let more = true; more;) more = (await followMail(parts)) || (await followWebhooks(parts));
    },
    tell: async (url: string, more: Partial<Webhook> = {}): Promise<Webhook> => {
      const position = await store.head();
      const asked = { tenant, webhookId: randomUUID(), url, types: [], signature: 'v1a', position } as const;
      const webhook = { ...asked, ...more };
      await addWebhook(pool, webhook, { now: clock.now });
      return { ...webhook, state: 'unconfirmed' };
    },
    /** What is still to be sent, first what is due first. */
    pending: async () => (await pool.query<Pending>(stillPending)).rows,
    empty: async (): Promise<void> => {
      await emptied(pool);
      hosts.length = 0;
    },
    close: async (): Promise<void> => {
      await pool.end();
      await database.close();
    },
  };
};

/** The bench, as specs hold it. */
export type OutgoingBench = Awaited<ReturnType<typeof outgoingBench>>;

/** Sends what is due until nothing is. */
export const deliverAll = async (parts: DeliverParts): Promise<void> => {
  for (let more = true; more;) more = await deliverNext(parts);
};
