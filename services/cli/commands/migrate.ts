import {
  listMigrations,
  loginRoleNames,
  type LoginRole,
  migrate as migrateDatabase,
  roleUrl,
  setRolePasswords,
  withClient,
} from '@etapp/database';
import { installProjections } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { installBell } from '@etapp/reminder-service';
import { prepareDatabase } from '@etapp/standalone';

import { databaseName, type Deployment } from '../deployment.js';
import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import { type Run, withDeployment } from '../run.js';

/** What `migrate` accepts. */
export type MigrateOptions = { readonly dryRun?: boolean; readonly passwords?: boolean };

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '3D000' || error.code === '42P01');

/** The migrations that were run already; none where there is no database yet. */
const appliedIn = async (url: string): Promise<readonly string[]> => {
  try {
    const found = await withClient(url, (client) =>
      client.query<{ name: string }>('SELECT name FROM migrations.applied'),
    );
    return found.rows.map(({ name }) => name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
};

const missingIn = async (url: string): Promise<readonly string[]> => {
  const applied = await appliedIn(url);
  return listMigrations().filter((name) => !applied.includes(name));
};

const inDatabase = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

/** The passwords that the services' connections name, by role. */
const passwordsIn = (environment: Run['environment']): Readonly<Partial<Record<LoginRole, string>>> =>
  Object.fromEntries(
    loginRoleNames.flatMap((role) => {
      const url = environment[`ETAPP_${role.toUpperCase()}_DATABASE_URL`];
      const password = url === undefined ? '' : decodeURIComponent(new URL(url).password);
      return password === '' ? [] : [[role, password]];
    }),
  );

/** Where the tables are made, and how. A folder's database is made too, and its roles get passwords. */
const workOn = ({ superuserUrl, kind }: Deployment, setPasswords: (url: string) => Promise<void>) => {
  const url = superuserUrl();
  if (url === undefined) {
    return stop('refused', {
      sv: 'ETAPP_MIGRATION_DATABASE_URL: en inloggning som får skapa roller och tabeller behövs',
      en: 'ETAPP_MIGRATION_DATABASE_URL: a login that may make roles and tables is needed',
    });
  }
  if (kind === 'environment') {
    const owner = roleUrl(url, 'owner', inDatabase(url));
    const install = () => installProjections(owner, projections).then(() => installBell(owner));
    return {
      url,
      prepare: () =>
        migrateDatabase(url)
          .then(() => setPasswords(url))
          .then(install),
    };
  }
  const database = new URL(url);
  database.pathname = `/${databaseName}`;
  return { url: database.href, prepare: () => prepareDatabase(url) };
};

/** `etapp migrate`: brings the database to this release. Safe to repeat. */
export const migrate = (run: Run, { dryRun = false, passwords = false }: MigrateOptions): Promise<ExitCode> =>
  withDeployment(
    run,
    async (deployment) => {
      const setPasswords = (at: string): Promise<void> =>
        passwords ? setRolePasswords(at, passwordsIn(run.environment)) : Promise.resolve();
      const { url, prepare } = workOn(deployment, setPasswords);
      const missing = await missingIn(url);
      if (!dryRun) await prepare();
      const { say, result } = run.output;
      const all = say({ sv: 'Databasen har alla migreringar.', en: 'The database has all migrations.' });
      const words = dryRun ? { sv: 'saknas', en: 'missing' } : { sv: 'kördes', en: 'was run' };
      result({ kind: 'migration', dryRun, migrations: missing }, [
        ...(missing.length === 0 ? [all] : missing.map((name) => `${name}: ${say(words)}`)),
      ]);
      return exitCodes.done;
    },
    { create: !dryRun },
  );
