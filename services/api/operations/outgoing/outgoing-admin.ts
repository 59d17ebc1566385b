import type { Caller } from '@etapp/access';
import { withTenant } from '@etapp/database';
import type { EventStore } from '@etapp/event-store';
import type { ClientBase, Pool } from 'pg';
import { v7 as newId, validate } from 'uuid';
import type { z } from 'zod';

import { checkRoute, requirePolicy } from '../../commands/authorisation.js';
import { parseJsonBody } from '../../json-body.js';
import { faultsOfIssues } from '../../problems/faults.js';
import { ProblemError } from '../../problems/problem-error.js';
import { discardDead, Discarding, listDead, retryDead } from './dead-letters.js';
import {
  addSubscription,
  endSubscription,
  findSubscription,
  listSubscriptions,
  NewSubscription,
} from './webhook-subscriptions.js';

/** What an operator's acts on outward deliveries are made of. The pool is of the role `etapp_api`. */
export type OutgoingAdminParts = {
  readonly pool: Pool;
  readonly store: Pick<EventStore, 'head'>;
  readonly now: () => string;
  /** Hosts that may be told of facts, as `host` or `host:port`, by municipality. */
  readonly webhookHosts: Readonly<Record<string, readonly string[]>>;
};

type Act = { readonly act: string; readonly subject: string; readonly reasonCode?: string };

const parse = <S extends z.ZodType>(schema: S, text: unknown): z.output<S> => {
  const sent = parseJsonBody(text);
  const parsed = schema.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw new ProblemError('invalid-body', { errors: faultsOfIssues(parsed.error.issues, sent) });
};

const mayBeTold = (address: string, hosts: readonly string[]): boolean => {
  const { host, hostname, port, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  return hosts.includes(host) || hosts.includes(`${hostname}:${port || '443'}`);
};

/** Reads, and acts with a note of who did what in the same transaction, within the caller's municipality. */
const hands = ({ pool, now }: OutgoingAdminParts) => ({
  read: <T>(caller: Caller, work: (client: ClientBase) => Promise<T>): Promise<T> => {
    checkRoute(requirePolicy('operations.read'), caller);
    return withTenant({ pool, tenant: caller.tenant, readOnly: true }, work);
  },
  act: <T>(caller: Caller, { act, subject, reasonCode }: Act, work: (client: ClientBase) => Promise<T>): Promise<T> => {
    const { tenant, userId } = caller;
    return withTenant({ pool, tenant }, async (client) => {
      const done = await work(client);
      await client.query(
        `INSERT INTO app.operator_acts (tenant, act_id, acted_at, user_id, act, subject, reason_code)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [tenant, newId(), now(), userId, act, subject, reasonCode ?? null],
      );
      return done;
    });
  },
});

const allow = (caller: Caller): void => void checkRoute(requirePolicy('operations.manage'), caller);

const found = (isThere: boolean): void => {
  if (!isThere) throw new ProblemError('not-found');
};

const lettersOf = ({ now }: OutgoingAdminParts, { read, act }: ReturnType<typeof hands>) => ({
  deadLetters: (caller: Caller) => read(caller, listDead),
  retry: async (caller: Caller, key: string) => {
    allow(caller);
    await act(caller, { act: 'retry-dead-letter', subject: key }, async (client) =>
      found(await retryDead(client, key, now())),
    );
    return { key, state: 'pending' };
  },
  discard: async (caller: Caller, key: string, body: unknown) => {
    allow(caller);
    const { reasonCode } = parse(Discarding, body);
    await act(caller, { act: 'discard-dead-letter', subject: key, reasonCode }, async (client) =>
      found(await discardDead(client, key, now())),
    );
    return { key, state: 'void' };
  },
});

const subscriptionsOf = (parts: OutgoingAdminParts, { read, act }: ReturnType<typeof hands>) => ({
  subscriptions: (caller: Caller) => read(caller, listSubscriptions),
  subscribe: async (caller: Caller, body: unknown) => {
    allow(caller);
    const { tenant } = caller;
    const asked = parse(NewSubscription, body);
    if (!mayBeTold(asked.url, parts.webhookHosts[tenant] ?? [])) throw new ProblemError('webhook-host-not-allowed');
    const position = await parts.store.head();
    return act(caller, { act: 'add-webhook', subject: asked.webhookId }, async (client) => {
      await addSubscription(client, asked, { tenant, now: parts.now(), position });
      return findSubscription(client, asked.webhookId);
    });
  },
  unsubscribe: async (caller: Caller, webhookId: string) => {
    allow(caller);
    found(validate(webhookId));
    return act(caller, { act: 'end-webhook', subject: webhookId }, async (client) => {
      found((await findSubscription(client, webhookId)) !== undefined);
      await endSubscription(client, webhookId, parts.now());
      return findSubscription(client, webhookId);
    });
  },
});

/**
 * What an operator sees and settles of outward deliveries: dead letters, and who outside is told. Throws `not-permitted`,
 * `not-found`, `invalid-body` and `webhook-host-not-allowed`.
 */
export const outgoingAdmin = (parts: OutgoingAdminParts) => {
  const working = hands(parts);
  return { ...lettersOf(parts, working), ...subscriptionsOf(parts, working) };
};

/** Sees and settles outward deliveries. */
export type OutgoingAdmin = ReturnType<typeof outgoingAdmin>;
