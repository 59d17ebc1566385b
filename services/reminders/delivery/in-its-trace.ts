import type { EventStore, StoredEvent } from '@etapp/event-store';
import { parseStreamName } from '@etapp/kernel';
import { causeIn, noTracing, placeOf, type Span, type Start, type Tracing } from '@etapp/telemetry';

import type { Delivery, Outcome } from './delivery.js';

/** What following a trace to the outside takes. */
export type DeliveryTracing = { readonly store: EventStore; readonly tracing?: Tracing | undefined };

/** An event that cannot be read now is no reason not to send: the trace then begins here. */
const eventOf = async (store: EventStore, { stream, version }: Delivery): Promise<StoredEvent | undefined> => {
  try {
    return (await store.readStream(parseStreamName(stream), version))[0];
  } catch {
    return undefined;
  }
};

/** Runs one attempt at a delivery as a span in the trace of the request that led to its event. */
export const inItsTrace = async (
  { store, tracing = noTracing }: DeliveryTracing,
  delivery: Delivery,
  attempt: (span: Span) => Promise<Outcome>,
): Promise<Outcome> => {
  const stored = tracing.on ? await eventOf(store, delivery) : undefined;
  const cause = stored === undefined ? undefined : causeIn(stored.header);
  const place = cause === undefined ? undefined : placeOf(cause);
  const { channel } = delivery;
  const start: Start = {
    ...{ name: `deliver ${channel}`, kind: 'client', attributes: { 'etapp.channel': channel } },
    ...{ correlationId: cause?.correlationId, links: place === undefined ? [] : [place] },
  };
  return tracing.within(start, async (span) => {
    const outcome = await attempt(span);
    span.set({ 'etapp.outcome': outcome.kind, ...(outcome.kind === 'failed' ? { 'error.type': outcome.error } : {}) });
    return outcome;
  });
};
