import { clockMetrics, programRegistry, traceMetrics } from '@etapp/telemetry';

/** What the worker's program measures besides its reminders: its process, its clock, and what becomes of its spans. */
export const createProgramMetrics = () => {
  const registry = programRegistry();
  return { registry, traced: traceMetrics(registry), clock: clockMetrics(registry) };
};
