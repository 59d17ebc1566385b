import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { z } from 'zod';

const Span = z.object({
  ...{ name: z.string(), traceId: z.string(), spanId: z.string(), parentSpanId: z.string().optional() },
  attributes: z.array(z.object({ key: z.string(), value: z.unknown() })).default([]),
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
});
const Text = z.object({ stringValue: z.string() });
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.object({ key: z.string(), value: z.unknown() })) }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
});

/** A span as it came in, and the `service.name` of who sent it. */
type Collected = z.output<typeof Span> & { readonly service: unknown };

/** A collector of traces (OTLP over HTTP, JSON) that runs. */
export type TraceCollector = {
  readonly url: string;
  /** Where it was asked, in order. */
  readonly paths: readonly (string | undefined)[];
  readonly spans: () => readonly Collected[];
  /** What the senders say of themselves. */
  readonly resources: () => readonly { readonly key: string; readonly value?: unknown }[];
  readonly close: () => Promise<void>;
};

type Resource = z.output<typeof Export>['resourceSpans'][number];

const collectedOf = ({ resource, scopeSpans }: Resource): readonly Collected[] => {
  const named = resource.attributes.find(({ key }) => key === 'service.name')?.value;
  const service = Text.safeParse(named).data?.stringValue;
  return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service })));
};

/** Starts a collector. One that is `silent` takes requests and never answers. */
export const startCollector = async ({ silent = false } = {}): Promise<TraceCollector> => {
  const received: z.output<typeof Export>['resourceSpans'] = [];
  const paths: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    paths.push(request.url);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (silent) return;
      received.push(...Export.parse(JSON.parse(Buffer.concat(chunks).toString())).resourceSpans);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = Object.assign<Partial<AddressInfo>, unknown>({}, server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    paths,
    spans: () => received.flatMap(collectedOf),
    resources: () => received.flatMap(({ resource }) => resource.attributes),
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
