import { ErrorType, isCommandError } from '@eventstore/db-client';

import { LogRefused, StoreUnavailable } from '../port.js';

/** A call that was given up: nothing came for as long as it may take. */
export class CallGivenUp extends Error {
  override readonly name = 'CallGivenUp';
}

/**
 * What a failed call means: `refused`, nothing happened and it may be tried again; `lost`, nobody knows what happened;
 * `denied`, the node does not let this user; `final`, the node said no for good.
 */
export type Failure = 'refused' | 'lost' | 'denied' | 'final';

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

/** A user without the right (gRPC's PERMISSION_DENIED), or one who is not who it says, which the client has a word for. */
const isDenied = (error: Error): boolean =>
  error instanceof LogRefused ||
  (isCommandError(error) && error.type === ErrorType.ACCESS_DENIED) ||
  Reflect.get(error, 'code') === 7;

/** Reads a failure. A failure of the connection that says nothing more is taken for a lost answer: that promises least. */
export const failureOf = (error: unknown): Failure => {
  if (!(error instanceof Error)) return 'final';
  if (isDenied(error)) return 'denied';
  if (error instanceof StoreUnavailable || error instanceof CallGivenUp) return 'lost';
  if (neverSent.test(error.message)) return 'refused';
  return isCommandError(error) ? (meanings.get(error.type) ?? 'final') : 'final';
};

/** A stream that was deleted for good (gRPC's FAILED_PRECONDITION); one that was deleted only is not found. */
export const isTombstone = (error: unknown): boolean =>
  error instanceof Error &&
  (Reflect.get(error, 'code') === 9 || (isCommandError(error) && error.type === ErrorType.STREAM_DELETED));

/** The port's word for a denial. */
export const refusedBy = (cause: unknown): LogRefused =>
  cause instanceof LogRefused
    ? cause
    : new LogRefused('The event log refuses this user: its name, password or rights', { cause });

/** The port's word for a read that failed: StoreUnavailable for what passes, LogRefused, otherwise the error as it is. */
export const toReadFailure = (error: unknown): unknown => {
  const failure = failureOf(error);
  if (failure === 'final') return error;
  return failure === 'denied'
    ? refusedBy(error)
    : new StoreUnavailable('The event log cannot be read now', { cause: error });
};
