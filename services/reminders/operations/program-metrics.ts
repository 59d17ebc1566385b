import { clockMetrics, foreignMetrics, programRegistry, traceMetrics } from '@etapp/telemetry';

/**
 * What the worker's program measures besides its reminders: its process, its clock, what becomes of its spans, and what others
 * wrote to the log.
 */
export const createProgramMetrics = () => {
  const registry = programRegistry();
  return { registry, traced: traceMetrics(registry), clock: clockMetrics(registry), foreign: foreignMetrics(registry) };
};
