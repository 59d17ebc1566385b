import { withClient } from '@etapp/database';
import { type Client, DatabaseError } from 'pg';

import { stop } from './exit-codes.js';

const insufficientPrivilege = '42501';

/**
 * Works on one connection that sees the rows of every municipality. Row-level security leaves rows out without a word, also
 * for the owner of a table; here PostgreSQL refuses instead. Stops with `notPermitted` for such a login.
 */
export const withAllRows = <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> =>
  withClient(url, async (client) => {
    await client.query('SET row_security = off');
    try {
      return await work(client);
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.code !== insufficientPrivilege) throw error;
      return stop('notPermitted', {
        sv: `Inloggningen i ETAPP_MIGRATION_DATABASE_URL måste vara superanvändare eller ha BYPASSRLS: ${error.message}. Annars skulle rader utelämnas.`,
        en: `The login of ETAPP_MIGRATION_DATABASE_URL must be a superuser or have BYPASSRLS: ${error.message}. Else rows would be left out.`,
      });
    }
  });
