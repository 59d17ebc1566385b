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
export type StatusOptions = {
  readonly store: EventStore;
  readonly now: () => string;
  /** Whose events tell how old what is unseen is, for a reader that sees one municipality at a time; unless given, all. */
  readonly tenants?: readonly string[];
};

type Between = { readonly from: Position; readonly to: Position };
const eventsBetween = ({ isNumbered }: EventStore, { from, to }: Between): number | undefined =>
  isNumbered ? Math.max(Number(to) - Number(from), 0) : undefined;

/** Milliseconds at which the oldest event after a position was recorded; undefined if there is none to be seen. */
const oldestAfter = async ({ store, tenants }: StatusOptions, position: Position): Promise<number | undefined> => {
  const filters = tenants === undefined ? [{}] : tenants.map((tenant) => ({ tenant }));
  const pages = await Promise.all(filters.map((filter) => store.readAll(position, filter, 1)));
  const times = pages.flatMap(({ events }) => events.map(({ recordedAt }) => Date.parse(recordedAt)));
  return times.length === 0 ? undefined : Math.min(...times);
};

/** How far a position is behind the log. */
export const lagOf = async (options: StatusOptions, position: Position): Promise<Lag> => {
  const { store, now } = options;
  const head = await store.head();
  const events = eventsBetween(store, { from: position, to: head });
  if (store.compare(position, head) >= 0) return { events, ms: 0 };
  const at = Date.parse(now());
  return { events, ms: Math.max(at - ((await oldestAfter(options, position)) ?? at), 0) };
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
  const faultAt = (position: Position): ProjectionStatus['fault'] => {
    if (isOther) return 'OtherGeneration';
    return store.compare(position, head) > 0 ? 'LogRestored' : undefined;
  };
  const toStatus = async ({ batch_ms, building, holder, ...row }: StatusRow): Promise<ProjectionStatus> => {
    const position = row.position ?? store.start;
    const fault = faultAt(position);
    const lag = await lagOf(options, fault === undefined ? position : store.start);
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
