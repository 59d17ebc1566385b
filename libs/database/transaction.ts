import { escapeLiteral, type Pool, type PoolClient } from 'pg';

/** Where and how a transaction runs. */
export interface TransactionOptions {
  pool: Pool;
  /** Default: read and write. */
  readOnly?: boolean;
  /** Default: read committed. */
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
}

/** A transaction that sees one municipality. */
export interface TenantOptions extends TransactionOptions {
  /** Municipality (UUID). */
  tenant: string;
}

type Work<T> = (client: PoolClient) => Promise<T>;

/** Runs the work in one transaction: commits when it returns, rolls back and passes the error on when it throws. */
export async function withTransaction<T>(options: TransactionOptions, work: Work<T>): Promise<T> {
  return transact(options.pool, begin(options), work);
}

/**
 * The same, with `etapp.tenant` set for this transaction only, so that row-level security shows one municipality.
 * @throws TypeError when the tenant is no UUID.
 */
export async function withTenant<T>(options: TenantOptions, work: Work<T>): Promise<T> {
  if (!uuid.test(options.tenant)) throw new TypeError('A tenant is a UUID');
  // In one round trip with BEGIN; the pattern above leaves nothing to inject, the escape is the second lock.
  const setting = `SELECT set_config('etapp.tenant', ${escapeLiteral(options.tenant)}, true)`;
  return transact(options.pool, `${begin(options)}; ${setting}`, work);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function begin({ readOnly = false, isolation = 'read committed' }: TransactionOptions): string {
  return `BEGIN ISOLATION LEVEL ${isolation} ${readOnly ? 'READ ONLY' : 'READ WRITE'}`;
}

async function transact<T>(pool: Pool, beginning: string, work: Work<T>): Promise<T> {
  const client = await pool.connect();
  // The pool listens to idle connections only; a query on a broken one reports it anyhow.
  const ignore = () => undefined;
  client.on('error', ignore);
  let broken = false;
  try {
    await client.query(beginning);
    const result = await work(client);
    await commit(client);
    return result;
  } catch (error) {
    broken = !(await rollBack(client));
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT');
  // PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK and no error.
  if (command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back');
}

async function rollBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}
