import { ErrorType, isCommandError } from '@eventstore/db-client';

import { StoreUnavailable } from '../port.js';

/** A call that was given up: nothing came for as long as it may take. */
export class CallGivenUp extends Error {
  override readonly name = 'CallGivenUp';
}

/**
 * What a failed call means: `refused`, nothing happened and it may be tried again; `lost`, nobody knows what happened;
 * `final`, the node said no for good.
 */
export type Failure = 'refused' | 'lost' | 'final';

/** No connection was made, or the node said that it takes nothing yet. */
const neverSent =
  /No connection established|Name resolution failed|Failed to discover|Server Is Not Ready|Server Is Too Busy|refused by server|No leader info/i;
const meanings = new Map<string, Failure>([
  [ErrorType.NOT_LEADER, 'refused'],
  [ErrorType.UNAVAILABLE, 'lost'],
  [ErrorType.CANCELLED, 'lost'],
  [ErrorType.DEADLINE_EXCEEDED, 'lost'],
  [ErrorType.TIMEOUT, 'lost'],
  [ErrorType.UNKNOWN, 'lost'],
]);

/** Reads a failure. A failure of the connection that says nothing more is taken for a lost answer: that promises least. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof StoreUnavailable || error instanceof CallGivenUp) return 'lost';
  if (!(error instanceof Error)) return 'final';
  if (neverSent.test(error.message)) return 'refused';
  return isCommandError(error) ? (meanings.get(error.type) ?? 'final') : 'final';
};

/** The port's word for a read that failed: StoreUnavailable for what passes, otherwise the error as it is. */
export const toReadFailure = (error: unknown): unknown =>
  failureOf(error) === 'final' ? error : new StoreUnavailable('The event log cannot be read now', { cause: error });
