import type { Span } from '@etapp/telemetry';

import type { AtOnce } from '../at-once.js';
import { nextAttemptAt, windowMs } from './backoff.js';
import { type Channel, codeOf, type Delivery, type Outcome, outdated } from './delivery.js';
import { claimDelivery, settleDelivery } from './outgoing.js';
import { inItsTrace } from './in-its-trace.js';
import { type MailParts, sendMail } from './send-mail.js';
import { sendWebhook, type WebhookParts } from './send-webhook.js';

/**
 * What sending needs. Without `mail` no letter goes out, without secrets no event: those on the list wait, letters no longer
 * than one is tried.
 */
export type DeliverParts = WebhookParts & {
  /** Days for which what was sent stays on the list. */
  readonly keepDays: number;
  readonly mail: MailParts | undefined;
  /** A number from 0 up to 1, at random. */
  readonly chance: () => number;
  /** How long a sender has a delivery in hand before another may take it, milliseconds. Longer than any attempt lasts. */
  readonly leaseMs: number;
  /** Called between sending and writing it down: what dies here is sent again with the same key. */
  readonly sent?: (delivery: Delivery) => Promise<void>;
};

/**
 * A letter that nobody sent in its time, such as while there was no mail server: it would tell of reminders that were read
 * long since, and all such letters would go out at once.
 */
const isOutdated = ({ now }: DeliverParts, { channel, dueAt }: Delivery): boolean =>
  channel === 'email' && Date.parse(now()) - Date.parse(dueAt) > windowMs;

const attempt = async (parts: DeliverParts, delivery: Delivery, span: Span): Promise<Outcome> => {
  if (isOutdated(parts, delivery)) return { kind: 'void', error: outdated };
  try {
    const { mail } = parts;
    return await (mail !== undefined && delivery.channel === 'email'
      ? sendMail(mail, delivery)
      : sendWebhook(parts, delivery, span.traceParent));
  } catch (thrown) {
    return { kind: 'failed', error: codeOf(thrown) };
  }
};

const channelsOf = ({ mail, secrets }: DeliverParts): readonly Channel[] => [
  ...(mail === undefined ? [] : (['email'] as const)),
  ...(secrets.length === 0 ? [] : (['webhook'] as const)),
];

const next = ({ now, chance }: DeliverParts, { attempts, firstAt }: Delivery, outcome: Outcome) =>
  outcome.kind !== 'failed' || outcome.final === true
    ? undefined
    : nextAttemptAt({ attempts, firstAt, now: now(), chance: chance() });

/**
 * Sends what is due first, once, and writes down what became of it. False if nothing is due. At least once: a sender that
 * dies after sending leaves the delivery to the next one, with the same key. `inTurn` orders the senders of a process.
 */
export const deliverNext = async (parts: DeliverParts, inTurn: AtOnce = (work) => work()): Promise<boolean> => {
  const { pool, now, leaseMs, sent } = parts;
  const delivery = await inTurn(() => claimDelivery(pool, { now: now(), leaseMs, channels: channelsOf(parts) }));
  if (delivery === undefined) return false;
  const outcome = await inItsTrace(parts, delivery, (span) => attempt(parts, delivery, span));
  await sent?.(delivery);
  await settleDelivery(pool, delivery, { outcome, next: next(parts, delivery, outcome), now: now() });
  return true;
};
