import type { ClientBase } from 'pg';

import { defaultLeaseMs } from './lease.js';

/**
 * Runs the work in one transaction of a connection that the caller holds. Rolls back and passes the error on. The server
 * ends the transaction when this process leaves it alone for `idleMs` (milliseconds; default: as long as a lease), such
 * as because it was paused: what it has locked is then free for whoever takes over.
 */
export const inTransaction = async <T>(
  client: ClientBase,
  work: () => Promise<T>,
  { idleMs = defaultLeaseMs }: { readonly idleMs?: number } = {},
): Promise<T> => {
  await client.query(`BEGIN; SET LOCAL idle_in_transaction_session_timeout = ${Math.ceil(idleMs)}`);
  try {
    const result = await work();
    const { command } = await client.query('COMMIT');
    // PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK and no error.
    if (command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back');
    return result;
  } catch (error) {
    // On a broken connection the server has rolled back; what broke it is the error to pass on.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
};
