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

/** How requests go out. `ca` replaces the authorities that the system trusts. */
export type RequestLimits = { readonly timeoutMs: number; readonly ca?: string };

/** The receiver did not answer in time. */
class AnswerOverdue extends Error {
  override readonly name = 'AnswerOverdue';
  readonly code = 'timeout';
}

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
export const send = async (target: Target, given: OutwardRequest, limits: RequestLimits): Promise<Answer> => {
  const { url } = target;
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const { body = '' } = given;
  const options: RequestOptions = {
    ...{ method: given.method, lookup: pinned(target), agent: false, signal: timeout, maxHeaderSize: 16_384 },
    headers: { ...given.headers, 'content-length': Buffer.byteLength(body) },
    ...(limits.ca === undefined ? {} : { ca: limits.ca }),
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
    throw timeout.aborted ? new AnswerOverdue('no answer in time', { cause: error }) : error;
  }
};
