import { Pool, types, type CustomTypesConfig } from 'pg';

/** A connection pool of one role. */
export interface PoolOptions {
  url: string;
  /** Connections at most. */
  max: number;
  /** Milliseconds after which a statement is cancelled; one that nothing is heard of is given up a little later. */
  statementTimeoutMs: number;
  /** Milliseconds after which waiting for a lock fails. */
  lockTimeoutMs: number;
  /** `application_name`, as the server's views and log show it. */
  name: string;
  /** Hears of idle connections that broke. The pool replaces them by itself. */
  onIdleError?: (error: Error) => void;
}

const connectTimeoutMs = 10_000;
const idleInTransactionMs = 60_000;
const graceMs = 5_000;
const dateOid = 1082;

const parsers: CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    // The driver's own Date would be midnight of this machine's zone, another day elsewhere.
    if (Number(oid) === dateOid) return (text: string) => text;
    const parse: unknown = types.getTypeParser(oid, format);
    return parse;
  },
};

/**
 * Makes a pool. Connections are opened on use; `end()` closes it. Values arrive as the driver gives them (bigint and
 * numeric as strings, timestamptz as `Date`, jsonb parsed), but a date as `YYYY-MM-DD`.
 */
export function createPool(options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.url,
    max: options.max,
    application_name: options.name,
    statement_timeout: options.statementTimeoutMs,
    // The server's word that a statement took too long may never come: from one that is cut off nothing does.
    query_timeout: options.statementTimeoutMs + graceMs,
    lock_timeout: options.lockTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types: parsers,
  });
  // Without a listener the error of an idle connection would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  // Likewise that of one on its way out of the pool: between its last user and its end nobody else listens to it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
