import { describe, expect, it } from '@jest/globals';

import { createAdapter } from './adapter.js';
import { installLimits, perMinute } from './limits.js';
import { ProblemFilter } from './problems/problem-filter.js';

/** A server that answers every client's address, behind the gateways named. */
const server = async (trustedProxies: readonly string[]) => {
  const filter = new ProblemFilter();
  const fastify = createAdapter(filter, trustedProxies).getInstance();
  fastify.setErrorHandler((error, request, reply) => filter.answer(error, request, reply));
  await installLimits(fastify);
  fastify.get('/', (request) => request.ip);
  return (from: string, forwardedFor: string) =>
    fastify.inject({ url: '/', remoteAddress: from, headers: { 'x-forwarded-for': forwardedFor } });
};

const gateway = '10.20.0.4';

describe('the address that requests are counted by', () => {
  it('is that of the connection, whatever a client writes', async () => {
    const ask = await server([]);
    expect((await ask('192.0.2.1', '198.51.100.7')).body).toBe('192.0.2.1');
  });

  it('is the one that a named gateway tells, and no other’s word counts', async () => {
    const ask = await server(['10.20.0.0/16']);
    expect((await ask(gateway, '198.51.100.7')).body).toBe('198.51.100.7');
    expect((await ask(gateway, '203.0.113.9, 198.51.100.7')).body).toBe('198.51.100.7');
    expect((await ask('192.0.2.1', '198.51.100.7')).body).toBe('192.0.2.1');
  });

  it('lets one client behind a gateway reach its limit without the others', async () => {
    const ask = await server([gateway]);
    for (let n = 0; n < perMinute; n += 1) await ask(gateway, '198.51.100.7');
    const [refused, other] = [await ask(gateway, '198.51.100.7'), await ask(gateway, '198.51.100.8')];
    expect([refused.statusCode, refused.json()]).toMatchObject([429, { code: 'too-many-requests' }]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(other.statusCode).toBe(200);
  });
});
