import { listMigrations, migrate as migrateDatabase, roleUrl, withClient } from '@etapp/database';
import { installProjections } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { prepareDatabase } from '@etapp/standalone';

import { databaseName, type Deployment } from '../deployment.js';
import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import { type Run, withDeployment } from '../run.js';

/** What `migrate` accepts. */
export type MigrateOptions = { readonly dryRun?: boolean };
