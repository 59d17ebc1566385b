import { Gauge, type Registry } from 'prom-client';

/** Hears how far the program's clock is ahead of the database's, in milliseconds; negative: behind. */
export type OnClock = (aheadMs: number) => void;

/** Shows how far the program's clock and the database's differ: recorded times and rings go by the former. */
export const clockMetrics = (registry: Registry): OnClock => {
  const ahead = new Gauge({
    name: 'etapp_clock_ahead_seconds',
    help: 'Seconds by which the clock of the program is ahead of the database; negative: behind',
    registers: [registry],
  });
  return (aheadMs) => ahead.set(aheadMs / 1_000);
};
