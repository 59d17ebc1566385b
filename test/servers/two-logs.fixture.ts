import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

import { createPool } from '@etapp/database';
import { events as catalogue } from '@etapp/domain';
import {
  type Append,
  canonicalJson,
  type EventStore,
  EventStoreDbStore,
  type NewStoredEvent,
  type OpenEventStore,
  PostgresStore,
} from '@etapp/event-store';
import { parseStreamName } from '@etapp/kernel';
import { installProjections, rebuild, runProjections } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { testDatabase, type TestDatabase, testEventStoreDbLog, testLogPlace, waitFor } from '@etapp/testing';
import type { Pool } from 'pg';
import { z } from 'zod';

import { caseLog } from '../bench/case-log.js';

/** Which of the two it is, for the output of the tests. */
export const nodeName = testLogPlace;

/** A log, and a database that its read models are kept in. */
export type Deployment = {
  readonly store: OpenEventStore;
  /** Where another process finds the log. */
  readonly logUrl: string;
  readonly database: TestDatabase;
  readonly pool: Pool;
  readonly close: () => Promise<void>;
};

/** The tests look on beside a move, which tells its own connections by such names from those of programs at work. */
const name = 'etapp-migrate-log-spec';
const prepare = { name: 'projections', run: (url: string) => installProjections(url, projections) };

const deployed = async (
  logFor: (database: TestDatabase) => Pick<Deployment, 'store' | 'logUrl'>,
): Promise<Deployment> => {
  const database = await testDatabase({ prepare });
  const { store, logUrl } = logFor(database);
  const timeouts = { statementTimeoutMs: 20_000, lockTimeoutMs: 5_000 };
  const pool = createPool({ url: database.urls.projector, name, max: projections.length + 4, ...timeouts });
  const close = async () => {
    await Promise.all([pool.end(), store.close()]);
    await database.close();
  };
  return { store, logUrl, database, pool, close };
};

/** The log in PostgreSQL. */
export const onPostgres = (): Promise<Deployment> =>
  deployed(({ urls: { projector: url } }) => ({ store: new PostgresStore({ url, name }), logUrl: url }));

/** The log in EventStoreDB, a log of its own: on the real node if there is one. */
export const onEventStoreDb = async (): Promise<Deployment> => {
  const { url: logUrl, close: closeLog } = await testEventStoreDbLog();
  const store = new EventStoreDbStore({ url: logUrl, name: 'spec', markEvery: 100 });
  const deployment = await deployed(() => ({ store, logUrl }));
  const close = async () => {
    await deployment.close();
    await closeLog();
  };
  return { ...deployment, close };
};

const Header = z.looseObject({});
const Golden = z.object({ header: z.looseObject({ type: z.string(), stream: z.string() }), data: z.unknown() });

/** Every version of every event that was ever published, in a log of their own making. */
const published = (): { stream: string; type: string; header: string; data: string }[] => {
  const folder = new URL('../golden/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => Golden.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))))
    .map(({ header, data }) => {
      const { stream, type } = header;
      return { stream, type, header: canonicalJson(header), data: canonicalJson(data) };
    });
};

const eventOf = ({ type, header, data }: Pick<NewStoredEvent, 'type' | 'header' | 'data'>): NewStoredEvent => {
  const link = createHash('sha256').update(header).update(data).digest('hex');
  return { id: randomUUID(), type, header, data, link };
};

/** Appends of a made-up municipality's cases, then of every published event, some of which no fold can take. */
export const appends = (): Append[] => {
  const versions = new Map<string, number>();
  const cases = caseLog({ events: 240, courses: ['meeting', 'referral', 'placement', 'begun'], open: 9, series: 1 });
  return [...cases, ...published()].map((row, index) => {
    const expectedVersion = versions.get(row.stream) ?? 0;
    versions.set(row.stream, expectedVersion + 1);
    const recordedAt = new Date(Date.UTC(2026, 2, 2, 9, 0, index)).toISOString();
    // Published headers name the version of the example that they are.
    const header = canonicalJson({ ...Header.parse(JSON.parse(row.header)), version: expectedVersion + 1 });
    return { stream: parseStreamName(row.stream), expectedVersion, events: [eventOf({ ...row, header })], recordedAt };
  });
};

const engineOf = ({ store, pool }: Deployment) => ({ catalogue, store, pool, now: () => '2026-04-01T12:00:00.000Z' });

/** Keeps the read models while `work` is done, until they have seen the whole log. */
export const followedWhile = async (deployment: Deployment, work: () => Promise<void>): Promise<void> => {
  const { store, pool } = deployment;
  const ending = new AbortController();
  const troubles: unknown[] = [];
  const options = {
    signal: ending.signal,
    batchSize: 50,
    onTrouble: (_name: string, error: unknown) => void troubles.push(error),
  };
  const running = runProjections(engineOf(deployment), projections, options);
  const caughtUp = async (): Promise<boolean> => {
    const head = await store.head();
    const { rows } = await pool.query<{ position: string | null }>(
      `SELECT position FROM engine.slots WHERE state = 'live'`,
    );
    return troubles.length > 0 || rows.every(({ position }) => store.compare(position ?? store.start, head) >= 0);
  };
  try {
    await work();
    await waitFor(caughtUp, { timeoutMs: 60_000, intervalMs: 100 });
  } finally {
    ending.abort();
    await running;
  }
  if (troubles.length > 0) throw troubles[0];
};

/** Builds every read model anew. */
export const rebuildAll = async (deployment: Deployment): Promise<void> => {
  const { signal } = new AbortController();
  for (const projection of projections)
    await rebuild({ ...engineOf(deployment), projection }, { signal, pageSize: 70 });
};

type WithRows = { readonly database: Pick<TestDatabase, 'superuserUrl'> };

/** All rows of all read models, as the tables have them, and which keys are parked for what event. */
export const allRows = async ({ database }: WithRows): Promise<Readonly<Record<string, readonly unknown[]>>> => {
  const pool = createPool({
    url: database.superuserUrl,
    name: 'spec',
    max: 1,
    statementTimeoutMs: 20_000,
    lockTimeoutMs: 5_000,
  });
  const query = async (text: string): Promise<unknown[]> =>
    (await pool.query<{ row: unknown }>(text)).rows.map(({ row }) => row);
  const Slot = z.object({ name: z.string(), version: z.number(), slot: z.string() });
  try {
    const slots = await query(`SELECT to_jsonb(s) AS row FROM engine.slots s WHERE state = 'live' ORDER BY name`);
    const tables = slots.map((slot) => Slot.parse(slot));
    const rows: [string, unknown[]][] = [];
    for (const { name, version, slot } of tables)
      rows.push([
        name,
        await query(`SELECT to_jsonb(t) AS row FROM read.${name}_v${version}_${slot} t ORDER BY tenant, key`),
      ]);
    rows.push([
      'parked',
      await query(`SELECT jsonb_build_array(name, tenant, key, event_type) AS row FROM engine.parked ORDER BY 1`),
    ]);
    return Object.fromEntries(rows);
  } finally {
    await pool.end();
  }
};

/** A log, one text an event, without what each log gives for itself. */
export const bytesOf = async ({ store }: { readonly store: EventStore }): Promise<string[]> => {
  const { events } = await store.readAll(store.start, {}, 10_000);
  return events.map(({ position: _position, ...event }) => canonicalJson(event));
};
