import { createServer, type Server } from 'node:http';

import type { Metrics } from './metrics.js';

/** Serves `/metrics` as Prometheus text on a port of its own, so that it need not be reachable where the API is. */
export const serveMetrics = (
  metrics: Pick<Metrics, 'registry'>,
  refresh: () => Promise<void>,
  at: { host: string; port: number },
): Promise<Server> => {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    refresh()
      .then(() => metrics.registry.metrics())
      .then(
        (text) => response.writeHead(200, { 'Content-Type': metrics.registry.contentType }).end(text),
        () => response.writeHead(503).end(),
      );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => resolve(server));
  });
};
