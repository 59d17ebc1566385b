import { createHash } from 'node:crypto';
import {
  createDatabase,
  databaseUrl,
  dropDatabase,
  hashMigrations,
  migrate,
  roleUrl,
  setRolePasswords,
  withClient,
} from '@etapp/database';

/** Set-up after the migrations, done once per cluster and name. */
export interface Preparation {
  /** What it makes; another content needs another name. */
  name: string;
  /** Gets the URL that acts as `etapp_owner`. */
  run(ownerUrl: string): Promise<unknown>;
}

/** Makes a database with all migrations, and the preparation, unless the cluster has it already; returns its name. */
export async function ensureTemplate(superuserUrl: string, prepare?: Preparation): Promise<string> {
  const content = `${hashMigrations()}\0${prepare?.name ?? ''}`;
  const name = `template_${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
  return withClient(superuserUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await buildTemplate(superuserUrl, name, prepare);
    return name;
  });
}

async function buildTemplate(superuserUrl: string, name: string, prepare?: Preparation): Promise<void> {
  // Renamed when it is complete: a template that failed half-way must not be found by the next spec.
  const draft = `draft_${name}`;
  await dropDatabase(superuserUrl, draft);
  await createDatabase(superuserUrl, draft);
  await migrate(databaseUrl(superuserUrl, draft));
  await setRolePasswords(superuserUrl);
  await prepare?.run(roleUrl(superuserUrl, 'owner', draft));
  await withClient(superuserUrl, (client) => client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`));
}
