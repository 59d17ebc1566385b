import { createHmac } from 'node:crypto';
import { escapeLiteral } from 'pg';
import { withClient } from './client.js';

const loginRoles = {
  api: 'etapp_api',
  projector: 'etapp_projector',
  reminders: 'etapp_reminders',
  keys: 'etapp_keys',
  sealer: 'etapp_sealer',
} as const;

/** Roles that services log in as. What each may do: infra/postgres/README.md. */
export type LoginRole = keyof typeof loginRoles;

/** All login roles, by their short names. */
export const loginRoleNames: readonly LoginRole[] = ['api', 'projector', 'reminders', 'keys', 'sealer'];

/**
 * Sets the passwords of the login roles: of those that `passwords` names, or of all. Without `passwords` each is derived from the superuser's password
 * (HMAC-SHA-256), which `roleUrl` repeats: the embedded server then has one secret to keep. Safe to repeat.
 * Needs the roles, so run `migrate` first.
 */
export async function setRolePasswords(
  superuserUrl: string,
  passwords?: Readonly<Partial<Record<LoginRole, string>>>,
): Promise<void> {
  const passwordOf = (role: LoginRole): string | undefined =>
    passwords === undefined ? derivePassword(superuserUrl, role) : passwords[role];
  const statements = loginRoleNames.flatMap((role) => {
    const password = passwordOf(role);
    return password === undefined ? [] : [`ALTER ROLE ${loginRoles[role]} PASSWORD ${escapeLiteral(password)}`];
  });
  await withClient(superuserUrl, async (client) => {
    // Two callers would otherwise update the same rows of pg_authid, which fails instead of waiting.
    const lock = `SELECT pg_advisory_xact_lock(hashtextextended('etapp role passwords', 0))`;
    await client.query(['BEGIN', lock, ...statements, 'COMMIT'].join('; '));
  });
}

/**
 * The connection URL of a role for a database of the superuser's server. `owner` cannot log in: its URL logs in as the
 * superuser and acts as `etapp_owner`, for work outside run time. For the others it holds the derived password.
 */
export function roleUrl(superuserUrl: string, role: LoginRole | 'owner', database: string): string {
  const url = new URL(databaseUrl(superuserUrl, database));
  if (role === 'owner') return asOwner(url.href);
  url.username = loginRoles[role];
  url.password = derivePassword(superuserUrl, role);
  return url.href;
}

/** The same URL with another database. */
export function databaseUrl(superuserUrl: string, database: string): string {
  const url = new URL(superuserUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

/** The same login, acting as `etapp_owner` from the start, so that what it creates belongs to that role. */
export function asOwner(url: string): string {
  const owned = new URL(url);
  owned.searchParams.set('options', '-c role=etapp_owner');
  // The driver decodes %20 but keeps a plus sign.
  owned.search = owned.search.replaceAll('+', '%20');
  return owned.href;
}

function derivePassword(superuserUrl: string, role: LoginRole): string {
  const secret = decodeURIComponent(new URL(superuserUrl).password);
  return createHmac('sha256', secret).update(`etapp role ${role}`).digest('base64url');
}
