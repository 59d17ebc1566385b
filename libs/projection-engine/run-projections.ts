import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';

import type { StoredEvent } from '@etapp/event-store';
import type { Projection } from '@etapp/kernel';
import type { PoolClient } from 'pg';

import type { Engine } from './engine.js';
import { followLeased, type FollowOptions } from './follow.js';
import { defaultLeaseMs, type Lease } from './lease.js';
import {
  type Board,
  leaseChannel,
  leaseKey,
  leaveBoard,
  readBoard,
  releaseLeases,
  type Runner,
  takeLeases,
  tellAlive,
} from './lease-board.js';
import { type LeasedRuns, leasedRuns } from './leased-runs.js';
import { onOneConnection, pause } from './one-connection.js';
import { shareOut } from './share-out.js';
import { createWaking, type Waking } from './waking.js';

/** How several projections are kept up to date, together with other processes that do the same. */
export type RunOptions = {
  /** Ends all after the batches in hand; what was held is given up at once. */
  readonly signal: AbortSignal;
  /** Events per transaction while catching up. Default: 1,000. */
  readonly batchSize?: number | undefined;
  /** Milliseconds after which another process takes over from one that is silent. Default: 5,000. */
  readonly leaseMs?: number | undefined;
  /** This process, for people. Default: host and process. */
  readonly runner?: string | undefined;
  /**
   * Hears of each failure before it is tried again, and of the events of the batch in hand, if one was; of `leases` when it
   * is about those.
   */
  readonly onTrouble: (projection: string, error: unknown, events?: readonly StoredEvent[]) => void;
};

/** The database, asked for the state of the leases, did not answer in time. */
class LeasesUnknown extends Error {
  override readonly name = 'LeasesUnknown';
}

const retryMs = 250;

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new LeasesUnknown('the database did not say who holds what')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

type Place = {
  readonly me: Runner;
  readonly projections: ReadonlyMap<string, Projection>;
  readonly runs: LeasedRuns;
  readonly waking: Waking;
  readonly options: RunOptions;
};

/** What this process should have. The whole board is shared out, so that others of another release see the same. */
const shareOf = ({ me }: Place, { holders, runners }: Board): ReadonlySet<string> => {
  const mine = [...shareOut(holders, runners)].filter(([, holder]) => holder === me.id);
  return new Set(mine.map(([key]) => key));
};

/** Says that this process lives, gives up what others should have, and takes what it should have itself. */
const beat = async (client: PoolClient, place: Place): Promise<Board> => {
  const { me, runs, projections, options } = place;
  const leaving = options.signal.aborted;
  await tellAlive(client, leaving ? { ...me, follows: [] } : me);
  const board = await readBoard(client, me.id);
  const share = leaving ? new Set<string>() : shareOf(place, board);
  runs.endAllBut(board.mine, share);
  const idle = [...board.mine].filter(([key]) => !runs.has(key));
  const given = idle.flatMap(([key, lease]) => (share.has(key) ? [] : [lease]));
  await releaseLeases(client, given);
  const wanted = [...share].flatMap((key) =>
    board.holders.get(key) === undefined ? (projections.get(key) ?? []) : [],
  );
  const taken = await takeLeases(client, { runner: me.id, work: 'follow', wanted });
  const kept = idle.flatMap(([key, lease]) => (share.has(key) ? [lease] : []));
  for (const lease of [...kept, ...taken]) if (!runs.has(leaseKey(lease))) runs.begin(lease);
  return board;
};

/** Keeps this process on the board until the signal has aborted and everything in hand is done and given up. */
const stayOnBoard = async (client: PoolClient, place: Place): Promise<void> => {
  const { me, runs, waking, options } = place;
  client.on('notification', waking.wake);
  await client.query(`LISTEN ${leaseChannel}`);
  for (;;) {
    const { nextExpiryMs = me.leaseMs } = await within(me.leaseMs, beat(client, place));
    if (options.signal.aborted && runs.size() === 0) return leaveBoard(client, me.id);
    await waking.sleep(Math.min(me.leaseMs / 4, nextExpiryMs + 1));
  }
};

const comeBack = async (engine: Pick<Engine, 'pool'>, place: Place): Promise<void> => {
  const { options, runs } = place;
  for (;;) {
    try {
      return await onOneConnection(engine.pool, (client) => stayOnBoard(client, place));
    } catch (error) {
      options.onTrouble('leases', error);
    }
    // What is held is free for others by itself, a little later.
    if (options.signal.aborted) return runs.allEnded();
    await pause(retryMs, options.signal);
  }
};

/**
 * Keeps the rows of projections equal to the fold of the log until the signal aborts: rows and checkpoint move in one
 * transaction, a key whose fold throws is parked, an outage is waited out. Processes that do the same share the
 * projections by lease: each projection is kept up to date in one place at a time, each process has about as many as
 * the others, and what a process leaves or dies with is taken over. One connection of the pool is held for each
 * projection that this process has, and one besides.
 *
 * A projection that cannot go on by itself, because the log was restored (LogRestored) or its tables are missing
 * (NotInstalled), tells so again and again, and goes on once that is repaired; the others are not held up.
 */
export const runProjections = async (
  engine: Omit<Engine, 'projection'>,
  projections: readonly Projection[],
  options: RunOptions,
): Promise<void> => {
  const { signal, batchSize, leaseMs = defaultLeaseMs, runner = `${hostname()}-${process.pid}` } = options;
  const byKey = new Map(projections.map((each) => [leaseKey(each), each]));
  const waking = createWaking();
  // Every projection listens, more than Node expects of one signal.
  setMaxListeners(0, signal);
  const work = async (lease: Lease, stopped: AbortSignal): Promise<void> => {
    const projection = byKey.get(leaseKey(lease));
    if (projection === undefined) return;
    const onTrouble: FollowOptions['onTrouble'] = (error, events) => options.onTrouble(projection.name, error, events);
    await followLeased({ ...engine, projection }, lease, {
      ...{ batchSize, onTrouble },
      signal: AbortSignal.any([signal, stopped]),
    });
  };
  const me = { id: randomUUID(), name: runner, follows: [...byKey.keys()], leaseMs };
  signal.addEventListener('abort', waking.wake, { once: true });
  await comeBack(engine, { me, projections: byKey, runs: leasedRuns(work, waking.wake), waking, options });
};
