import { hasRedisServer } from '@etapp/testing';
import { describe, expect, it } from '@jest/globals';

import { reportOf } from './reminders/report.js';
import { runSlice } from './reminders/slice.js';

const kills = Number(process.env['ETAPP_REMINDER_KILLS'] ?? 3);
const fewDays = { year: 2027, everyDays: 4, months: 0.5, restDays: 30 } as const;
const slice = { ...fewDays, seed: 7, cases: 12, kills, restarts: 0, pace: 30 } as const;

describe('reminders, with workers killed and a bell that lies', () => {
  it.each(['postgres', 'redis'] as const)(
    'come once each, on their day and never early, on %s',
    async (backend) => {
      if (backend === 'redis' && !hasRedisServer()) return;
      const result = await runSlice({ ...slice, backend, flushes: 2 });
      const { sum } = reportOf([result]);
      expect(sum.failed).toEqual({ twice: [], early: [], unwanted: [], wrongDay: [], wrongRecipient: [], missed: [] });
      expect(sum.veryLate).toEqual([]);
      expect(result.counts.unsettled).toBe(0);
      expect(result.counts.struck).toBeGreaterThan(0);
      expect(result.facts.filter(({ type }) => type === 'ReminderFired').length).toBeGreaterThan(10);
      expect(Object.values(result.landed).reduce((all, times) => all + times, 0)).toBeGreaterThan(0);
    },
    180_000,
  );
});
