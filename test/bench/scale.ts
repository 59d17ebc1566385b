// What growth costs: appends and reads of a log of 10^4 to 10^7 events, its size on disk, and read models by their number.
// How it is measured and run: README.md.
import { parseArgs } from 'node:util';

import { createPool, withClient } from '@etapp/database';
import { events as catalogue } from '@etapp/domain';
import { PostgresStore } from '@etapp/event-store';
import { installProjections, rebuild } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';

import { throwAwayDatabase } from '../throw-away-database.js';
import { caseLog } from './case-log.js';
import { fillLog } from './fill-log.js';
import { conditionsOf, writeReport } from './report.js';
import { linesOf } from './scale-measures.js';
import { compareAt } from './scale-on-postgres.js';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    sizes: { type: 'string', default: '10000,100000,1000000,10000000' },
    milliseconds: { type: 'string', default: '5000' },
    /** The size at which read models are built by their number. */
    projected: { type: 'string', default: '100000' },
  },
});
const sizes = options.sizes.split(',').map(Number);
const milliseconds = Number(options.milliseconds);
const counts = [1, 4, 9, projections.length];

const database = await throwAwayDatabase();
const { superuserUrl } = database;

/** Bytes an event takes in the table (with what is stored out of line) and in the indexes. */
const bytesPerEvent = (events: number) =>
  withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ table: number; indexes: number }>(
      `SELECT pg_table_size('log.events')::float8 AS table, pg_indexes_size('log.events')::float8 AS indexes`,
    );
    const { table = 0, indexes = 0 } = rows[0] ?? {};
    return { log: table / events, indexes: indexes / events };
  });

/** Bytes that all read models take, and in how many rows. */
const readTables = () =>
  withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ name: string; bytes: number; rows: number }>(
      `SELECT s.name, pg_total_relation_size(c.oid)::float8 AS bytes, c.reltuples::float8 AS rows FROM engine.slots s
       JOIN pg_class c ON c.relname = format('%s_v%s_%s', s.name, s.version, s.slot)
       JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'read' WHERE s.state = 'live' ORDER BY s.name`,
    );
    return rows;
  });

/** Seconds in which the first so many read models are built side by side from the whole log, by one process. */
const buildTogether = async (count: number, events: number) => {
  const url = database.urlOf('projector');
  const limits = { max: count * 2 + 2, statementTimeoutMs: 600_000, lockTimeoutMs: 60_000 };
  const pool = createPool({ url, name: 'scale', ...limits });
  const store = new PostgresStore({ url, name: 'scale', statementTimeoutMs: 120_000 });
  const { signal } = new AbortController();
  const engine = { catalogue, pool, store, now: () => new Date().toISOString() };
  const began = performance.now();
  try {
    await Promise.all(projections.slice(0, count).map((projection) => rebuild({ ...engine, projection }, { signal })));
  } finally {
    await Promise.all([pool.end(), store.close()]);
  }
  const seconds = (performance.now() - began) / 1_000;
  return { count, seconds, logEventsPerSecond: events / seconds, foldedPerSecond: (count * events) / seconds };
};

const project = async (events: number) => {
  await installProjections(database.urlOf('owner'), projections);
  const figures = [];
  for (const count of counts) figures.push(await buildTogether(count, events));
  await withClient(superuserUrl, (client) => client.query('VACUUM ANALYZE'));
  return { events, figures, tables: await readTables() };
};

try {
  const figures = [];
  let projected: Awaited<ReturnType<typeof project>> | undefined;
  for (const [series, events] of sizes.entries()) {
    const already = await withClient(superuserUrl, async (client) => {
      const { rows } = await client.query<{ head: number }>(
        'SELECT coalesce(max(position), 0)::float8 AS head FROM log.events',
      );
      return rows[0]?.head ?? 0;
    });
    const began = performance.now();
    const plan = { courses: ['meeting', 'referral', 'placement', 'referral'], open: 2_000, series } as const;
    await fillLog(superuserUrl, caseLog({ ...plan, events: events - already }));
    const fillSeconds = (performance.now() - began) / 1_000;
    const bytes = await bytesPerEvent(events);
    if (events === Number(options.projected)) projected = await project(events);
    const compared = await compareAt(database, events, { milliseconds });
    figures.push({ events, fillSeconds, bytes, compared });
    console.table(linesOf(events, compared));
    console.log(`bytes an event: table ${Math.round(bytes.log)}, indexes ${Math.round(bytes.indexes)}`);
    if (events === Number(options.projected)) console.table(projected?.figures);
    // After each size: the largest takes long, and what is measured before it stays if somebody breaks it off.
    writeReport(options.json, { ...(await conditionsOf(superuserUrl)), milliseconds, figures, projected });
  }
} finally {
  await database.remove();
}
