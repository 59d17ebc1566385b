import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { withClient } from '@etapp/database';
import type { EventStore } from '@etapp/event-store';
import { waitFor } from '@etapp/testing';

import type { Deployment } from './two-logs.fixture.js';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const program = ['--conditions=development', '--import', here('../sources.mjs'), here('../../services/cli/main.ts')];
const patienceMs = 600_000;

/** From which log to which, and whose checkpoints and read models go along. */
export type Ends = {
  readonly from: Pick<Deployment, 'logUrl'>;
  readonly to: Pick<Deployment, 'logUrl' | 'store'>;
  readonly database: Deployment['database'];
};

/** How a process ended, and what it said. */
type Ended = { readonly code: number | null; readonly signal: string | null; readonly said: string };

/** What is planted here is planted there. */
const planted = process.env['ETAPP_PLANTED'];

const environmentOf = ({ from, to, database }: Ends): Readonly<Record<string, string>> => ({
  ...{ PATH: process.env['PATH'] ?? '', LANG: 'en_GB.UTF-8' },
  ...(planted === undefined ? {} : { ETAPP_PLANTED: planted }),
  ETAPP_PROJECTOR_DATABASE_URL: database.urls.projector,
  ETAPP_MIGRATION_DATABASE_URL: database.superuserUrl,
  ETAPP_MOVE_FROM_URL: from.logUrl,
  ETAPP_MOVE_TO_URL: to.logUrl,
});

/** `etapp migrate-log` in a process of its own, by the command line's own `main.ts`. */
export const startMove = (ends: Ends) => {
  const child = spawn(process.execPath, [...program, 'migrate-log', '--json', '--quiet'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentOf(ends),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'close').then((): Ended => ({ code: child.exitCode, signal: child.signalCode, said }));
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return { ended, isOver, kill: () => void child.kill('SIGKILL') };
};

/** Counts a log's events as they come. */
const counter = (store: EventStore) => {
  let [after, events] = [store.start, 0];
  return async (): Promise<number> => {
    for (let atHead = false; !atHead;) {
      const page = await store.readAll(after, {}, 1_000);
      events += page.events.length;
      ({ upTo: after, atHead } = page);
    }
    return events;
  };
};

/** A place in a move at which its process is to die. */
type Place = (ends: Ends) => () => Promise<boolean>;

/** The target holds so many events. */
export const holding =
  (events: number): Place =>
  ({ to }) => {
    const count = counter(to.store);
    return async () => (await count()) >= events;
  };

/** The record that the move is complete stands, and so many read models were built since. */
export const recordedAndBuilt =
  (readModels: number): Place =>
  ({ to, database }) =>
  async () => {
    const [newest] = (await to.store.generations()).toReversed();
    if (newest === undefined || newest.moved === null) return false;
    return withClient(database.superuserUrl, async (client) => {
      const { rows } = await client.query<{ built: number }>(
        `SELECT count(*)::int AS built FROM app.log_generation g, engine.slots s
         WHERE g.id = $1 AND s.state = 'live' AND s.position = $2`,
        [newest.id, newest.moved?.to],
      );
      return (rows[0]?.built ?? 0) >= readModels;
    });
  };

/** Runs the move and kills its process at a place. */
export const killedAt = async (ends: Ends, place: Place): Promise<Ended> => {
  const reached = place(ends);
  const moving = startMove(ends);
  const due = async (): Promise<boolean> => moving.isOver() || (await reached());
  await waitFor(due, { timeoutMs: patienceMs, intervalMs: 5 });
  moving.kill();
  return moving.ended;
};
