import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from './client.js';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.js';

/** A throw-away server for the specs of this package, which `@etapp/testing` builds upon. */
export async function throwAwayCluster() {
  const folder = mkdtempSync(join(tmpdir(), 'etapp-database-'));
  chmodSync(folder, 0o711);
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  const remove = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { superuserUrl: server.superuserUrl, remove };
}

/** The rows of one statement, on a connection of its own. */
export async function rowsOf(url: string, sql: string): Promise<unknown[]> {
  return withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
}
