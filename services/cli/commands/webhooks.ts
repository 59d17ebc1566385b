import { randomUUID } from 'node:crypto';

import { aggregates, storedNamesByType } from '@etapp/domain';
import { StoreUnavailable } from '@etapp/event-store';
import {
  addWebhook,
  endWebhook,
  findWebhook,
  ForbiddenTarget,
  hmacSecretsOf,
  listWebhooks as storedWebhooks,
  pingWebhook,
  publicKeysOf,
  requireTarget,
  type Webhook,
} from '@etapp/reminder-service';
import { validate } from 'uuid';

import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import { type Outgoing, withOutgoing } from '../outgoing.js';
import type { Run } from '../run.js';

/** What `webhooks add` accepts. */
export type AddOptions = {
  readonly type?: readonly string[];
  readonly from?: string;
  readonly hmac?: boolean;
  readonly dryRun?: boolean;
};

const storedNames = storedNamesByType(Object.values(aggregates));

const requireTypes = (published: readonly string[]): readonly string[] =>
  published.map(
    (type) =>
      storedNames.get(type) ??
      stop('usage', { sv: `Ingen händelse heter ${type}.`, en: `No event is published as ${type}.` }),
  );

const noPosition = {
  sv: '--from är start, head eller en position, som etapp replay --json visar dem.',
  en: '--from is start, head or a position, as etapp replay --json shows them.',
};
const notInLog = (from: string) => ({
  sv: `Ingen händelse står @${from} i loggen: där kan ingen fortsätta.`,
  en: `No event stands @${from} in the log: nobody can go on from there.`,
});

/** Whether a reader could go on from there. EventStoreDB reads from places of events only, and answers others with an error. */
const canBeReadFrom = async ({ parts: { store } }: Outgoing, position: string): Promise<boolean> => {
  try {
    await store.readAll(position, {}, 1);
    return true;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    // A log that answers this is there: it was the position.
    await store.head();
    return false;
  }
};

/** A webhook that is given a position beyond the log, or none of its own, would stop at every round. */
const positionOf = async (outgoing: Outgoing, from = 'head'): Promise<string> => {
  const { store } = outgoing.parts;
  if (from === 'head') return store.head();
  if (from === 'start') return store.start;
  if (!/^[\d/]+$/.test(from) || !(store.compare(from, store.start) >= 0)) return stop('usage', noPosition);
  const isBeyond = store.compare(from, await store.head()) > 0;
  return isBeyond || !(await canBeReadFrom(outgoing, from)) ? stop('usage', notInLog(from)) : from;
};

const requireAllowed = async ({ parts, tenant }: Outgoing, url: string): Promise<void> => {
  try {
    await requireTarget(tenant, url, parts.rules);
  } catch (thrown) {
    if (!(thrown instanceof ForbiddenTarget)) throw thrown;
    stop('refused', { sv: `Dit får inget skickas: ${thrown.code}`, en: `Nothing may be sent there: ${thrown.code}` });
  }
};

const publishedTypes = (types: readonly string[]): readonly string[] =>
  [...storedNames].filter(([, name]) => types.includes(name)).map(([type]) => type);

const tell = ({ output }: Run, { parts: { secrets } }: Outgoing, webhook: Webhook): void => {
  const { webhookId, url, signature, state, position } = webhook;
  const types = publishedTypes(webhook.types);
  const keys = signature === 'v1a' ? publicKeysOf(secrets) : [];
  output.result({ kind: 'webhook', webhookId, url, types, signature, state, position, keys }, [
    `${webhookId}  ${state}  ${url}  ${types.join(' ') || '*'}  ${signature}  @${position}`,
  ]);
};

/** The only time that secrets are shown. Stored nowhere: they follow from the signing secrets and the webhook. */
const tellSecrets = ({ output }: Run, { parts: { secrets } }: Outgoing, { webhookId }: Webhook): void => {
  const shown = hmacSecretsOf(secrets, webhookId);
  output.result({ kind: 'webhook-secrets', webhookId, secrets: shown }, shown);
};

/** `etapp webhooks add <url>`: somebody outside is told of facts, once they have agreed to it. */
export const addHook = (run: Run, url: string, options: AddOptions): Promise<ExitCode> =>
  withOutgoing(run, async (outgoing) => {
    const { parts, tenant } = outgoing;
    if (parts.secrets.length === 0) {
      stop('refused', { sv: 'ETAPP_WEBHOOK_KEY_FILE saknas.', en: 'ETAPP_WEBHOOK_KEY_FILE is missing.' });
    }
    const types = requireTypes(options.type ?? []);
    await requireAllowed(outgoing, url);
    const position = await positionOf(outgoing, options.from);
    const asked = { tenant, webhookId: randomUUID(), url, types, position } as const;
    const webhook: Webhook = { ...asked, signature: options.hmac === true ? 'v1' : 'v1a', state: 'unconfirmed' };
    if (options.dryRun !== true) await addWebhook(parts.pool, webhook, { now: run.now() });
    tell(run, outgoing, webhook);
    if (webhook.signature === 'v1' && options.dryRun !== true) tellSecrets(run, outgoing, webhook);
    return exitCodes.done;
  });

/** `etapp webhooks list`. */
export const listHooks = (run: Run): Promise<ExitCode> =>
  withOutgoing(run, async (outgoing) => {
    for (const webhook of await storedWebhooks(outgoing.parts.pool, outgoing.tenant)) tell(run, outgoing, webhook);
    return exitCodes.done;
  });

const requireHook = async ({ parts, tenant }: Outgoing, id: string): Promise<Webhook> => {
  const found = validate(id) ? await findWebhook(parts.pool, tenant, id) : undefined;
  return found ?? stop('notFound', { sv: `Det finns ingen webhook ${id}.`, en: `There is no webhook ${id}.` });
};

/** `etapp webhooks remove <id>`: ends it for good, with what was on its way to it. */
export const removeHook = (run: Run, id: string, { dryRun = false }: { dryRun?: boolean }): Promise<ExitCode> =>
  withOutgoing(run, async (outgoing) => {
    const webhook = await requireHook(outgoing, id);
    if (!dryRun) await endWebhook(outgoing.parts.pool, webhook, { now: run.now() });
    tell(run, outgoing, { ...webhook, state: 'ended' });
    return exitCodes.done;
  });

/** `etapp webhooks ping <id>`: shakes hands and sends one message that says nothing. Ends with 1 if it did not arrive. */
export const pingHook = (run: Run, id: string): Promise<ExitCode> =>
  withOutgoing(run, async (outgoing) => {
    const webhook = await requireHook(outgoing, id);
    if (webhook.state === 'ended') {
      stop('conflict', { sv: 'Webhooken är avslutad.', en: 'The webhook has ended.' });
    }
    const outcome = await pingWebhook(outgoing.parts, webhook, { id: randomUUID() });
    const error = outcome.kind === 'sent' ? undefined : outcome.error;
    run.output.result({ kind: 'ping', webhookId: id, outcome: outcome.kind, error }, [error ?? outcome.kind]);
    return outcome.kind === 'sent' ? exitCodes.done : exitCodes.findings;
  });
