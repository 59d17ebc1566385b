import { type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request as tlsRequest, type RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';

import type { Target } from './target.js';

/** A request to somebody outside. */
export type OutwardRequest = {
  readonly method: 'POST' | 'OPTIONS';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Status and headers of the answer; its body is nobody's business. */
export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders };

/**
 * How requests go out. `timeoutMs` is for all that one attempt does: finding the address, asking whether the receiver wants to be
 * told, and telling. `ca` replaces the authorities that the system trusts.
 */
export type RequestLimits = { readonly timeoutMs: number; readonly ca?: string };

/** An attempt that has begun: its time is over when `signal` aborts. */
export type Attempt = Omit<RequestLimits, 'timeoutMs'> & { readonly signal: AbortSignal };

/** Begins an attempt: its time runs from now. */
export const beginAttempt = ({ timeoutMs, ...limits }: RequestLimits): Attempt => ({
  ...limits,
  signal: AbortSignal.timeout(timeoutMs),
});

/** The receiver did not answer in time. */
class AnswerOverdue extends Error {
  override readonly name = 'AnswerOverdue';
  readonly code = 'timeout';
}

/**
 * What the work comes to, unless the attempt's time is over first: for work that cannot be cut off, such as the system's search for
 * an address. Rejects with AnswerOverdue.
 */
export const inTime = <T>({ signal }: Attempt, work: Promise<T>): Promise<T> =>
  new Promise<T>((done, failed) => {
    const overdue = (): void => failed(new AnswerOverdue('not known in time'));
    if (signal.aborted) overdue();
    signal.addEventListener('abort', overdue, { once: true });
    void work.then(done, failed).finally(() => signal.removeEventListener('abort', overdue));
  });

/** Connects to the addresses that were checked: the name is not asked for again, so it cannot point elsewhere by now. */
const pinned =
  ({ addresses }: Target): LookupFunction =>
  (_host, { all }, found) => {
    const [first] = addresses;
    if (all === true) found(null, [...addresses]);
    else found(null, first?.address ?? '', first?.family);
  };

/**
 * Sends one request and answers with the receiver's status; redirects are answers like others, none is followed. Throws
 * AnswerOverdue, or the error of the connection.
 */
export const send = async (target: Target, given: OutwardRequest, { signal, ca }: Attempt): Promise<Answer> => {
  const { url } = target;
  const { body = '' } = given;
  const options: RequestOptions = {
    ...{ method: given.method, lookup: pinned(target), agent: false, signal, maxHeaderSize: 16_384 },
    headers: { ...given.headers, 'content-length': Buffer.byteLength(body) },
    ...(ca === undefined ? {} : { ca }),
  };
  try {
    return await new Promise<Answer>((answered, failed) => {
      const request = url.protocol === 'https:' ? tlsRequest(url, options) : plainRequest(url, options);
      request.on('error', failed);
      request.on('response', (response) => {
        answered({ status: response.statusCode ?? 0, headers: response.headers });
        response.on('error', () => undefined);
        response.destroy();
      });
      request.end(body);
    });
  } catch (error) {
    throw signal.aborted ? new AnswerOverdue('no answer in time', { cause: error }) : error;
  }
};
