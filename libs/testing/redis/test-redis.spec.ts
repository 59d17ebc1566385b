import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';

import { hasRedisServer } from './redis-server.js';
import { testRedis, type TestRedis } from './test-redis.js';

const withRedis = (): void => {
  let redis: TestRedis;
  let client: Redis;
  beforeAll(async () => {
    redis = await testRedis();
    client = new Redis(redis.url, { retryStrategy: () => 20 });
    client.on('error', () => undefined);
  });
  afterAll(async () => {
    client.disconnect();
    await redis.close();
  });

  it('keeps address and data over a restart, and comes back empty when asked to', async () => {
    await client.set('bell', 'rung');
    await redis.restart();
    expect(await client.get('bell')).toBe('rung');
    await redis.restart({ empty: true });
    expect(await client.get('bell')).toBeNull();
  });

  it('comes back after it was killed', async () => {
    await redis.kill();
    await redis.start();
    expect(await client.ping()).toBe('PONG');
  });

  it('forgets everything at a flush, and takes settings', async () => {
    await client.set('bell', 'rung');
    await redis.flush();
    expect(await client.dbsize()).toBe(0);
    await redis.set('maxmemory-policy', 'allkeys-lru');
    expect(await client.info('memory')).toContain('maxmemory_policy:allkeys-lru');
  });
};

const here = hasRedisServer();

describe('a throw-away Redis', () => {
  if (here) withRedis();
  else it('is not tried: this machine has no redis-server', () => expect(here).toBe(false));
});
