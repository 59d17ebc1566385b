// One rebuild, and the bare read it is compared with, in a process of its own: what it holds at most is then its own.
import { parseArgs } from 'node:util';

import { createPool } from '@etapp/database';
import { events as catalogue } from '@etapp/domain';
import { PostgresStore } from '@etapp/event-store';
import { rebuild } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import type { Pool } from 'pg';

import { ownCpu } from './cpu.js';

const { values: options } = parseArgs({
  options: { url: { type: 'string', default: '' }, projection: { type: 'string', default: '' } },
});
const { url } = options;
const bareBatch = 1_000;
const asText = { getTypeParser: () => (text: string) => text };

const bareRead = async (pool: Pool): Promise<number> => {
  let [after, seen, found] = ['0', 0, bareBatch];
  while (found === bareBatch) {
    const { rows } = await pool.query<string[]>({
      name: 'bare',
      text: `SELECT position, recorded_at, stream, version, id, type, header, data, link FROM log.events
        WHERE position > $1 ORDER BY position LIMIT ${bareBatch}`,
      values: [after],
      rowMode: 'array',
      types: asText,
    });
    after = rows.at(-1)?.[0] ?? after;
    found = rows.length;
    seen += found;
  }
  return seen;
};

const timed = async <T>(work: () => Promise<T>) => {
  const [began, cpu] = [performance.now(), ownCpu()];
  const result = await work();
  return { result, seconds: (performance.now() - began) / 1_000, cpuSeconds: ownCpu() - cpu };
};

const limits = { statementTimeoutMs: 120_000, lockTimeoutMs: 5_000 };
const pool = createPool({ url, max: 3, name: 'bench', ...limits });
const store = new PostgresStore({ url, name: 'bench', readers: 2, statementTimeoutMs: 120_000 });

const report = async () => {
  if (options.projection === '') {
    const { result, ...figures } = await timed(() => bareRead(pool));
    return { events: result, ...figures };
  }
  const projection = projections.find(({ name }) => name === options.projection);
  if (projection === undefined) throw new Error(`no projection ${options.projection}`);
  const engine = { catalogue, projection, pool, store, now: () => new Date().toISOString() };
  const { result, ...figures } = await timed(() => rebuild(engine, { signal: new AbortController().signal }));
  const { rows } = await pool.query<{ parked: number; rows: number; events: number }>(
    `SELECT parked, events::integer, (SELECT count(*)::integer FROM read.${projection.name}_v${projection.version}) AS rows
     FROM engine.slots WHERE name = $1 AND version = $2 AND state = 'live'`,
    [projection.name, projection.version],
  );
  if (result !== 'switched' || rows[0]?.parked !== 0) throw new Error(`${result}, ${JSON.stringify(rows[0])}`);
  return { events: rows[0].events, rows: rows[0].rows, ...figures };
};

const figures = await report();
await Promise.all([pool.end(), store.close()]);
const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ ...figures, peakMegabytes }));
