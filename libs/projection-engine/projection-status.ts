import type { EventStore, Position } from '@etapp/event-store';
import type { Pool } from 'pg';

import { OtherGeneration, requireSameGeneration } from './generation.js';

/** How far a projection is, as plain figures. */
export type ProjectionStatus = {
  readonly name: string;
  readonly version: number;
  readonly position: Position;
  readonly head: Position;
  readonly lag: Lag;
  /**
   * Why it cannot go on until somebody acts, by the name of the error that its follower stops with; undefined if nothing is
   * in its way. What such a position has seen is another log, so its lag is that of one that has seen nothing.
   */
  readonly fault: 'LogRestored' | 'OtherGeneration' | undefined;
  /** Milliseconds that the last batch took; undefined before the first. */
  readonly batchMs: number | undefined;
  readonly parked: number;
  /** The process that keeps it up to date, by host and process; undefined while nobody does. */
  readonly holder: string | undefined;
  /** The slot that a rebuild fills, if there is one; it may be interrupted. */
  readonly building: Building | undefined;
};

/** How far a rebuild is; `startedAt` is the clock port's time. */
export type Building = {
  readonly position: Position;
  readonly events: number;
  readonly parked: number;
  readonly startedAt: string;
};

/** What a position has not seen yet. */
export type Lag = {
  /** Events between the position and the head; undefined where the log's positions do not count them. */
  readonly events: number | undefined;
  /** Milliseconds since the oldest unseen event was recorded; 0 at the head. */
  readonly ms: number;
};

/** What figures are made of. */
export type StatusOptions = { readonly store: EventStore; readonly now: () => string };

type Looking = StatusOptions & { readonly head: Position };

const eventsAfter = ({ store, head }: Looking, position: Position): number | undefined =>
  store.isNumbered ? Math.max(Number(head) - Number(position), 0) : undefined;

const lagAt = async (looking: Looking, position: Position): Promise<Lag> => {
  const { store, now, head } = looking;
  const events = eventsAfter(looking, position);
  if (store.compare(position, head) >= 0) return { events, ms: 0 };
  const oldest = await store.recordedAfter(position);
  const at = Date.parse(now());
  return { events, ms: oldest === undefined ? 0 : Math.max(at - Date.parse(oldest), 0) };
};

/** How far each position is behind the log, which is asked once for those that stand at the same place. */
const lags = (looking: Looking): ((position: Position) => Promise<Lag>) => {
  const asked = new Map<Position, Promise<Lag>>();
  return (position) => {
    const lag = asked.get(position) ?? lagAt(looking, position);
    asked.set(position, lag);
    return lag;
  };
};

type StatusRow = {
  name: string;
  version: number;
  position: string | null;
  batch_ms: number | null;
  parked: number;
  holder: string | null;
  building: { position: string | null; events: number; parked: number; startedAt: string } | null;
};

const isOtherGeneration = async (pool: Pool, store: EventStore): Promise<boolean> => {
  try {
    await requireSameGeneration(pool, store);
    return false;
  } catch (error) {
    if (error instanceof OtherGeneration) return true;
    throw error;
  }
};

/** The state of every projection that has tables, by name and version. Counts and positions of all municipalities. */
export const projectionStatus = async (pool: Pool, options: StatusOptions): Promise<ProjectionStatus[]> => {
  const { store } = options;
  const { rows } = await pool.query<StatusRow>(
    `SELECT live.name, live.version, live.position, live.batch_ms, live.parked, r.name AS holder,
       CASE WHEN built.slot IS NOT NULL THEN json_build_object('position', built.position, 'events', built.events,
         'parked', built.parked, 'startedAt',
         to_char(built.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS building
     FROM engine.slots live LEFT JOIN engine.slots built
       ON (built.name, built.version, built.state) = (live.name, live.version, 'building')
     LEFT JOIN engine.leases l ON (l.name, l.version, l.work) = (live.name, live.version, 'follow')
     LEFT JOIN engine.living r ON r.id = l.holder
     WHERE live.state = 'live' ORDER BY live.name, live.version`,
  );
  const head = await store.head();
  const isOther = await isOtherGeneration(pool, store);
  const lagOf = lags({ ...options, head });
  const faultAt = (position: Position): ProjectionStatus['fault'] => {
    if (isOther) return 'OtherGeneration';
    return store.compare(position, head) > 0 ? 'LogRestored' : undefined;
  };
  const toStatus = async ({ batch_ms, building, holder, ...row }: StatusRow): Promise<ProjectionStatus> => {
    const position = row.position ?? store.start;
    const fault = faultAt(position);
    const lag = await lagOf(fault === undefined ? position : store.start);
    const built = building === null ? undefined : { ...building, position: building.position ?? store.start };
    return {
      ...row,
      position,
      head,
      lag,
      fault,
      batchMs: batch_ms ?? undefined,
      holder: holder ?? undefined,
      building: built,
    };
  };
  return Promise.all(rows.map(toStatus));
};

/** Asks for the state of every projection that has tables. */
export type StatusReader = () => Promise<readonly ProjectionStatus[]>;

/**
 * The same for all who ask: whoever does so while an answer is awaited awaits that one, so that questions never pile up on a
 * log that is slow.
 */
export const statusReader = (pool: Pool, options: StatusOptions): StatusReader => {
  let underWay: Promise<ProjectionStatus[]> | undefined;
  return () => (underWay ??= projectionStatus(pool, options).finally(() => (underWay = undefined)));
};
