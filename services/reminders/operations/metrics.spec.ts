import { describe, expect, it } from '@jest/globals';

import type { ReminderHealth } from '../health.js';
import { reminderMetrics } from './metrics.js';

const well: ReminderHealth = {
  ...{ planned: 12, dueNow: 3, due: 5, unplanned: 2, faulty: 1, lateSeconds: 40, lateP99Seconds: 7.5 },
  ...{ swept: 4, rung: 9, lastSweepAt: '2026-03-02T06:00:30.000Z', lastBellAt: undefined, plannerAtHead: true },
  bell: { reachable: true, waiting: 1, delayed: 2, active: 3, failed: 4, warnings: ['redis-evicts'] },
};
const outgoing = [
  { channel: 'email', waiting: 6, dead: 1, outdated: 7 },
  { channel: 'webhook', waiting: 0, dead: 2, outdated: 0 },
] as const;

const lines = async ({ registry }: ReturnType<typeof reminderMetrics>): Promise<readonly string[]> =>
  (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('the metrics of the reminders', () => {
  it('say how many are planned, due and stuck, how the bell is, and what waits to leave the house', async () => {
    const metrics = reminderMetrics();
    metrics.show(well, outgoing);
    expect((await lines(metrics)).filter((line) => !line.includes('_bucket'))).toEqual([
      'etapp_reminder_planned 12',
      'etapp_reminder_due 3',
      'etapp_reminder_unplanned 2',
      'etapp_reminder_faulty 1',
      'etapp_reminder_oldest_due_seconds 40',
      'etapp_reminder_lateness_p99_seconds 7.5',
      'etapp_reminder_planner_at_head 1',
      'etapp_reminder_last_sweep_timestamp_seconds 1772431230',
      'etapp_reminder_bell_up 1',
      'etapp_reminder_bell_warnings 1',
      'etapp_reminder_bell_rings{state="waiting"} 1',
      'etapp_reminder_bell_rings{state="delayed"} 2',
      'etapp_reminder_bell_rings{state="active"} 3',
      'etapp_reminder_bell_rings{state="failed"} 4',
      'etapp_reminder_fired_total 0',
      'etapp_reminder_woken_total{by="bell"} 9',
      'etapp_reminder_woken_total{by="sweep"} 4',
      'etapp_reminder_lateness_seconds_sum 0',
      'etapp_reminder_lateness_seconds_count 0',
      'etapp_delivery_waiting{channel="email"} 6',
      'etapp_delivery_waiting{channel="webhook"} 0',
      'etapp_delivery_dead_letters{channel="email"} 1',
      'etapp_delivery_dead_letters{channel="webhook"} 2',
      'etapp_delivery_outdated{channel="email"} 7',
      'etapp_delivery_outdated{channel="webhook"} 0',
    ]);
  });

  it('count what was given, and by how much it was late', async () => {
    const metrics = reminderMetrics();
    for (const late of [0.2, 25, -1]) metrics.fired(late);
    const shown = await lines(metrics);
    expect(shown).toContain('etapp_reminder_fired_total 3');
    expect(shown).toContain('etapp_reminder_lateness_seconds_bucket{le="0.5"} 2');
    expect(shown).toContain('etapp_reminder_lateness_seconds_bucket{le="30"} 3');
    expect(shown).toContain('etapp_reminder_lateness_seconds_sum 25.2');
  });

  it('say nothing old of a bell that went away', async () => {
    const metrics = reminderMetrics();
    metrics.show(well, outgoing);
    metrics.show({ ...well, bell: { reachable: false, reason: 'away' } }, outgoing);
    const shown = await lines(metrics);
    expect(shown).toContain('etapp_reminder_bell_up 0');
    expect(shown.filter((line) => line.startsWith('etapp_reminder_bell_rings'))).toEqual([]);
  });
});
