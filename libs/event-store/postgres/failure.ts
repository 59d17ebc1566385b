import { DatabaseError } from 'pg';

import { StoreUnavailable } from '../port.js';

/** A connection that could not be made, or broke. `sent` says whether a statement was on its way. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';

  constructor(
    readonly sent: boolean,
    cause: unknown,
  ) {
    super('The connection to PostgreSQL was lost', { cause });
  }
}

/** Connection trouble and a server that shuts down or starts: the session is gone, whatever it was doing. */
const endsSession = /^(08|57P)/;
/** Rolled back, no space, cancelled, waited too long for a lock, system error, not the primary. */
const passes = /^(40|53|57014|55P03|58|25006)/;

/** Whether an error says that the session ended, rather than how a statement ended. */
export const isLoss = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || endsSession.test(error.code ?? '');

/** Whether the server said definitely that nothing happened, for a reason that passes. */
export const isPassing = (error: unknown): boolean => error instanceof DatabaseError && passes.test(error.code ?? '');

/** `log.append` (migration 0013): the database belongs to another log. */
const logLeft = 'LL001';

/** Whether the log refused an append because it was left for another. */
export const isLeft = (error: unknown): boolean => error instanceof DatabaseError && error.code === logLeft;

/** The port's word for a read that failed: StoreUnavailable for an outage, otherwise the error as it is. */
export const toReadFailure = (error: unknown): unknown =>
  isLoss(error) || isPassing(error)
    ? new StoreUnavailable('The event log cannot be read now', { cause: error })
    : error;
