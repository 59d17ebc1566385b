export { placesOf } from './batch-links.js';
export { clockMetrics, type OnClock } from './clock-metrics.js';
export { foreignMetrics } from './foreign-metrics.js';
export { keyMetrics } from './key-metrics.js';
export { logMetrics, type LogMetrics } from './log-metrics.js';
export { observedStore, type AppendOutcome, type AppendSeen } from './observed-store.js';
export { openTelemetry, type OpenTelemetryParts } from './open-telemetry.js';
export { placeOf, traceOf, type Cause, type Place } from './places.js';
export { poolMetrics, type PoolMetrics, type WatchedPool } from './pool-metrics.js';
export { correlationsOf, programLog, type ProgramLog } from './program-log.js';
export { programRegistry } from './program-registry.js';
export { lagMetrics, projectionMetrics, type LagMetrics, type ProjectionMetrics } from './projection-metrics.js';
export { rememberCauses } from './remember-causes.js';
export { serveMetrics } from './serve-metrics.js';
export { startTracing, type TracingSettings } from './start-tracing.js';
export type { OnExport } from './tell-outages.js';
export { causeIn, tellAppends, tracedAggregate, tracedEngine } from './traced-commands.js';
export { traceMetrics } from './trace-metrics.js';
export {
  noTracing,
  type Attributes,
  type Kind,
  type OpenSpan,
  type Past,
  type Span,
  type Start,
  type Tracing,
} from './tracing.js';
