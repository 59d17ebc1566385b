import { withClient } from '@etapp/database';
import type { Projection } from '@etapp/kernel';
import type { ClientBase, Pool } from 'pg';

import { NotInstalled } from './slots.js';
import { describeTables } from './tables.js';

/** The tables of this projection version were made for another definition: raise its version. */
export class DefinitionChanged extends Error {
  override readonly name = 'DefinitionChanged';
}

const installOne = async (client: ClientBase, projection: Projection): Promise<boolean> => {
  const { name, version } = projection;
  const tables = describeTables(projection);
  const { rows } = await client.query<{ tables: string }>(
    'SELECT tables FROM engine.projections WHERE name = $1 AND version = $2',
    [name, version],
  );
  if (rows[0]?.tables === tables) return false;
  if (rows[0] !== undefined) throw new DefinitionChanged(`${name} version ${version} has other tables already`);
  await client.query(tables);
  await client.query('INSERT INTO engine.projections (name, version, tables) VALUES ($1, $2, $3)', [
    ...[name, version, tables],
  ]);
  await client.query(
    `INSERT INTO engine.slots (name, version, slot, state) VALUES ($1, $2, 'a', 'live'), ($1, $2, 'b', 'idle')`,
    [name, version],
  );
  await client.query(`INSERT INTO engine.leases (name, version, work) VALUES ($1, $2, 'follow'), ($1, $2, 'rebuild')`, [
    name,
    version,
  ]);
  return true;
};

/**
 * Makes the tables of each projection version that has none, all or none, as the owner (`etapp_owner`). Safe to
 * repeat; a new version starts live and empty.
 * @returns the names of those that were made.
 * @throws DefinitionChanged when a version's tables were made for other columns or indexes.
 */
export const installProjections = (ownerUrl: string, projections: readonly Projection[]): Promise<string[]> =>
  withClient(ownerUrl, async (client) => {
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('etapp projections', 0))`);
    const made: string[] = [];
    for (const projection of projections) if (await installOne(client, projection)) made.push(projection.name);
    await client.query('COMMIT');
    return made;
  });

/** Throws NotInstalled, which names them, if projections have no tables yet. The pool is of any role that reads checkpoints. */
export const requireInstalled = async (pool: Pool, projections: readonly Projection[]): Promise<void> => {
  const { rows } = await pool.query<{ name: string; version: number }>('SELECT name, version FROM engine.projections');
  const installed = new Set(rows.map(({ name, version }) => `${name} ${version}`));
  const missing = projections.filter(({ name, version }) => !installed.has(`${name} ${version}`));
  if (missing.length === 0) return;
  const names = missing.map(({ name, version }) => `${name} version ${version}`).join(', ');
  throw new NotInstalled(`The database has no tables for ${names}. Run etapp migrate first`);
};
