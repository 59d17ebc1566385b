import { createServer, type Server } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { requireFreePort } from './free-port.js';

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
const close = (server: Server): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));

describe('a port that the standalone wants', () => {
  it('is named when it is taken, with the variable that chooses another', async () => {
    const other = createServer();
    const port = await listen(other, 0);
    const wanted = { host: '127.0.0.1', port, variable: 'ETAPP_PORT' };
    await expect(requireFreePort(wanted)).rejects.toThrow(new RegExp(`port ${port} is taken.*ETAPP_PORT`));
    await close(other);
  });

  it('can be listened on after it was asked for', async () => {
    const [first, second] = [createServer(), createServer()];
    const port = await listen(first, 0);
    await close(first);
    await requireFreePort({ host: '127.0.0.1', port, variable: 'ETAPP_PORT' });
    expect(await listen(second, port)).toBe(port);
    await close(second);
  });
});
