import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasRedisServer, testRedis, type TestRedis, waitFor } from '@etapp/testing';

import { bellContract } from './bell-contract.fixture.js';
import type { Bell } from './port.js';
import { redisBell } from './redis-bell.js';

const now = (): string => new Date().toISOString();
const longAgo = '2026-03-02T06:00:00.000Z';
const aMinuteOn = (): string => new Date(Date.now() + 60_000).toISOString();

/** A bell with a listener. */
const listening = (url: string): { readonly bell: Bell; readonly rung: string[] } => {
  const rung: string[] = [];
  const bell = redisBell({ url, now, onTrouble: () => undefined });
  bell.onRing(async (id) => void rung.push(id));
  return { bell, rung };
};

const lossesOf = (redisOf: () => TestRedis): void => {
  it('forgets what it was asked for at a flush, and takes new rings at once', async () => {
    const { bell, rung } = listening(redisOf().url);
    await bell.ring('forgotten', aMinuteOn());
    await redisOf().flush();
    expect(await bell.health()).toMatchObject({ reachable: true, delayed: 0 });
    await bell.ring('after', longAgo);
    await waitFor(() => rung.includes('after'));
    await bell.close();
  });

  it.each([{ empty: false }, { empty: true }])('rings again after a restart, %o', async (how) => {
    const { bell, rung } = listening(redisOf().url);
    await bell.ring('before', longAgo);
    await waitFor(() => rung.includes('before'));
    await redisOf().restart(how);
    await waitFor(() => bell.ring('after', longAgo).then(() => true));
    await waitFor(() => rung.includes('after'));
    await bell.close();
  });
};

const outagesOf = (redisOf: () => TestRedis): void => {
  it('refuses to ring while Redis is down, says so, and rings again when it is back', async () => {
    const { bell, rung } = listening(redisOf().url);
    await bell.ring('before', longAgo);
    await waitFor(() => rung.includes('before'));
    await redisOf().kill();
    await expect(bell.ring('meanwhile', longAgo)).rejects.toMatchObject({ name: 'BellUnavailable' });
    expect(await bell.health()).toMatchObject({ reachable: false });
    await redisOf().start();
    await waitFor(() => bell.ring('after', longAgo).then(() => true));
    await waitFor(() => rung.includes('after'));
    await bell.close();
  });

  it('begins before Redis does', async () => {
    await redisOf().stop();
    const { bell, rung } = listening(redisOf().url);
    expect(await bell.health()).toMatchObject({ reachable: false });
    await redisOf().start();
    await waitFor(() => bell.ring('after', longAgo).then(() => true));
    await waitFor(() => rung.includes('after'));
    await bell.close();
  });

  it('ends while Redis is down', async () => {
    const { bell, rung } = listening(redisOf().url);
    await bell.ring('before', longAgo);
    await waitFor(() => rung.includes('before'));
    await redisOf().stop();
    await bell.close();
    await redisOf().start();
    await expect(bell.ring('after', longAgo)).rejects.toThrow('closed');
  });
};

const onRedis = (): void => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await testRedis();
  });
  afterAll(() => redis.close());

  bellContract(
    (parts) => redisBell({ ...parts, url: redis.url }),
    () => redis.flush(),
  );

  lossesOf(() => redis);
  outagesOf(() => redis);

  it('warns of a Redis that would forget rings when its memory is full', async () => {
    const { bell } = listening(redis.url);
    expect(await bell.health()).toMatchObject({ warnings: [] });
    await redis.set('maxmemory-policy', 'allkeys-lru');
    expect(await bell.health()).toMatchObject({ warnings: ['redis-evicts'] });
    await redis.set('maxmemory-policy', 'noeviction');
    await bell.close();
  });
};

const here = hasRedisServer();

describe('the bell on Redis', () => {
  if (here) onRedis();
  else it('is not tried: this machine has no redis-server', () => expect(here).toBe(false));
});
