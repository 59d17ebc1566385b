import { v7 as newId } from 'uuid';

import type { StartedService } from './started-service.fixture.js';

/** An answer over HTTP: status, headers and JSON. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

/** What a command may be sent with; `at` sets the clock first. */
export type Sending = { readonly at?: string; readonly key?: string; readonly ifMatch?: string | null };

/** One user's HTTP client: remembers the version of each stream it saw, and waits for its own writes when it reads. */
export const callerOf = (
  service: StartedService,
  userId: string,
  shared: { position?: string | undefined; versions: Map<string, string> },
) => {
  const send = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<Answer> => {
    const response = await fetch(`${service.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await service.tokenFor(userId)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };

  const post = async (path: string, body: object, sending: Sending = {}): Promise<Answer> => {
    if (sending.at !== undefined) service.clock.set(sending.at);
    const stream = path.split('/').slice(0, 4).join('/');
    const seen = sending.ifMatch === undefined ? shared.versions.get(stream) : sending.ifMatch;
    const answer = await send(
      'POST',
      path,
      { 'idempotency-key': sending.key ?? newId(), ...(typeof seen === 'string' ? { 'if-match': seen } : {}) },
      body,
    );
    if (answer.status < 300) {
      const created = answer.headers.get('location');
      shared.versions.set(created ?? stream, answer.headers.get('etag') ?? '');
      shared.position = answer.headers.get('etapp-position') ?? shared.position;
    }
    return answer;
  };

  return {
    userId,
    send,
    post,
    /** Sends a command that must be accepted; answers the receipt. */
    does: async (path: string, body: object, sending: Sending = {}) => {
      const answer = await post(path, body, sending);
      if (answer.status >= 300) throw new Error(`${path} was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    /** Sends a command that must be refused; answers the problem. */
    isRefused: async (path: string, body: object, sending: Sending = {}) => {
      const answer = await post(path, body, sending);
      if (answer.status < 300) throw new Error(`${path} was accepted`);
      return answer.body;
    },
    /** Reads, once the read models show everything that was written so far. */
    reads: async (path: string): Promise<unknown> => {
      const waitFor = shared.position === undefined ? {} : { 'etapp-wait-for': shared.position };
      const answer = await send('GET', path, path.includes('/audit/') ? {} : waitFor);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
  };
};

/** One user's HTTP client. */
export type CallerOf = ReturnType<typeof callerOf>;
