import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { dropDatabase, startEmbeddedPostgres, withClient, type EmbeddedPostgres } from '@etapp/database';
import { claimSlot, type Slot } from './slot.js';

/**
 * The server of this Jest process. The kernel stops it when the process ends, however it ends (Linux); elsewhere the
 * next process that takes the slot over adopts it.
 */
export async function sharedCluster(): Promise<EmbeddedPostgres> {
  const slot = await claimSlot();
  if (!slot.fresh) return startIn(slot);
  try {
    return await cleaned(await startIn(slot));
  } catch {
    // What a former process left cannot be used, whatever the reason: begin with nothing.
    for (const suffix of ['', '.superuser', '.owner.json', '.log']) {
      rmSync(`${dataDir(slot)}${suffix}`, { recursive: true, force: true });
    }
    return startIn(slot);
  }
}

function startIn(slot: Slot): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir: dataDir(slot) });
}

function dataDir(slot: Slot): string {
  return join(slot.folder, 'postgres');
}

// Templates of a former process may have been prepared by other code under the same name.
async function cleaned(server: EmbeddedPostgres): Promise<EmbeddedPostgres> {
  const { rows } = await withClient(server.superuserUrl, (client) =>
    client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1')`,
    ),
  );
  for (const { datname } of rows) await dropDatabase(server.superuserUrl, datname);
  return server;
}
