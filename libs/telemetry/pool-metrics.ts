import { Gauge, type Registry } from 'prom-client';

/** What is read of a pool of connections. */
export type WatchedPool = { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number };

/** Watches the pools of a program, by the name that each has there. */
export type PoolMetrics = { readonly watch: (name: string, pool: WatchedPool) => void };

/** The metrics of connection pools; read when somebody looks. */
export const poolMetrics = (registry: Registry): PoolMetrics => {
  const pools = new Map<string, WatchedPool>();
  new Gauge({
    name: 'etapp_database_pool_connections',
    help: 'Open connections of a pool, by whether somebody uses them',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, { totalCount, idleCount }] of pools) {
        this.set({ pool, state: 'idle' }, idleCount);
        this.set({ pool, state: 'used' }, totalCount - idleCount);
      }
    },
  });
  new Gauge({
    name: 'etapp_database_pool_waiting',
    help: 'Those who wait for a connection of a pool',
    labelNames: ['pool'],
    registers: [registry],
    collect() {
      for (const [pool, { waitingCount }] of pools) this.set({ pool }, waitingCount);
    },
  });
  return { watch: (name, pool) => void pools.set(name, pool) };
};
