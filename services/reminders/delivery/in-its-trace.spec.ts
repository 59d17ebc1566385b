import { openTelemetry } from '@etapp/telemetry';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';

import { deliverNext } from './deliver.js';
import { followWebhooks } from './follow-webhooks.js';
import { outgoingBench, type OutgoingBench } from './outgoing-bench.fixture.js';
import { type Receiver, startReceiver } from './receiver.fixture.js';

/** The correlation of all facts of the bench. */
const trace = '0197e7a00c0f70008000000000000001';

let bench: OutgoingBench;
let receiver: Receiver;
beforeEach(async () => {
  bench = await outgoingBench();
  receiver = await startReceiver();
  bench.hosts.push(receiver.host);
  await bench.tell(receiver.url);
  await bench.record({
    ...{ type: 'WaitingEnded', stream: { id: randomUUID() } },
    data: { waitId: randomUUID(), reasonCode: 'over' },
  });
  await followWebhooks(bench.parts);
});
afterEach(async () => {
  await receiver.close();
  await bench.close();
});

const parsed = (text: string): unknown => JSON.parse(text);
const posted = (): readonly unknown[] => receiver.posted().map(({ body }) => parsed(body));

describe('a delivery', () => {
  it('is a span in the trace of the request that led to its event, which the receiver is told of', async () => {
    const exporter = new InMemorySpanExporter();
    const tracing = openTelemetry({ service: 'spec', processor: new SimpleSpanProcessor(exporter) });
    await deliverNext({ ...bench.parts, tracing });
    const [span] = exporter.getFinishedSpans();
    expect([span?.name, span?.spanContext().traceId]).toEqual(['deliver webhook', trace]);
    expect(span?.attributes).toEqual({ 'etapp.channel': 'webhook', 'etapp.outcome': 'sent' });
    const traceparent = `00-${trace}-${span?.spanContext().spanId}-01`;
    expect(posted()).toEqual([expect.objectContaining({ traceparent })]);
  });

  it('tells of no trace where nobody traces', async () => {
    await deliverNext(bench.parts);
    expect(posted()).toEqual([expect.not.objectContaining({ traceparent: expect.anything() })]);
  });
});
