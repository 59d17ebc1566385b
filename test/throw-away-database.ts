import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  createDatabase,
  databaseUrl,
  migrate,
  roleUrl,
  setRolePasswords,
  startEmbeddedPostgres,
  type LoginRole,
} from '@etapp/database';

/** A migrated database on a server of its own, for programs that run outside Jest. */
export type ThrowAwayDatabase = {
  readonly superuserUrl: string;
  readonly urlOf: (role: LoginRole | 'owner') => string;
  readonly remove: () => Promise<void>;
};

/** Starts a server with PostgreSQL's own settings (so commits reach the disk) in a temporary folder. */
export async function throwAwayDatabase(): Promise<ThrowAwayDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'etapp-run-'));
  chmodSync(folder, 0o711);
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  const superuserUrl = databaseUrl(server.superuserUrl, 'etapp');
  await createDatabase(server.superuserUrl, 'etapp');
  await migrate(superuserUrl);
  await setRolePasswords(superuserUrl);
  const remove = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { superuserUrl, urlOf: (role) => roleUrl(superuserUrl, role, 'etapp'), remove };
}
