import { createPool } from '@etapp/database';
import { canonicalJson, type EventStore } from '@etapp/event-store';
import { type Projection, rowToJson } from '@etapp/kernel';
import { testDatabase, type TestDatabase, waitFor } from '@etapp/testing';
import type { Pool } from 'pg';

import type { Engine, Step } from './engine.js';
import type { FoldedRows } from './fold-prefix.js';
import { installProjections } from './install.js';
import type { Lease } from './lease.js';
import { takeLeases, tellAlive } from './lease-board.js';
import { runProjections } from './run-projections.js';
import { getLiveSlot } from './slots.js';
import { viewOf } from './tables.js';
import { things, toyEvents } from './toy.fixture.js';

/** A database with the toy's tables, and pools of the roles that use it. */
export type Workbench = {
  readonly database: TestDatabase;
  readonly projector: Pool;
  readonly api: Pool;
  readonly superuser: Pool;
  /** Back to a database that has seen no event. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

const poolOf = (url: string, max: number): Pool =>
  createPool({ url, max, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000, name: 'spec' });

const resetting = `
  DELETE FROM engine.parked; DELETE FROM engine.runners;
  UPDATE engine.slots SET position = NULL, events = 0, parked = 0, started_at = NULL, seen_event = NULL,
    state = 'idle';
  UPDATE engine.slots SET state = 'live' WHERE slot = 'a'`;

/** Makes a workbench on a real server, for the toy or copies of it; `close` it. */
export const openWorkbench = async (projections: readonly Projection[] = [things]): Promise<Workbench> => {
  const run = (ownerUrl: string) => installProjections(ownerUrl, projections);
  const names = projections.map(({ name }) => name);
  const database = await testDatabase({ prepare: { name: `toys of the projection engine: ${names.join()}`, run } });
  const emptying = names.map((name) => `DELETE FROM read.${name}_v1_a; DELETE FROM read.${name}_v1_b;`).join('');
  const [projector, api, superuser] = [
    poolOf(database.urls.projector, projections.length * 6),
    poolOf(database.urls.api, 6),
    poolOf(database.superuserUrl, 1),
  ];
  return {
    ...{ database, projector, api, superuser },
    reset: async () => void (await superuser.query(emptying + resetting)),
    close: async () => {
      await Promise.all([projector.end(), api.end(), superuser.end()]);
      await database.close();
    },
  };
};

/** A fixed clock. */
export const now = (): string => '2026-03-02T10:00:00.000Z';

/** An engine for the toy on this workbench. */
export const engineOn = (
  { projector }: Workbench,
  store: EventStore,
  more: { projection?: Projection; onStep?: (step: Step) => void } = {},
): Engine => ({ pool: projector, store, catalogue: toyEvents, projection: things, now, ...more });

/** How one projection is run. */
export type RunOne = {
  readonly signal: AbortSignal;
  readonly batchSize?: number;
  readonly onTrouble: (error: unknown) => void;
};

/** Keeps one projection up to date until the signal aborts. */
export const runOne = (engine: Engine, { onTrouble, ...options }: RunOne): Promise<void> =>
  runProjections(engine, [engine.projection], { ...options, onTrouble: (_projection, error) => onTrouble(error) });

/** Takes the lease of the toy for a runner, who is believed to be alive for so long. */
export const leaseOf = async (
  { projector }: Workbench,
  { runner, leaseMs = 60_000 }: { runner: string; leaseMs?: number },
): Promise<Lease> => {
  await tellAlive(projector, { id: runner, name: `runner ${runner}`, follows: [], leaseMs });
  const [lease] = await takeLeases(projector, { runner, work: 'follow', wanted: [things] });
  if (lease === undefined) throw new Error('somebody has the lease');
  return lease;
};

const isAtHead = async ({ pool, projection, store }: Engine): Promise<boolean> => {
  const client = await pool.connect();
  try {
    const { position } = await getLiveSlot(client, projection);
    return store.compare(position ?? store.start, await store.head()) >= 0;
  } finally {
    client.release();
  }
};

/** Runs a projection until it has seen the whole log. What troubles it is thrown. */
export const catchUp = async (engine: Engine, batchSize = 100): Promise<void> => {
  const stop = new AbortController();
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown): void => void troubles.push(error);
  const running = runOne(engine, { signal: stop.signal, batchSize, onTrouble });
  try {
    await Promise.race([
      running,
      waitFor(async () => troubles.length > 0 || (await isAtHead(engine)), { intervalMs: 2 }),
    ]);
  } finally {
    stop.abort();
    await running;
  }
  if (troubles.length > 0) throw troubles[0];
};

/** What a table says of a key. */
export type Shown = Readonly<Record<string, { doc: unknown; streams: readonly string[]; parked: boolean }>>;

type KeptRow = { tenant: string; key: string; doc: string | null; streams: string[]; parked: boolean };

/** All keys of the live slot by tenant and key, removed ones too. */
export const liveRows = async (
  { superuser }: Pick<Workbench, 'superuser'>,
  { projection }: Pick<Engine, 'projection'>,
): Promise<Shown> => {
  const { rows: live } = await superuser.query<{ slot: string }>(
    `SELECT slot FROM engine.slots WHERE name = $1 AND version = $2 AND state = 'live'`,
    [projection.name, projection.version],
  );
  const { rows } = await superuser.query<KeptRow>(
    `SELECT tenant, key, doc, streams, parked FROM ${viewOf(projection)}_${live[0]?.slot} ORDER BY tenant, key`,
  );
  return Object.fromEntries(
    rows.map(({ tenant, key, doc, streams, parked }) => [
      `${tenant}/${key}`,
      { doc: doc === null ? null : canonicalJson(JSON.parse(doc)), streams: streams.toSorted(), parked },
    ]),
  );
};

/** Folded rows in the same form. */
export const shown = (folded: FoldedRows): Shown =>
  Object.fromEntries(
    [...folded.values()]
      .map(
        ({ tenant, key, row, streams, parked }) =>
          [
            `${tenant}/${key}`,
            { doc: row === undefined ? null : canonicalJson(rowToJson(row)), streams: streams.toSorted(), parked },
          ] as const,
      )
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
