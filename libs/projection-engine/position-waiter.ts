import type { EventStore, Position } from '@etapp/event-store';
import type { Projection } from '@etapp/kernel';
import type { Pool, PoolClient } from 'pg';

/** Waits for projections to reach a position, for any number of callers over one connection. */
export type PositionWaiter = {
  /**
   * True as soon as all of the projections have seen the position, false when the time runs out first.
   * `timeoutMs`: milliseconds, default 5,000.
   */
  waitFor(projections: readonly Projection[], position: Position, options?: { timeoutMs?: number }): Promise<boolean>;
  /** Gives the connection back. Callers that still wait are told false when their time runs out. */
  close(): Promise<void>;
};

/** What a waiter asks. Any role that may read checkpoints. */
export type WaiterOptions = { readonly pool: Pool; readonly store: Pick<EventStore, 'compare' | 'start'> };

// A notice is a hint and may be lost with its connection, so whoever waits looks again this often without one.
const recheckMs = 250;
const defaultTimeoutMs = 5_000;

const versionOf = ({ name, version }: Projection): string => `${name} ${version}`;

const readPositions = async (pool: Pool): Promise<Map<string, Position | null>> => {
  const { rows } = await pool.query<{ name: string; version: number; position: string | null }>(
    `SELECT name, version, position FROM engine.slots WHERE state = 'live'`,
  );
  return new Map(rows.map(({ name, version, position }) => [`${name} ${version}`, position]));
};

/** Hears notices on one connection; opens it on first use and again after it broke. */
const listen = (pool: Pool, onNotice: () => void) => {
  let opening: Promise<PoolClient> | undefined;
  const open = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    client.on('notification', onNotice);
    client.on('error', () => {
      opening = undefined;
      client.release(true);
    });
    await client.query('LISTEN etapp_projection');
    return client;
  };
  return {
    ensure: async (): Promise<void> => {
      opening ??= open();
      await opening.catch(() => (opening = undefined));
    },
    close: async (): Promise<void> => {
      const client = await opening?.catch(() => undefined);
      opening = undefined;
      client?.removeAllListeners('error').on('error', () => undefined);
      client?.release(true);
    },
  };
};

/** Those who sleep until a notice or a while has passed. */
const createSleepers = () => {
  const waiting = new Set<() => void>();
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      waiting.add(wake);
    });
  const wakeAll = (): void => {
    for (const wake of [...waiting]) wake();
  };
  return { sleep, wakeAll };
};

/** A waiter over a pool; `close` it before the pool ends. */
export const createPositionWaiter = ({ pool, store }: WaiterOptions): PositionWaiter => {
  const sleepers = createSleepers();
  const listener = listen(pool, sleepers.wakeAll);
  // One question answers all who ask at the same moment; it begins after each of them asked.
  let asked: Promise<Map<string, Position | null>> | undefined;
  const positions = async (): Promise<Map<string, Position | null>> => {
    asked ??= Promise.resolve().then(() => {
      asked = undefined;
      return readPositions(pool);
    });
    return asked;
  };
  const reached = async (projections: readonly Projection[], position: Position): Promise<boolean> => {
    const now = await positions();
    return projections.every((each) => store.compare(now.get(versionOf(each)) ?? store.start, position) >= 0);
  };
  return {
    waitFor: async (projections, position, { timeoutMs = defaultTimeoutMs } = {}) => {
      const end = performance.now() + timeoutMs;
      if (await reached(projections, position)) return true;
      await listener.ensure();
      for (;;) {
        if (await reached(projections, position)) return true;
        const left = end - performance.now();
        if (left <= 0) return false;
        await sleepers.sleep(Math.min(left, recheckMs));
      }
    },
    close: () => listener.close(),
  };
};
