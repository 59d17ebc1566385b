import type { EventStore, Position } from '@etapp/event-store';
import type { Projection, RowSource } from '@etapp/kernel';
import type { Pool, PoolClient } from 'pg';

import { postgresRows } from './postgres-rows.js';
import { NotInstalled } from './slots.js';
import { viewOf } from './tables.js';

/** What a read is about. */
export type SnapshotOptions = {
  /** Municipality (UUID). */
  readonly tenant: string;
  readonly projections: readonly Projection[];
  readonly store: Pick<EventStore, 'compare' | 'start'>;
  /** The clock port's time. */
  readonly now: () => string;
};

/** One moment of the live tables. */
export type Snapshot = {
  /** Up to here the rows of every projection that is read are true. */
  readonly position: Position;
  readonly readAt: string;
  /** The municipality's parked keys by projection: their rows are stale. */
  readonly parked: Readonly<Record<string, ReadonlySet<string>>>;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The tables are locked (shared) before the snapshot is taken: a slot that a rebuild empties is then either still whole
 * for this transaction, or was not the live one when it began.
 */
const begin = (tenant: string, projections: readonly Projection[]): string => {
  if (!uuid.test(tenant)) throw new TypeError('A tenant is a UUID');
  const views = projections.map(viewOf).join(', ');
  return `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL etapp.tenant = '${tenant}';
    LOCK TABLE ${views} IN ACCESS SHARE MODE`;
};

const identify = (projections: readonly Projection[]): [string[], number[]] => [
  projections.map(({ name }) => name),
  projections.map(({ version }) => version),
];

const readPosition = async (client: PoolClient, { projections, store }: SnapshotOptions): Promise<Position> => {
  const { rows } = await client.query<{ position: string | null }>(
    `SELECT position FROM engine.slots JOIN unnest($1::text[], $2::integer[]) AS p(name, version) USING (name, version)
     WHERE state = 'live'`,
    identify(projections),
  );
  if (rows.length < projections.length) throw new NotInstalled('a projection that is read has no tables');
  const positions = rows.map(({ position }) => position ?? store.start);
  return positions.reduce((least, position) => (store.compare(position, least) < 0 ? position : least));
};

const readParked = async (
  client: PoolClient,
  { projections, tenant }: SnapshotOptions,
): Promise<Snapshot['parked']> => {
  const { rows } = await client.query<{ name: string; key: string }>(
    `SELECT name, key FROM engine.parked JOIN engine.slots USING (name, version, slot)
     JOIN unnest($1::text[], $2::integer[]) AS p(name, version) USING (name, version)
     WHERE state = 'live' AND tenant = $3`,
    [...identify(projections), tenant],
  );
  const keysOf = (wanted: string) => new Set(rows.filter(({ name }) => name === wanted).map(({ key }) => key));
  return Object.fromEntries(projections.map(({ name }) => [name, keysOf(name)]));
};

/**
 * Reads one municipality's rows of some projections (at least one) as they are at one moment, together with the position
 * up to which they are true. One transaction, read only; nothing that a projector or a rebuild does meanwhile shows.
 * @throws TypeError when the tenant is no UUID, and from rows of other projections than those named.
 * @throws NotInstalled when a projection has no tables.
 */
export const readSnapshot = async <T>(
  pool: Pool,
  options: SnapshotOptions,
  work: (rows: RowSource, snapshot: Snapshot) => Promise<T>,
): Promise<T> => {
  const beginning = begin(options.tenant, options.projections);
  const client = await pool.connect();
  const ignore = (): void => undefined;
  client.on('error', ignore);
  let broken = false;
  try {
    await client.query(beginning);
    const position = await readPosition(client, options);
    const snapshot = { position, readAt: options.now(), parked: await readParked(client, options) };
    return await work(postgresRows(client, options), snapshot);
  } finally {
    await client.query('ROLLBACK').catch(() => (broken = true));
    client.off('error', ignore);
    client.release(broken);
  }
};
