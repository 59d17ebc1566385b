import { programRegistry, traceMetrics } from '@etapp/telemetry';

/** What the worker's program measures besides its reminders: its process, and what becomes of its spans. */
export const createProgramMetrics = () => {
  const registry = programRegistry();
  return { registry, traced: traceMetrics(registry) };
};
