import { withClient } from '@etapp/database';
import type { Projection } from '@etapp/kernel';
import type { ClientBase } from 'pg';

/** A read model version whose tables no definition speaks for, and how much room they take. */
export type LeftOver = { readonly name: string; readonly version: number; readonly bytes: number };

/** Somebody keeps a read model up to date, or rebuilds it, that is not of this release: another release runs. */
export class StillRun extends Error {
  override readonly name = 'StillRun';
}

const installLock = `SELECT pg_advisory_xact_lock(hashtextextended('etapp projections', 0))`;

const leftOverIn = async (client: ClientBase, own: readonly Projection[]): Promise<readonly LeftOver[]> => {
  const { rows } = await client.query<LeftOver>(
    `SELECT p.name, p.version, (SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::float8 FROM pg_class c
       WHERE c.relnamespace = 'read'::regnamespace
         AND c.relname IN (format('%s_v%s_a', p.name, p.version), format('%s_v%s_b', p.name, p.version))) AS bytes
     FROM engine.projections p
     WHERE NOT EXISTS (
       SELECT FROM unnest($1::text[], $2::integer[]) AS own (name, version)
       WHERE own.name = p.name AND own.version = p.version)
     ORDER BY p.name, p.version`,
    [own.map(({ name }) => name), own.map(({ version }) => version)],
  );
  return rows;
};

/** A process that could keep one of them up to date is of the release that reads it. */
const requireUnused = async (client: ClientBase, leftOver: readonly LeftOver[]): Promise<void> => {
  const { rows } = await client.query<{ name: string }>(
    'SELECT name FROM engine.runners WHERE until > clock_timestamp() AND follows && $1::text[] ORDER BY name',
    [leftOver.map(({ name, version }) => `${name} ${version}`)],
  );
  if (rows.length === 0) return;
  throw new StillRun(
    `read models of another release are kept up to date by ${rows.map(({ name }) => name).join(', ')}`,
  );
};

const drop = async (client: ClientBase, { name, version }: LeftOver): Promise<void> => {
  const view = `read.${client.escapeIdentifier(`${name}_v${version}`)}`;
  const [a, b] = ['a', 'b'].map((slot) => `read.${client.escapeIdentifier(`${name}_v${version}_${slot}`)}`);
  await client.query(`DROP VIEW ${view}; DROP TABLE ${a}, ${b}`);
  for (const table of ['parked', 'leases', 'slots', 'projections']) {
    await client.query(`DELETE FROM engine.${table} WHERE name = $1 AND version = $2`, [name, version]);
  }
};

/** Parked keys of all municipalities are the owner's to remove here alone: nobody sees them till the guard is up again. */
const dropAll = async (client: ClientBase, leftOver: readonly LeftOver[]): Promise<void> => {
  await requireUnused(client, leftOver);
  await client.query('ALTER TABLE engine.parked NO FORCE ROW LEVEL SECURITY');
  for (const each of leftOver) await drop(client, each);
  await client.query('ALTER TABLE engine.parked FORCE ROW LEVEL SECURITY');
};

/**
 * The read model versions in the database that are not among `own`, as the owner (`etapp_owner`); unless only looked for, they
 * are dropped with their tables, all or none. A database may be shared with a release that still reads them while programs are
 * exchanged: drop them when that is over, and no way back to that release is wanted without filling its read models anew.
 * @throws StillRun when a process runs that could keep one of them up to date.
 */
export const pruneProjections = (
  ownerUrl: string,
  own: readonly Projection[],
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<readonly LeftOver[]> =>
  withClient(ownerUrl, async (client) => {
    await client.query(`BEGIN; SET LOCAL lock_timeout = '10s'; ${installLock}`);
    const leftOver = await leftOverIn(client, own);
    if (!dryRun && leftOver.length > 0) await dropAll(client, leftOver);
    await client.query('COMMIT');
    return leftOver;
  });
