import { loginRoleNames } from '@etapp/database';
import type { ClientBase } from 'pg';

import { stop } from '../exit-codes.js';

type AtWork = { readonly role: string; readonly name: string; readonly sessions: number };

/** The connections of the two commands themselves go by these names. */
const own = '^etapp-(migrate|import)-log';

/** Sessions of logins that act as one of the programs; a superuser may act as all of them and is none. */
const SESSIONS = `
  SELECT u.rolname AS role, a.application_name AS name, count(*)::int AS sessions
  FROM pg_stat_activity a JOIN pg_roles u ON u.oid = a.usesysid
  WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.application_name !~ $1 AND NOT u.rolsuper
    AND EXISTS (SELECT FROM pg_roles p WHERE p.rolname = ANY ($2) AND pg_has_role(u.oid, p.oid, 'USAGE'))
  GROUP BY u.rolname, a.application_name ORDER BY u.rolname, a.application_name`;

/**
 * Stops with `conflict` while a program is connected to the database whose log is moved or put back: it would go on with
 * the log that is left, and acknowledge what the other log never gets, or with one that is half there.
 */
export const requireNobodyAtWork = async (client: ClientBase): Promise<void> => {
  const roles = loginRoleNames.map((role) => `etapp_${role}`);
  const { rows } = await client.query<AtWork>(SESSIONS, [own, roles]);
  if (rows.length === 0) return;
  const who = rows.map(({ role, name, sessions }) => `${role} (${name}, ${sessions})`).join(', ');
  stop('conflict', {
    sv: `Program är anslutna: ${who}. Stoppa dem och kör kommandot igen.`,
    en: `Programs are connected: ${who}. Stop them and run the command again.`,
  });
};
