import { v7 as newId } from 'uuid';
import { z } from 'zod';

import { instant } from './local-time.fixture.js';
import { type StartedService, tenant } from './started-service.fixture.js';

/** A started service in which time passes, and what is due by then happens. */
export type TimedService = StartedService & { readonly passTo: (local: string) => Promise<void> };

/** An answer over HTTP. */
type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

type Request = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
};

/** What all users together have seen: the newest position, and the version of each stream by its path. */
export type Seen = { position: string; readonly versions: Map<string, string> };

/** What a command has recorded, as its receipt says. */
const Receipt = z.object({ changed: z.boolean(), events: z.array(z.object({ type: z.string() })) });
type Receipt = z.output<typeof Receipt>;

/** Why a command was refused: a code, and ids, codes or numbers that belong to it. */
const Problem = z.object({ status: z.int(), code: z.string(), details: z.record(z.string(), z.unknown()).optional() });
type Problem = z.output<typeof Problem>;

const sendAs = async (
  { url, tokenFor }: StartedService,
  userId: string,
  { method, path, headers = {}, body }: Request,
): Promise<Answer> => {
  const sent = new Headers(headers);
  sent.set('authorization', `Bearer ${await tokenFor(userId)}`);
  if (body !== undefined) sent.set('content-type', 'application/json');
  const init = { method, headers: sent, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(`${url}${path}`, init);
  const text = await response.text();
  const answered: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: answered };
};

const failed = (path: string, { status, body }: Answer): Error =>
  new Error(`${path} was answered ${status} ${JSON.stringify(body)}`);

/** `/v1/cases/{id}/commands/…` names the stream by `/v1/cases/{id}`. */
const streamPath = (path: string): string => path.split('/').slice(0, 4).join('/');

const collections = [
  ['cases', 'case'],
  ['persons', 'person'],
  ['staff', 'staff'],
  ['reminders', 'reminders'],
] as const;

/** How many events the stream of a command has; the body names a stream that the command would create. */
const streamLength = async ({ api }: StartedService, path: string, body: object): Promise<number> => {
  const [, , collection, inPath] = path.split('/');
  const category = collections.find(([name]) => name === collection)?.[1];
  if (category === undefined) throw new Error(`no stream is known for ${path}`);
  const id = z.string().parse(inPath ?? Reflect.get(body, `${category}Id`));
  return (await api.store.readStream({ category, tenant, id })).length;
};

/** Sends a command with the version last seen of its stream, and remembers what the answer shows. */
const command = async (service: TimedService, userId: string, sending: Sending & { readonly seen: Seen }) => {
  const { path, body, at, seen } = sending;
  if (at !== undefined) await service.passTo(at);
  const stream = streamPath(path);
  const version = seen.versions.get(stream);
  const headers = { 'idempotency-key': newId(), ...(version === undefined ? {} : { 'if-match': version }) };
  const answer = await sendAs(service, userId, { method: 'POST', path, headers, body });
  if (answer.status < 300) {
    seen.versions.set(answer.headers.get('location') ?? stream, answer.headers.get('etag') ?? '');
    const position = answer.headers.get('etapp-position') ?? '';
    // Answers to commands sent side by side may come in any order.
    if (service.api.store.compare(position, seen.position) > 0) seen.position = position;
  }
  return answer;
};

type Sending = { readonly path: string; readonly body: object; readonly at?: string | undefined };

const doOrFail = async (service: TimedService, userId: string, sending: Sending & { seen: Seen }) => {
  const answer = await command(service, userId, sending);
  if (answer.status >= 300) throw failed(sending.path, answer);
  return Receipt.parse(answer.body);
};

const refuseOrFail = async (service: TimedService, userId: string, sending: Sending & { seen: Seen }) => {
  const { path, body } = sending;
  const before = await streamLength(service, path, body);
  const answer = await command(service, userId, sending);
  if (answer.status < 400 || answer.status >= 500) throw failed(path, answer);
  const after = await streamLength(service, path, body);
  if (before !== after) throw new Error(`${path} was refused, but its stream went from ${before} to ${after}`);
  return Problem.parse(answer.body);
};

/** One user's HTTP client: sends versions that were seen before, and waits for what was written when it reads. */
export const callerOf = (service: TimedService, userId: string, seen: Seen) => {
  const read = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> => {
    const answer = await sendAs(service, userId, { method: 'GET', path, headers });
    if (answer.status !== 200) throw failed(path, answer);
    return answer.body;
  };
  return {
    userId,
    /** Whether the service knows this user by now. */
    isKnown: async (): Promise<boolean> =>
      (await sendAs(service, userId, { method: 'GET', path: '/v1/me' })).status === 200,
    /** Sends a command that must be accepted, at a local time if one is stated; answers the receipt. */
    does: (path: string, body: object, at?: string): Promise<Receipt> =>
      doOrFail(service, userId, { path, body, at, seen }),
    /** Sends a command that must be refused and leave its stream as it was; answers the problem. */
    isRefused: (path: string, body: object, at?: string): Promise<Problem> =>
      refuseOrFail(service, userId, { path, body, at, seen }),
    /** Reads, once the read models show everything that was written so far. */
    reads: (path: string): Promise<unknown> => read(path, { 'etapp-wait-for': seen.position }),
    /** Reads a read model as it was known at a local time; `query` is what the live list takes. */
    readsAsOf: (local: string, name: string, query: string): Promise<unknown> =>
      read(`/v1/audit/read-models/${name}?${query}&asOf=${instant(local)}`),
  };
};

/** One user's HTTP client. */
export type Caller = ReturnType<typeof callerOf>;

/** One user at work in one case: its commands by the names in addresses. */
export const inCase = (caller: Caller, caseId: string) => ({
  caseId,
  does: (name: string, body: object, at?: string) => caller.does(`/v1/cases/${caseId}/commands/${name}`, body, at),
  isRefused: (name: string, body: object, at?: string) =>
    caller.isRefused(`/v1/cases/${caseId}/commands/${name}`, body, at),
});

/** One user at work in one case. */
export type InCase = ReturnType<typeof inCase>;
