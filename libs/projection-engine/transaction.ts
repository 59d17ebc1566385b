import type { ClientBase } from 'pg';

/** Runs the work in one transaction of a connection that the caller holds. Rolls back and passes the error on. */
export const inTransaction = async <T>(client: ClientBase, work: () => Promise<T>): Promise<T> => {
  await client.query('BEGIN');
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
