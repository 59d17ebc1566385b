import { expect, it } from '@jest/globals';

import { logName, placeForLog } from '../scenarios/which-log.fixture.js';
import { broken, runRolling } from './apart/rolling.fixture.js';

const asked = process.env['ETAPP_ROLLING_ROUNDS'];
const rounds = Number(asked ?? 1);
const writers = Number(process.env['ETAPP_ROLLING_WRITERS'] ?? 3);
const redisUrl = process.env['ETAPP_ROLLING_REDIS_URL'];
const say = (line: string): void => void (asked === undefined || process.stdout.write(`${line}\n`));

it(
  'restarts every program in turn, and no command of those who ask again by the rule is lost, doubled or refused',
  async () => {
    const log = await placeForLog();
    try {
      say(`${logName()}, bell in ${redisUrl === undefined ? 'PostgreSQL' : 'Redis'}`);
      const sum = await runRolling({ rounds, writers, stores: { eventStoreUrl: log.url, redisUrl }, say });
      say(JSON.stringify(sum));
      expect(broken(sum)).toEqual([]);
      expect(sum.acknowledged).toBe(sum.commands);
      expect(sum.acknowledged).toBeGreaterThan(0);
    } finally {
      await log.close();
    }
  },
  300_000 + rounds * 300_000,
);
