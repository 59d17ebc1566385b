import { runProgram } from '@etapp/cli';
import { withClient } from '@etapp/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';

import { chance } from '../faults/chance.js';
import { type Ends, holding, killedAt, recordedAndBuilt, startMove } from './killed-move.fixture.js';
import { chainedAppends, logRows } from './moved-log.fixture.js';
import {
  allRows,
  bytesOf,
  type Deployment,
  nodeName,
  onEventStoreDb,
  onPostgres,
  rebuildAll,
} from './two-logs.fixture.js';

const events = Number(process.env['ETAPP_MOVE_EVENTS'] ?? 240);
const kills = Number(process.env['ETAPP_MOVE_KILLS'] ?? 2);
const patience = 3_600_000;
const readModels = 16;

/** Where the processes die: so many times while events are on their way, then while the read models are built. */
const places = (seed: number) => {
  const by = chance(seed);
  const counts = Array.from({ length: kills }, () => 1 + by.below(events - 1)).toSorted((a, b) => a - b);
  return [...counts.map(holding), recordedAndBuilt(by.below(readModels / 2))];
};

/** Moves a log with processes that are killed, until one is left alone. Answers what that one said. */
const movedThrough = async (ends: Ends, seed: number): Promise<unknown> => {
  for (const place of places(seed))
    expect(await killedAt(ends, place)).toEqual({ code: null, signal: 'SIGKILL', said: '' });
  const { code, said } = await startMove(ends).ended;
  expect([code, said]).toEqual([0, expect.stringContaining('"migrate-log"')]);
  return JSON.parse(said);
};

const recorded = async ({ store }: Deployment) => (await store.generations()).map(({ id, moved }) => ({ id, moved }));

const generationIn = ({ database }: Deployment) =>
  withClient(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM app.log_generation');
    return rows.map(({ id }) => id);
  });

/** `etapp verify` on a deployment's log. */
const verified = async ({ logUrl, database }: Pick<Deployment, 'logUrl' | 'database'>) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const exit = await runProgram(['verify', '--json', '--quiet'], {
    environment: {
      ETAPP_PROJECTOR_DATABASE_URL: database.urls.projector,
      ...(logUrl.startsWith('esdb:') ? { ETAPP_EVENT_STORE_URL: logUrl } : {}),
    },
    signal: new AbortController().signal,
    now: () => '2026-04-02T12:00:00.000Z',
    streams: { stdout, stderr, elapsed: () => 0 },
  });
  const said: unknown = JSON.parse(String(stdout.read()));
  return { exit, said };
};

describe(`a move whose process is killed again and again (${nodeName})`, () => {
  let old: Deployment;
  let node: Deployment;
  let back: Deployment;
  let before: Readonly<Record<string, readonly unknown[]>>;
  beforeAll(async () => {
    [old, node, back] = [await onPostgres(), await onEventStoreDb(), await onPostgres()];
    await Promise.all(chainedAppends(events).map((append) => old.store.append(append)));
    await rebuildAll(old);
    before = await allRows(old);
  }, patience);
  afterAll(() => Promise.all([old.close(), node.close(), back.close()]), patience);

  /** Every event once, in its place, and one move that is recorded. */
  const requireWhole = async (moved: { to: Deployment; database: Deployment }, said: unknown): Promise<void> => {
    const { to, database } = moved;
    expect(await bytesOf(to)).toEqual(await bytesOf(old));
    const [begun, complete, ...more] = await recorded(to);
    expect([begun?.moved, more]).toEqual([null, []]);
    expect(complete).toMatchObject({ id: begun?.id, moved: { events } });
    expect(await generationIn(database)).toEqual([complete?.id]);
    expect(said).toMatchObject({ kind: 'migrate-log', events, generation: complete });
    expect(await allRows(database)).toEqual(before);
    const { logUrl } = to;
    expect(await verified({ logUrl, database: database.database })).toMatchObject({
      exit: 0,
      said: { events, findings: [], complete: true },
    });
  };

  it(
    'brings PostgreSQL’s log to EventStoreDB whole: nothing lost, doubled or in another order',
    async () => {
      expect(Object.values(before).flat().length).toBeGreaterThan(100);
      const said = await movedThrough({ from: old, to: node, database: old.database }, kills);
      await requireWhole({ to: node, database: old }, said);
    },
    patience,
  );

  it(
    'brings it back into another PostgreSQL as it was there, row by row',
    async () => {
      const said = await movedThrough({ from: node, to: back, database: back.database }, kills + 1);
      await requireWhole({ to: back, database: back }, said);
      expect(await logRows(back)).toEqual(await logRows(old));
    },
    patience,
  );
});
