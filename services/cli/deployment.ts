import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { CommandSettings } from '@etapp/api';
import { readCommandConfig, readProjectorConfig } from '@etapp/config';
import { databaseUrl, roleUrl, startEmbeddedPostgres } from '@etapp/database';
import { loadMasterKey } from '@etapp/privacy';
import { openDataFolder } from '@etapp/standalone';

import { stop } from './exit-codes.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** Where a deployment is reached: as which roles, and with which keys. Each asks only for what it needs. */
export type Deployment = {
  /** A folder with a server of its own, or databases that the environment names. */
  readonly kind: 'folder' | 'environment';
  /** Reads the log and keeps the read models, of every municipality. */
  readonly projectorUrl: () => string;
  /** The variables of what leaves the house. */
  readonly outgoing: () => Variables;
  readonly commands: () => Omit<CommandSettings, 'now'>;
  /** May make the database and its tables; undefined where the environment names none. */
  readonly superuserUrl: () => string | undefined;
  readonly close: () => Promise<void>;
};

/** Which deployment is meant. `create` lets a folder without one become one. */
export type Place = { readonly data: string | undefined; readonly environment: Variables; readonly create?: boolean };

const ofEnvironment = (environment: Variables): Deployment => ({
  kind: 'environment',
  projectorUrl: () => readProjectorConfig(environment).ETAPP_PROJECTOR_DATABASE_URL,
  outgoing: () => environment,
  commands: () => {
    const config = readCommandConfig(environment);
    return {
      apiDatabaseUrl: config.ETAPP_API_DATABASE_URL,
      keysDatabaseUrl: config.ETAPP_KEYS_DATABASE_URL,
      wrapping: loadMasterKey({ file: config.ETAPP_MASTER_KEY_FILE, env: config.ETAPP_MASTER_KEY }),
    };
  },
  superuserUrl: () => environment['ETAPP_MIGRATION_DATABASE_URL'],
  close: async () => undefined,
});

/** The name of the embedded server's database. */
export const databaseName = 'etapp';

/** A login that sees every municipality's rows in the deployment's own database. Stops where the environment names none. */
export const adminUrl = ({ kind, superuserUrl }: Deployment): string => {
  const url =
    superuserUrl() ??
    stop('refused', {
      sv: 'ETAPP_MIGRATION_DATABASE_URL: en inloggning som ser alla kommuners rader behövs',
      en: 'ETAPP_MIGRATION_DATABASE_URL: a login that sees the rows of every municipality is needed',
    });
  return kind === 'folder' ? databaseUrl(url, databaseName) : url;
};

const ofFolder = async (folder: string, { environment, create = false }: Place): Promise<Deployment> => {
  if (!create && !existsSync(join(folder, 'postgres', 'PG_VERSION'))) {
    stop('notFound', {
      sv: `Det finns ingen Etapp i ${folder}. Ange mappen med --data, eller starta en med npm start.`,
      en: `There is no Etapp in ${folder}. Name the folder with --data, or start one with npm start.`,
    });
  }
  const { postgres: dataDir, wrapping, masterKeyFile } = openDataFolder(folder);
  const server = await startEmbeddedPostgres({ dataDir });
  const { superuserUrl } = server;
  return {
    kind: 'folder',
    projectorUrl: () => roleUrl(superuserUrl, 'projector', databaseName),
    outgoing: () => ({
      ...{ ETAPP_MODE: 'development', ...environment },
      ETAPP_REMINDERS_DATABASE_URL: roleUrl(superuserUrl, 'reminders', databaseName),
      ETAPP_KEYS_DATABASE_URL: roleUrl(superuserUrl, 'keys', databaseName),
      ...{ ETAPP_MASTER_KEY_FILE: masterKeyFile, ETAPP_MASTER_KEY: undefined },
    }),
    commands: () => ({
      apiDatabaseUrl: roleUrl(superuserUrl, 'api', databaseName),
      keysDatabaseUrl: roleUrl(superuserUrl, 'keys', databaseName),
      wrapping,
    }),
    superuserUrl: () => superuserUrl,
    close: () => server.stop(),
  };
};

/**
 * Reaches a deployment: the folder that was named, else the databases that the environment names, else the folder
 * `.data`. A folder's server is started for the command where it does not run.
 */
export const openDeployment = async (place: Place): Promise<Deployment> => {
  const { data, environment } = place;
  const roles = ['PROJECTOR', 'API', 'REMINDERS', 'MIGRATION'] as const;
  const named = roles.find((role) => environment[`ETAPP_${role}_DATABASE_URL`] !== undefined);
  if (data === undefined && named !== undefined) return ofEnvironment(environment);
  return ofFolder(data ?? environment['ETAPP_DATA'] ?? '.data', place);
};
