import { withClient } from '@etapp/database';
import { assertSchemaCompatibility, LATEST_SCHEMA_VERSION, runMigrations, SchemaMigrationRequiredError } from 'bullmq';
import { type Client, escapeIdentifier } from 'pg';

import { bellSchema } from './postgres-bell.js';

/**
 * Makes the tables of the bell on PostgreSQL, or brings them to this release; once, however many start at the same
 * time. `ownerUrl` acts as `etapp_owner` and logs in as somebody who may grant on the database; run `migrate` first.
 */
export const installBell = (ownerUrl: string): Promise<void> =>
  withClient(ownerUrl, async (client) => {
    await client.query(`SELECT pg_advisory_lock(hashtextextended('etapp bell', 0))`);
    if ((await versionOf(client)) === LATEST_SCHEMA_VERSION) return;
    await withSchemaRight(client, () => runMigrations(client, bellSchema));
    await client.query(`REVOKE INSERT, UPDATE, DELETE ON ${bellSchema}.migration FROM etapp_reminders`);
  });

const versionOf = async (client: Client): Promise<number> => {
  try {
    return await assertSchemaCompatibility(client, bellSchema);
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  }
};

/** The library asks for its schema, which is there, in words that need the right to make schemas all the same. */
const withSchemaRight = async (client: Client, work: () => Promise<unknown>): Promise<void> => {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const database = escapeIdentifier(rows[0]?.name ?? '');
  const asLogin = (sql: string) => client.query(`SET ROLE NONE; ${sql}; SET ROLE etapp_owner`);
  await asLogin(`GRANT CREATE ON DATABASE ${database} TO etapp_owner`);
  try {
    await work();
  } finally {
    await asLogin(`REVOKE CREATE ON DATABASE ${database} FROM etapp_owner`);
  }
};
