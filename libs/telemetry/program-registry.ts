import { collectDefaultMetrics, Registry } from 'prom-client';

/** A registry for one program, with the figures of its process: memory, processor time, garbage, event loop. */
export const programRegistry = (): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
};
