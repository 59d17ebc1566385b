import { decodeEvent, type EventStore } from '@etapp/event-store';
import { cloudEventOf, type EventCatalogue, parseStreamName, type RecordedEvent } from '@etapp/kernel';
import type { Tracing } from '@etapp/telemetry';
import type { Pool } from 'pg';

import type { Delivery, Outcome } from './delivery.js';
import type { ProtectedJudge } from './protected-persons.js';
import { type Attempt, beginAttempt, inTime, type RequestLimits, send } from './request.js';
import { signatureOf, type SigningSecrets } from './signing.js';
import { requireTarget, type Target, type TargetRules } from './target.js';
import { confirmWebhook, endWebhook, findWebhook, type Webhook } from './webhooks.js';

/** What telling somebody outside needs. */
export type WebhookParts = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly catalogue: EventCatalogue;
  /** Whether an event may not leave, since it is about somebody whose identity is protected, or was at the time. */
  readonly isProtected: ProtectedJudge;
  readonly now: () => string;
  readonly secrets: SigningSecrets;
  readonly rules: TargetRules;
  readonly limits: RequestLimits;
  /** Our own host name, by which a receiver says that it wants to be told. */
  readonly origin: string;
  /** Follows the trace of a request to the outside; none: nobody looks. */
  readonly tracing?: Tracing | undefined;
};

const failed = (error: string): Outcome => ({ kind: 'failed', error });

/** Where an attempt goes, and the time that it has in all. */
type Reached = { readonly target: Target; readonly attempt: Attempt };

/**
 * Begins an attempt and finds where it goes. What names are answered by may be silent for long: not to know in time is not to know
 * the address. Throws ForbiddenTarget.
 */
const reach = async ({ rules, limits }: WebhookParts, { tenant, url }: Webhook): Promise<Reached> => {
  const attempt = beginAttempt(limits);
  const resolve: TargetRules['resolve'] = (host) => inTime(attempt, rules.resolve(host));
  return { target: await requireTarget(tenant, url, { ...rules, resolve }), attempt };
};

/** Asks whether the receiver wants to be told at all. Method: CloudEvents 1.0, HTTP 1.1 Web Hooks, section 4. */
const handshake = async ({ origin }: WebhookParts, { target, attempt }: Reached): Promise<boolean> => {
  const answer = await send(target, { method: 'OPTIONS', headers: { 'webhook-request-origin': origin } }, attempt);
  const allowed = answer.headers['webhook-allowed-origin'];
  return answer.status >= 200 && answer.status < 300 && (allowed === '*' || allowed === origin);
};

/** Whether the receiver wants to be told; one that never was asked is asked now, and its yes is kept. */
const isWilling = async (parts: WebhookParts, webhook: Webhook, reached: Reached): Promise<boolean> => {
  if (webhook.state !== 'unconfirmed') return true;
  if (!(await handshake(parts, reached))) return false;
  await confirmWebhook(parts.pool, webhook);
  return true;
};

/** What is posted: the message's id, the same at every attempt, and the CloudEvent. */
type Message = { readonly id: string; readonly attempt: number; readonly content: object };

const statusOutcome = (status: number): Outcome => {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  return failed(status >= 300 && status < 400 ? 'redirected' : `http-${status}`);
};

/** Posts one signed message; 410 ends the webhook. */
const post = async (
  parts: WebhookParts,
  { webhook, target, attempt }: Reached & { readonly webhook: Webhook },
  { id, attempt: nth, content }: Message,
): Promise<Outcome> => {
  const { pool, now, secrets } = parts;
  const [body, timestamp] = [JSON.stringify(content), Math.floor(Date.parse(now()) / 1_000)];
  const { webhookId, signature } = webhook;
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': 'Etapp',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatureOf(secrets, { id, timestamp, body, webhookId, signature }),
    'etapp-delivery': `at-least-once; attempt=${nth}`,
  };
  const { status } = await send(target, { method: 'POST', headers, body }, attempt);
  if (status !== 410) return statusOutcome(status);
  await endWebhook(pool, webhook, { now: now() });
  return { kind: 'void', error: 'webhook-ended' };
};

const findEvent = async (
  { store, catalogue }: WebhookParts,
  delivery: Delivery,
): Promise<RecordedEvent | undefined> => {
  const [stored] = await store.readStream(parseStreamName(delivery.stream), delivery.version);
  return stored === undefined ? undefined : decodeEvent(catalogue, stored);
};

/**
 * Tells a webhook of one event, and of the span that does so where one is recorded (CloudEvents, Distributed Tracing
 * extension). Throws what kept it from being sent; the error's code says why.
 */
export const sendWebhook = async (parts: WebhookParts, delivery: Delivery, traceParent?: string): Promise<Outcome> => {
  const { tenant, recipient = '', key: id, attempts: attempt } = delivery;
  const webhook = await findWebhook(parts.pool, tenant, recipient);
  if (webhook === undefined || webhook.state === 'ended') return { kind: 'void', error: 'webhook-ended' };
  const event = await findEvent(parts, delivery);
  if (event === undefined) return failed('unknown-event');
  // First of all: neither a question of names nor a handshake may show that there was something to tell.
  if (await parts.isProtected(event)) return { kind: 'void', error: 'protected-person' };
  const reached = await reach(parts, webhook);
  if (!(await isWilling(parts, webhook, reached))) return failed('handshake-refused');
  const content = { ...cloudEventOf(event, parts.catalogue), ...(traceParent && { traceparent: traceParent }) };
  return post(parts, { webhook, ...reached }, { id, attempt, content });
};

/** Shakes hands with a webhook's receiver and posts one signed message that says nothing. Throws like `sendWebhook`. */
export const pingWebhook = async (
  parts: WebhookParts,
  webhook: Webhook,
  { id }: { readonly id: string },
): Promise<Outcome> => {
  const reached = await reach(parts, webhook);
  if (!(await handshake(parts, reached))) return failed('handshake-refused');
  const content = {
    ...{ specversion: '1.0', id, source: `urn:etapp:${webhook.tenant}`, type: 'se.etapp.webhook.pinged.v1' },
    ...{ time: parts.now(), datacontenttype: 'application/json', data: {} },
  };
  return post(parts, { webhook, ...reached }, { id: `ping_${id}`, attempt: 1, content });
};
