import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { createPool, roleUrl, startEmbeddedPostgres, withClient } from '@etapp/database';
import { PostgresStore } from '@etapp/event-store';
import { createPositionWaiter } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { projectorConnections, startProjector } from '@etapp/projector';

const sources = ['--conditions=development', '--import', './test/sources.mjs'];

/** Starts the command line in a process of its own. */
export const etapp = (argv: readonly string[], more: Readonly<Record<string, string>> = {}): ChildProcess =>
  spawn(process.execPath, [...sources, 'services/cli/main.ts', '--quiet', ...argv], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, LANG: 'en_GB.UTF-8', ETAPP_MODE: 'development', ...more },
  });

/** Waits until a process has ended. */
export const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));

/** Runs the command line. Throws if it does not end with 0. */
export const run = async (argv: readonly string[]): Promise<void> => {
  const code = await ended(etapp(argv));
  if (code !== 0) throw new Error(`etapp ${argv.join(' ')} ended with ${code}`);
};

/** Connections of a database by role. */
export type Urls = { readonly superuser: string; readonly projector: string; readonly reminders: string };

/** Connections of the embedded server of a data folder, which is started if it does not run. */
export const openFolder = async (folder: string): Promise<Urls & { readonly stop: () => Promise<void> }> => {
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  const url = (role: 'projector' | 'reminders'): string => roleUrl(server.superuserUrl, role, 'etapp');
  const database = new URL(server.superuserUrl);
  database.pathname = '/etapp';
  const urls = { superuser: database.href, projector: url('projector'), reminders: url('reminders') };
  return { ...urls, stop: () => server.stop() };
};

/** The server is gone at once, as when its machine is. */
export const killServer = async (folder: string): Promise<void> => {
  const file = join(folder, 'postgres', 'postmaster.pid');
  const [pid = ''] = readFileSync(file, 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
  for (; existsSync(`/proc/${pid}`);) await delay(10);
};

const now = (): string => new Date().toISOString();

/** Lets every read model catch up with the log; answers the seconds that took. */
export const project = async ({ projector: url }: Pick<Urls, 'projector'>): Promise<number> => {
  const began = performance.now();
  const store = new PostgresStore({ url, name: 'drill-log' });
  const limits = { statementTimeoutMs: 60_000, lockTimeoutMs: 10_000 };
  const pool = createPool({ url, name: 'drill', max: projectorConnections + 2, ...limits });
  const onTrouble = (name: string, error: unknown): void => console.error(name, error);
  const projector = startProjector({ store, pool, now, onTrouble });
  const waiter = createPositionWaiter({ pool, store });
  const there = await waiter.waitFor(projections, await store.head(), { timeoutMs: 900_000 });
  if (!there) throw new Error('the read models did not catch up');
  await waiter.close();
  await projector.stop();
  await store.close();
  await pool.end();
  return (performance.now() - began) / 1_000;
};

/** Every row that readers see, as text in order, by read model. */
export const rowsOf = ({ superuser }: Pick<Urls, 'superuser'>): Promise<ReadonlyMap<string, readonly string[]>> =>
  withClient(superuser, async (client) => {
    const views = await client.query<{ name: string }>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.views WHERE table_schema = 'read' ORDER BY 1`,
    );
    const rows = new Map<string, readonly string[]>();
    for (const { name } of views.rows) {
      const found = await client.query<{ row: string }>(
        `SELECT to_jsonb(v)::text AS row FROM read.${name} v ORDER BY 1`,
      );
      rows.set(
        name,
        found.rows.map(({ row }) => row),
      );
    }
    return rows;
  });

/** Rows that only one of two has, counted over all read models. */
export const differences = (a: ReadonlyMap<string, readonly string[]>, b: ReadonlyMap<string, readonly string[]>) => {
  let [rows, differing] = [0, 0];
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const [left, right] = [new Set(a.get(name)), new Set(b.get(name))];
    rows += left.size;
    differing += [...left].filter((row) => !right.has(row)).length + [...right].filter((row) => !left.has(row)).length;
  }
  return { readModels: a.size, rows, differing };
};

/** The newest position, and how many reminders were fired, each of them once or not. */
export const logOf = ({ superuser }: Pick<Urls, 'superuser'>) =>
  withClient(superuser, async (client) => {
    const { rows } = await client.query<{ head: number; fired: number; distinct_fired: number }>(
      `SELECT coalesce(max(position), 0)::int AS head,
              (count(*) FILTER (WHERE type = 'ReminderFired'))::int AS fired,
              (count(DISTINCT data::jsonb ->> 'reminderId') FILTER (WHERE type = 'ReminderFired'))::int AS distinct_fired
       FROM log.events`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('no answer');
    return row;
  });
