import type { ProjectionStatus } from '@etapp/projection-engine';
import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';

import { lagMetrics } from './projection-metrics.js';

type Version = readonly [name: string, version: number];
const status = ([name, version]: Version, ms: number, more: Partial<ProjectionStatus> = {}): ProjectionStatus => ({
  ...{ name, version, position: '1', head: '9', lag: { events: 8, ms }, fault: undefined, batchMs: 3, parked: 0 },
  ...{ holder: undefined, building: undefined, ...more },
});
const own = [
  { name: 'worklist', version: 2 },
  { name: 'case_page', version: 1 },
];
const shownOf = async (registry: Registry, metric: string): Promise<readonly string[]> =>
  (await registry.metrics()).split('\n').filter((line) => line.startsWith(`${metric}{`));

describe('the lag of read models', () => {
  it('is that of the version which the program reads, whatever earlier and later releases left beside it', async () => {
    const registry = new Registry();
    lagMetrics(registry, own).show([
      status(['case_page', 1], 500, { holder: 'host-1' }),
      status(['reminder_recipient', 1], 9_000_000, { parked: 4 }),
      status(['worklist', 1], 8_000_000),
      status(['worklist', 2], 2_000, { holder: 'host-1', parked: 1 }),
      status(['worklist', 3], 7_000_000),
    ]);
    expect(await shownOf(registry, 'etapp_projection_lag_seconds')).toEqual([
      'etapp_projection_lag_seconds{projection="case_page"} 0.5',
      'etapp_projection_lag_seconds{projection="worklist"} 2',
    ]);
    expect(await shownOf(registry, 'etapp_projection_held')).toEqual([
      'etapp_projection_held{projection="case_page"} 1',
      'etapp_projection_held{projection="worklist"} 1',
    ]);
    expect(await shownOf(registry, 'etapp_projection_parked_keys')).toContain(
      'etapp_projection_parked_keys{projection="worklist"} 1',
    );
  });

  it('is not told of one any more that was taken away', async () => {
    const registry = new Registry();
    const lag = lagMetrics(registry, own);
    lag.show([status(['case_page', 1], 500), status(['worklist', 2], 2_000)]);
    lag.show([status(['worklist', 2], 3_000)]);
    expect(await shownOf(registry, 'etapp_projection_lag_seconds')).toEqual([
      'etapp_projection_lag_seconds{projection="worklist"} 3',
    ]);
  });
});
