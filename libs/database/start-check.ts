import type { Pool } from 'pg';
import { listMigrations } from './migrations.js';

/** One reason not to start. `subject` names the setting, role, table or migration. */
export interface Finding {
  code: 'setting-unsafe' | 'role-bypasses-rls' | 'role-owns-table' | 'rls-not-forced' | 'migration-missing';
  subject: string;
}

/** The database could lose an acknowledged command or show one municipality's data to another. */
export class UnsafeDatabase extends Error {
  override readonly name = 'UnsafeDatabase';

  constructor(readonly findings: readonly Finding[]) {
    const missing = findings.some(({ code }) => code === 'migration-missing');
    const listed = findings.map(({ code, subject }) => `${code} (${subject})`).join(', ');
    super(`The database is not safe to use: ${listed}${missing ? '. Run etapp migrate first' : ''}`);
  }
}

/**
 * Examines the server's durability settings, the pool's own role, the tenant tables and the migrations.
 * @throws UnsafeDatabase with everything that was found.
 */
export async function startCheck(pool: Pool): Promise<void> {
  const { rows } = await pool.query<Finding>(findings);
  const all = [...rows, ...(await findMissingMigrations(pool))];
  if (all.length > 0) throw new UnsafeDatabase(all);
}

// A role counts with every role it may become.
const findings = `
  WITH me AS (
    SELECT oid, rolname, rolsuper OR rolbypassrls AS bypasses
    FROM pg_roles
    WHERE pg_has_role(session_user, oid, 'MEMBER') OR rolname IN (session_user, current_user)
  ), tables AS (
    SELECT c.oid, c.relowner, c.relrowsecurity AND c.relforcerowsecurity AS forced, n.nspname,
           format('%s.%s', n.nspname, c.relname) AS subject
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('log', 'keys', 'engine', 'read', 'app', 'reminders')
  )
  SELECT 'setting-unsafe' AS code, name AS subject
  FROM pg_settings
  WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
  UNION ALL
  SELECT 'role-bypasses-rls', rolname FROM me WHERE bypasses
  UNION ALL
  SELECT 'role-owns-table', subject FROM tables WHERE relowner IN (SELECT oid FROM me WHERE NOT bypasses)
  UNION ALL
  SELECT 'rls-not-forced', subject
  FROM tables
  WHERE nspname IN ('keys', 'read', 'app', 'reminders') AND NOT forced
    AND EXISTS (
      SELECT FROM pg_attribute a WHERE a.attrelid = tables.oid AND a.attname = 'tenant' AND NOT a.attisdropped
    )
  ORDER BY 1, 2`;

async function findMissingMigrations(pool: Pool): Promise<Finding[]> {
  const applied = await listApplied(pool);
  return listMigrations()
    .filter((name) => !applied.includes(name))
    .map((subject) => ({ code: 'migration-missing', subject }));
}

async function listApplied(pool: Pool): Promise<string[]> {
  const { rows: found } = await pool.query<{ exists: boolean }>(
    `SELECT to_regclass('migrations.applied') IS NOT NULL AS exists`,
  );
  if (found[0]?.exists !== true) return [];
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM migrations.applied');
  return rows.map(({ name }) => name);
}
