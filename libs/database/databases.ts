import { escapeIdentifier } from 'pg';
import { withClient } from './client.js';

/** From what a database is made. */
export interface CreateDatabaseOptions {
  /** Database to copy; nobody may be connected to it. Default: an empty one. */
  template?: string;
}

/**
 * Creates a database in which only its owner may create temporary tables. Privileges of the database itself are never
 * copied from a template, so they are set here.
 * @throws DatabaseError 42P04 when the name is taken.
 */
export async function createDatabase(
  superuserUrl: string,
  name: string,
  { template = 'template0' }: CreateDatabaseOptions = {},
): Promise<void> {
  const quoted = escapeIdentifier(name);
  await withClient(superuserUrl, async (client) => {
    await client.query(`CREATE DATABASE ${quoted} TEMPLATE ${escapeIdentifier(template)}`);
    await client.query(`REVOKE TEMPORARY ON DATABASE ${quoted} FROM PUBLIC`);
  });
}

/** Drops a database and disconnects whoever uses it. Does nothing when there is none. */
export async function dropDatabase(superuserUrl: string, name: string): Promise<void> {
  await withClient(superuserUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
  );
}
