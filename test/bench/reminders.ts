// Ten thousand reminders that are due at the same moment, while people work. How it is measured and run: README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { withClient } from '@etapp/database';
import { z } from 'zod';

import { startRedis } from '../faults/reminders/servers.js';
import { throwAwayDatabase, type ThrowAwayDatabase } from '../throw-away-database.js';
import { type Child, startChild } from './child.js';
import { hangUp } from './load.js';
import { conditionsOf, writeReport } from './report.js';
import { aheadFor, asked, dueAt, foundTown } from './ringing-town.js';
import { rungIn, watchRings } from './rings.js';
import { latencyOf, steadyLoad } from './steady-load.js';
import { workIn } from './worked-cases.js';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    backend: { type: 'string', multiple: true, default: ['postgres', 'redis'] },
    reminders: { type: 'string', default: '10000' },
    requests: { type: 'string', default: '20' },
    lead: { type: 'string', default: '120' },
    before: { type: 'string', default: '40' },
    concurrency: { type: 'string' },
  },
});
const [reminders, perSecond] = [Number(options.reminders), Number(options.requests)];
const [leadMs, beforeMs] = [Number(options.lead) * 1_000, Number(options.before) * 1_000];
const inFlight = 32;
const longestMs = 600_000;

type Stand = { readonly database: ThrowAwayDatabase; readonly redis: string | undefined; readonly folder: string };

const Announced = z.object({ bell: z.object({ reachable: z.literal(true), delayed: z.number() }) });

/** Starts the worker so long before all are due, and waits until its bell was asked. */
const announce = async (worker: Child, { database, redis }: Stand, aheadMs: number): Promise<void> => {
  await worker.ask('clock', aheadMs);
  await worker.ask('start', {
    ETAPP_REMINDERS_DATABASE_URL: database.urlOf('reminders'),
    ...(redis === undefined ? {} : { REDIS_URL: redis }),
    ...(options.concurrency === undefined ? {} : { ETAPP_REMINDERS_CONCURRENCY: options.concurrency }),
  });
  const began = performance.now();
  // Of all that are due at the same instant the bell is asked for a few.
  for (let asked = 0; asked === 0;) {
    await delay(500);
    const { bell } = Announced.parse(await worker.ask('health'));
    asked = bell.delayed;
    if (performance.now() - began > leadMs - beforeMs) throw new Error('nothing is announced: give more --lead');
  }
};

/** Processor seconds of each process, and what they were while something was done. */
const cpuOf = async (children: Readonly<Record<string, Child>>): Promise<Record<string, number>> =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(children).map(async ([name, child]): Promise<[string, number]> => [
        name,
        Number(await child.ask('cpu')),
      ]),
    ),
  );
const since = (after: Record<string, number>, before: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([name, cpu]) => [name, cpu - (before[name] ?? 0)]));

type Children = { readonly etapp: Child; readonly worker: Child; readonly projector: Child; readonly bare: Child };

const bareInserts = (bare: Child, { superuserUrl: url }: ThrowAwayDatabase): Promise<number> =>
  withClient(url, async (client) => {
    // The same columns, keys and checks as the log, without its trigger and row-level security.
    await client.query('CREATE TABLE bare (LIKE log.events INCLUDING ALL)');
    await client.query('ALTER TABLE bare ALTER position ADD GENERATED ALWAYS AS IDENTITY');
    return Number(await bare.ask('run', { url, inserts: reminders, inFlight }));
  });

const measure = async ({ etapp, worker, projector, bare }: Children, stand: Stand) => {
  const { database } = stand;
  const url = String(await etapp.ask('start', { api: database.urlOf('api'), keys: database.urlOf('keys') }));
  await foundTown(database, etapp, reminders);
  const aheadMs = aheadFor(dueAt) - leadMs;
  const due = performance.now() + leadMs;
  await etapp.ask('clock', aheadMs);
  await projector.ask('start', { url: database.urlOf('projector'), names: asked.map(({ name }) => name) });
  const requests = await workIn(url, etapp);
  await announce(worker, stand, aheadMs);
  const load = steadyLoad(perSecond, requests);
  await delay(due - performance.now());
  const processes = { etapp, worker, projector };
  const cpu = await cpuOf(processes);
  const rungAt = await watchRings(database.superuserUrl, { reminders, longestMs });
  const spent = since(await cpuOf(processes), cpu);
  const bareBegan = performance.now();
  const bareMs = await bareInserts(bare, database);
  const bareEnded = performance.now();
  await load.stop();
  const before = latencyOf(load, due - beforeMs, due);
  const meanwhile = latencyOf(load, due, rungAt);
  const [seconds, bareSeconds] = [(rungAt - due) / 1_000, bareMs / 1_000];
  return {
    ...{ backend: stand.redis === undefined ? 'postgres' : 'redis', reminders, seconds, bareSeconds },
    ...{ ratio: bareSeconds / seconds, before, meanwhile, slower: meanwhile.p99 / before.p99 },
    ...{ duringBare: latencyOf(load, bareBegan, bareEnded), cpuSeconds: spent },
    ...{ ...(await rungIn(database.superuserUrl)), troubles: await worker.ask('troubles') },
  };
};

const run = async (backend: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'etapp-ringing-'));
  const database = await throwAwayDatabase();
  const redis = backend === 'redis' ? await startRedis(folder) : undefined;
  const own = { ownSession: true };
  const children = {
    etapp: startChild('api-child.ts', own),
    worker: startChild('reminders-child.ts', own),
    projector: startChild('projector-child.ts', own),
    bare: startChild('bare-inserts-child.ts', own),
  };
  try {
    const figures = await measure(children, { database, redis: redis?.url, folder });
    return { figures, conditions: await conditionsOf(database.superuserUrl) };
  } finally {
    await Promise.all(Object.values(children).map((child) => child.stop()));
    await redis?.close();
    await database.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};

const results = [];
try {
  for (const backend of options.backend) results.push(await run(backend));
} finally {
  hangUp();
}
const figures = results.map((result) => result.figures);
console.dir(figures, { depth: 4 });
writeReport(options.json, { ...results.at(-1)?.conditions, requestsPerSecond: perSecond, figures });
