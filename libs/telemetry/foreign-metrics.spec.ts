import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';

import { foreignMetrics } from './foreign-metrics.js';

describe('events that others wrote to the log', () => {
  it('are counted from 0 on, and their streams named once each', async () => {
    const [registry, lines]: [Registry, object[]] = [new Registry(), []];
    const passed = foreignMetrics(registry, { error: (said) => lines.push(said) });
    const counted = async () => (await registry.metrics()).match(/^etapp_log_foreign_events_total (\d+)$/m)?.[1];
    expect(await counted()).toBe('0');
    for (const position of ['1', '2']) passed({ stream: 'case-a', position });
    passed({ stream: 'case-b', position: '3' });
    expect(await counted()).toBe('3');
    expect(lines).toEqual([
      { event: 'foreign-event', stream: 'case-a', position: '1' },
      { event: 'foreign-event', stream: 'case-b', position: '3' },
    ]);
  });

  it('are counted on where more than a hundred streams were named', async () => {
    const [registry, lines]: [Registry, object[]] = [new Registry(), []];
    const passed = foreignMetrics(registry, { error: (said) => lines.push(said) });
    for (let index = 0; index < 150; index += 1) passed({ stream: `case-${index}`, position: String(index) });
    expect(lines).toHaveLength(100);
    expect(await registry.metrics()).toContain('etapp_log_foreign_events_total 150');
  });
});
