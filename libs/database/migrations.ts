import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import { asOwner } from './roles.js';

const folder = join('infra', 'postgres', 'migrations');
const first = '0001_roles_and_schemas';

function findFolder(start: string): string {
  const candidate = join(start, folder);
  if (existsSync(candidate)) return candidate;
  if (dirname(start) === start) throw new Error(`No folder ${folder} above ${fileURLToPath(import.meta.url)}`);
  return findFolder(dirname(start));
}

/** The folder of the SQL files, found from the sources as well as from a build of them. */
export function migrationsFolder(): string {
  return findFolder(dirname(fileURLToPath(import.meta.url)));
}

/** Names of all migrations in order, without `.sql`. */
export function listMigrations(): string[] {
  return readdirSync(migrationsFolder())
    .filter((name) => name.endsWith('.sql'))
    .map((name) => name.slice(0, -'.sql'.length))
    .sort();
}

/** A SHA-256 over names and contents of all migrations, in hexadecimal. */
export function hashMigrations(): string {
  const hash = createHash('sha256');
  for (const name of listMigrations()) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(migrationsFolder(), `${name}.sql`)))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * Runs the migrations that are missing, in order, each in a transaction of its own; a second caller waits for the
 * first. The first file runs as the user of the URL, who must be superuser or may create roles; all later ones run as
 * `etapp_owner`, so that it owns what they make.
 * @returns the names of the migrations that were run.
 * @throws Error of the statement that failed; its file left no trace.
 */
export async function migrate(url: string): Promise<string[]> {
  const roles = await run(url, { file: first, createMigrationsSchema: true });
  return [...roles, ...(await run(asOwner(url), {}))];
}

interface Extent {
  file?: string;
  createMigrationsSchema?: boolean;
}

async function run(databaseUrl: string, extent: Extent): Promise<string[]> {
  const said: string[] = [];
  const note = (message: string) => void said.push(message);
  try {
    const applied = await runner({
      ...{ databaseUrl, dir: migrationsFolder(), direction: 'up', ignorePattern: '(\\..*|.*(?<!\\.sql))' },
      ...{ migrationsSchema: 'migrations', migrationsTable: 'applied' },
      ...{ singleTransaction: false, advisoryLockMode: 'wait' },
      ...{ logger: { info: () => undefined, warn: note, error: note } },
      ...extent,
    });
    return applied.map(({ name }) => name);
  } catch (cause) {
    throw new Error(`A migration failed: ${said.join('\n') || String(cause)}`, { cause });
  }
}
