export { withClient } from './client.js';
export { ClockApart, clockWatch, type ClockWatch } from './clock-check.js';
export { coalesced } from './coalesce.js';
export { createDatabase, dropDatabase, type CreateDatabaseOptions } from './databases.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded/embedded-postgres.js';
export { isAlive, withFileLock } from './embedded/file-lock.js';
export { ServerStartFailed } from './embedded/launch.js';
export { hashMigrations, listMigrations, migrate, migrationsFolder } from './migrations.js';
export { createPool, type PoolOptions } from './pool.js';
export { databaseUrl, loginRoleNames, roleUrl, setRolePasswords, type LoginRole } from './roles.js';
export { startCheck, UnsafeDatabase, type Finding } from './start-check.js';
export { withTenant, withTransaction, type TenantOptions, type TransactionOptions } from './transaction.js';
