import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { z } from 'zod';

const Span = z.object({
  ...{ name: z.string(), traceId: z.string(), spanId: z.string(), parentSpanId: z.string().optional() },
  attributes: z.array(z.object({ key: z.string(), value: z.unknown() })).default([]),
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
});
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.object({ key: z.string(), value: z.unknown() })) }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
});

/** A collector of traces (OTLP over HTTP, JSON). One that is `silent` takes requests and never answers. */
export const startCollector = async ({ silent = false } = {}) => {
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
    spans: () => received.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    resources: () => received.flatMap(({ resource }) => resource.attributes),
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
