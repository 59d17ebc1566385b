import { describe, expect, it } from '@jest/globals';

import { readRingingConfig } from './ringing.js';

const url = 'postgres://u:p@db.example.se:5432/etapp';
const least = { ETAPP_REMINDERS_DATABASE_URL: url };

describe('the ringing of reminders', () => {
  it('hangs on the database and is swept every thirty seconds, unless it is said otherwise', () => {
    const defaults = { ETAPP_REMINDERS_SWEEP_SECONDS: 30, ETAPP_REMINDERS_CONCURRENCY: 48 };
    expect(readRingingConfig(least)).toEqual({ ...least, ...defaults });
  });

  it.each(['redis://127.0.0.1:6379', 'rediss://user:secret@redis.example.se:6380/2'])('may hang on %s', (redis) => {
    expect(readRingingConfig({ ...least, REDIS_URL: redis }).REDIS_URL).toBe(redis);
  });

  it('names every variable at fault at once', () => {
    const wrong = { REDIS_URL: url, ETAPP_REMINDERS_SWEEP_SECONDS: '0', ETAPP_REMINDERS_CONCURRENCY: '1000' };
    expect(() => readRingingConfig(wrong)).toThrow(
      /ETAPP_REMINDERS_DATABASE_URL.*REDIS_URL.*ETAPP_REMINDERS_SWEEP_SECONDS.*ETAPP_REMINDERS_CONCURRENCY/,
    );
  });
});
