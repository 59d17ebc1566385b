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

type Place = { readonly name: string; readonly position: string | null; readonly parked: readonly string[] };

const readPlaces = async (client: PoolClient, { projections, tenant }: SnapshotOptions): Promise<readonly Place[]> => {
  const { rows } = await client.query<Place>({
    name: 'snapshot',
    text: `SELECT s.name, s.position, ARRAY(
        SELECT p.key FROM engine.parked p
        WHERE p.name = s.name AND p.version = s.version AND p.slot = s.slot AND p.tenant = $3::uuid
      ) AS parked
      FROM engine.slots s JOIN unnest($1::text[], $2::integer[]) AS w (name, version)
        ON w.name = s.name AND w.version = s.version
      WHERE s.state = 'live'`,
    values: [projections.map(({ name }) => name), projections.map(({ version }) => version), tenant],
  });
  if (rows.length < projections.length) throw new NotInstalled('a projection that is read has no tables');
  return rows;
};

const snapshotOf = (places: readonly Place[], { store, now }: SnapshotOptions): Snapshot => {
  const positions = places.map(({ position }) => position ?? store.start);
  return {
    position: positions.reduce((least, position) => (store.compare(position, least) < 0 ? position : least)),
    readAt: now(),
    parked: Object.fromEntries(places.map(({ name, parked }) => [name, new Set(parked)])),
  };
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
    const snapshot = snapshotOf(await readPlaces(client, options), options);
    return await work(postgresRows(client, options), snapshot);
  } finally {
    await client.query('ROLLBACK').catch(() => (broken = true));
    client.off('error', ignore);
    client.release(broken);
  }
};
