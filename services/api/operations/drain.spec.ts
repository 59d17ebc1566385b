import { Agent, type IncomingMessage, request } from 'node:http';

import { waitFor } from '@etapp/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';

import { createAdapter } from '../adapter.js';
import { ProblemFilter } from '../problems/problem-filter.js';
import { createDrain, type Drain, type DrainTimes } from './drain.js';
import { healthOf } from './health.js';

let fastify: FastifyInstance;
let drain: Drain;
let agent: Agent;
let port: string;
/** Requests that wait to be answered. */
let inHand: (() => void)[];

const open = async (times: DrainTimes): Promise<void> => {
  drain = createDrain(times);
  fastify = createAdapter(new ProblemFilter(), []).getInstance();
  drain.install(fastify);
  fastify.get('/quick', async () => ({ answered: true }));
  fastify.get('/slow', async () => {
    await new Promise<void>((resolve) => inHand.push(resolve));
    return { answered: true };
  });
  ({ port } = new URL(await fastify.listen({ port: 0, host: '127.0.0.1' })));
};
beforeEach(() => {
  inHand = [];
  agent = new Agent({ keepAlive: true });
});
afterEach(async () => {
  agent.destroy();
  for (const answer of inHand) answer();
  await fastify.close();
});

const get = async (path: string) => {
  const sent = request({ agent, host: '127.0.0.1', port, path }).end();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject);
  });
  response.resume();
  return { status: response.statusCode, connection: response.headers.connection };
};
const end = () => drain.run(fastify, () => fastify.close());

describe('an API that ends', () => {
  it('was ready until then, and is not from that moment', async () => {
    await open({ noticeMs: 10_000, withinMs: 10 });
    expect(await healthOf([drain.readiness])).toMatchObject({ status: 'up' });
    const ending = end();
    expect(await healthOf([drain.readiness])).toEqual({
      status: 'down',
      checks: [{ name: 'accepting', ok: false, fault: 'Draining' }],
    });
    await ending;
  });

  it('goes on answering while it gives notice, and lets connections close', async () => {
    await open({ noticeMs: 300 });
    expect(await get('/quick')).toEqual({ status: 200, connection: 'keep-alive' });
    const ending = end();
    expect(await get('/quick')).toEqual({ status: 200, connection: 'close' });
    await ending;
    await expect(get('/quick')).rejects.toThrow();
  });

  it('answers what it has in hand, and only then is done', async () => {
    await open({});
    const answer = get('/slow');
    await waitFor(() => inHand.length === 1);
    let done = false;
    const ending = end().then(() => (done = true));
    await waitFor(() => !fastify.server.listening);
    expect(done).toBe(false);
    inHand[0]?.();
    expect(await answer).toEqual({ status: 200, connection: 'close' });
    await ending;
  });

  it('cuts off what is not answered in time', async () => {
    await open({ withinMs: 50 });
    const answer = get('/slow');
    await waitFor(() => inHand.length === 1);
    const cut = expect(answer).rejects.toThrow();
    await end();
    await cut;
  });
});
