// Durable appends of one event through the event store against one INSERT per transaction through bare `pg`.
// How it is measured and run: README.md.
import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { parseArgs } from 'node:util';

import { createPool, withClient } from '@etapp/database';
import { type Append, canonicalJson, PostgresStore } from '@etapp/event-store';
import { streamName } from '@etapp/kernel';

import { throwAwayDatabase, type ThrowAwayDatabase } from '../throw-away-database.js';
import { median, rateOf } from './figures.js';
import { sealing } from './sealed-appends.js';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    pairs: { type: 'string', default: '5' },
    milliseconds: { type: 'string', default: '2000' },
  },
});
const [pairs, milliseconds] = [Number(options.pairs), Number(options.milliseconds)];
const inFlight = [1, 8, 32];
const streamCount = 1_000;

const tenant = randomUUID();
const data = canonicalJson({
  ...{ planId: randomUUID(), nextStepOn: '2026-03-02' },
  reason: { $sealed: 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4' },
});

const link = createHash('sha256').update(data).digest('hex');
const sampleHeader = canonicalJson({
  ...{ id: 'ID', type: 'PlanRevised', schemaVersion: 1, stream: 'STREAM', occurredAt: '2026-03-02T09:00:00.000Z' },
  actor: { userId: tenant, role: 'caseworker', partyKind: 'municipality' },
  ...{ version: 1, correlationId: randomUUID(), causationId: randomUUID(), command: 'RevisePlan' },
});

/** One-event appends that go round a thousand streams. */
const appendsOf = (): (() => Append) => {
  const streams = Array.from({ length: streamCount }, () => ({ category: 'case', tenant, id: randomUUID() }));
  let count = 0;
  return () => {
    const stream = streams[count % streamCount] ?? { category: 'case', tenant, id: randomUUID() };
    const expectedVersion = Math.floor(count / streamCount);
    count += 1;
    const id = randomUUID();
    const header = sampleHeader.replace('ID', id).replace('STREAM', streamName(stream));
    const recordedAt = new Date().toISOString();
    return { stream, expectedVersion, recordedAt, events: [{ id, type: 'PlanRevised', header, data, link }] };
  };
};

const insert = {
  name: 'insert',
  text: `INSERT INTO bare (recorded_at, tenant, id, version, category, stream, type, link, header, data)
    VALUES ($1, $2, $3, $4, $5, $6, $7, decode($8, 'hex'), $9, $10) RETURNING position`,
};

async function bareRate(database: ThrowAwayDatabase, callers: number): Promise<number> {
  const limits = { statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 };
  const pool = createPool({ url: database.superuserUrl, max: callers, name: 'bare', ...limits });
  const nextAppend = appendsOf();
  const operation = () => {
    const { stream, expectedVersion, recordedAt, events } = nextAppend();
    const [{ id, type, header }] = events;
    const place = [recordedAt, stream.tenant, id, expectedVersion + 1, stream.category, streamName(stream), type];
    return pool.query({ ...insert, values: [...place, link, header, data] });
  };
  // Connections are open, statements prepared and code compiled before the clock runs.
  await rateOf(callers, 300, operation);
  const rate = await rateOf(callers, milliseconds, operation);
  await pool.end();
  return rate;
}

async function storeRate(
  database: ThrowAwayDatabase,
  callers: number,
  prepare: (append: Append) => Append | Promise<Append>,
): Promise<number> {
  const store = new PostgresStore({ url: database.urlOf('api'), name: 'store' });
  const nextAppend = appendsOf();
  const operation = async () => store.append(await prepare(nextAppend()));
  await rateOf(callers, 300, operation);
  const rate = await rateOf(callers, milliseconds, operation);
  await store.close();
  return rate;
}

type Figures = {
  inFlight: number;
  bare: number[];
  store: number[];
  sealed: number[];
  bareMedian: number;
  storeMedian: number;
  sealedMedian: number;
  ratio: number;
};

async function compare(database: ThrowAwayDatabase, callers: number): Promise<Figures> {
  const [bare, store, sealed]: [number[], number[], number[]] = [[], [], []];
  for (let pair = 0; pair < pairs; pair += 1) {
    // Who goes first alternates too: what one leaves behind (dirty pages, a checkpoint) meets both.
    const first = pair % 2 === 0;
    if (first) bare.push(await bareRate(database, callers));
    store.push(await storeRate(database, callers, (append) => append));
    sealed.push(await storeRate(database, callers, sealing()));
    if (!first) bare.push(await bareRate(database, callers));
  }
  const [bareMedian, storeMedian, sealedMedian] = [median(bare), median(store), median(sealed)];
  const ratio = storeMedian / bareMedian;
  return { inFlight: callers, bare, store, sealed, bareMedian, storeMedian, sealedMedian, ratio };
}

const database = await throwAwayDatabase();
try {
  const settings = await withClient(database.superuserUrl, async (client) => {
    // The same columns, keys and checks as the log, without its trigger and row-level security.
    await client.query('CREATE TABLE bare (LIKE log.events INCLUDING ALL)');
    await client.query('ALTER TABLE bare ALTER position ADD GENERATED ALWAYS AS IDENTITY');
    const { rows } = await client.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_settings
       WHERE name IN ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method')`,
    );
    return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  });
  const figures: Figures[] = [];
  for (const callers of inFlight) figures.push(await compare(database, callers));
  const rows = figures.map(({ inFlight: callers, bareMedian, storeMedian, sealedMedian, ratio }) => ({
    ...{ 'in flight': callers, 'bare appends/s': Math.round(bareMedian), 'store appends/s': Math.round(storeMedian) },
    ratio: Number(ratio.toFixed(2)),
    'sealed and linked/s': Math.round(sealedMedian),
    'its ratio': Number((sealedMedian / bareMedian).toFixed(2)),
  }));
  console.table(rows);
  const machine = { cores: cpus().length, model: cpus()[0]?.model, platform: platform(), arch: arch() };
  const report = {
    date: new Date().toISOString(),
    node: process.version,
    machine,
    settings,
    pairs,
    milliseconds,
    figures,
  };
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
} finally {
  await database.remove();
}
