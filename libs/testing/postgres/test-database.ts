import { randomBytes } from 'node:crypto';
import { createDatabase, databaseUrl, dropDatabase, roleUrl } from '@etapp/database';
import { privateCluster, type PrivateCluster } from './private-cluster.js';
import { sharedCluster } from './shared-cluster.js';
import { ensureTemplate, type Preparation } from './template.js';

/** A migrated database of one spec file, on a real PostgreSQL. */
export interface TestDatabase {
  name: string;
  /** Superuser in this database; row-level security does not hold for it. */
  superuserUrl: string;
  /** Connection URLs of the roles in this database; `owner` acts as `etapp_owner`. */
  urls: { owner: string; api: string; projector: string; reminders: string; keys: string; sealer: string };
  /** Drops the database. Connections that are still open are cut. */
  close(): Promise<void>;
}

/** A test database on a server of its own, for tests of outages. `close()` removes the server too. */
export interface PrivateTestDatabase
  extends TestDatabase, Pick<PrivateCluster, 'stop' | 'start' | 'restart' | 'kill'> {}

/** What a spec wants besides the migrations. */
export interface TestDatabaseOptions {
  prepare?: Preparation;
  /** A server for this database alone. Default: one server per Jest process. */
  privateCluster?: boolean;
}

/** Makes a migrated database by copying a template: tens of milliseconds after the first of a process. */
export function testDatabase(options: TestDatabaseOptions & { privateCluster: true }): Promise<PrivateTestDatabase>;
export function testDatabase(options?: TestDatabaseOptions): Promise<TestDatabase>;
export async function testDatabase({ prepare, ...options }: TestDatabaseOptions = {}): Promise<TestDatabase> {
  if (options.privateCluster !== true) return cloneOn((await sharedCluster()).superuserUrl, prepare);
  const { superuserUrl, remove, ...controls } = await privateCluster();
  return { ...(await cloneOn(superuserUrl, prepare)), ...controls, close: remove };
}

async function cloneOn(superuserUrl: string, prepare?: Preparation): Promise<TestDatabase> {
  const template = await ensureTemplate(superuserUrl, prepare);
  const name = `spec_${randomBytes(6).toString('hex')}`;
  await createDatabase(superuserUrl, name, { template });
  const url = (role: Parameters<typeof roleUrl>[1]) => roleUrl(superuserUrl, role, name);
  return {
    name,
    superuserUrl: databaseUrl(superuserUrl, name),
    urls: {
      ...{ owner: url('owner'), api: url('api'), projector: url('projector') },
      ...{ reminders: url('reminders'), keys: url('keys'), sealer: url('sealer') },
    },
    close: () => dropDatabase(superuserUrl, name),
  };
}
