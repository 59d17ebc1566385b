import { createServer, type Server, type ServerResponse } from 'node:http';

import type { Registry } from 'prom-client';

/** Where a program listens for those who operate it, and what it says of its health besides its figures. */
type OperationsAt = {
  readonly host: string;
  readonly port: number;
  /** Asked for `/health/ready`; without it the program has no such address. */
  readonly health?: () => Promise<{ readonly status: 'up' | 'degraded' | 'down' }>;
};

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
};

const answerHealth = (response: ServerResponse, health: NonNullable<OperationsAt['health']>): void => {
  health().then(
    (found) => answer(response, found.status === 'down' ? 503 : 200, found),
    () => answer(response, 503, { status: 'down', checks: [] }),
  );
};

/**
 * Serves `/metrics` as Prometheus text on a port of its own, so that it need not be reachable where the program's users
 * are; with `health` also `/health/live` and `/health/ready`. `refresh` brings the figures up to date that are not counted
 * as things happen; where it fails the answer is 503.
 */
export const serveMetrics = (
  registry: Registry,
  refresh: () => Promise<void>,
  { host, port, health }: OperationsAt,
): Promise<Server> => {
  const server = createServer(({ url }, response) => {
    if (health !== undefined && url === '/health/live') return answer(response, 200, { status: 'up', checks: [] });
    if (health !== undefined && url === '/health/ready') return answerHealth(response, health);
    if (url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    refresh()
      .then(() => registry.metrics())
      .then(
        (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
        () => response.writeHead(503).end(),
      );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
};
