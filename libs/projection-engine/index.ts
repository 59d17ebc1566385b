export type { Batch, Engine, Step } from './engine.js';
export type { Kept, Parking, Row } from './fold-key.js';
export { foldPrefix, type FoldedRows, type Prefix } from './fold-prefix.js';
export { OtherGeneration, requireGeneration, requireSameGeneration } from './generation.js';
export { requireOwnLog } from './own-log.js';
export { DefinitionChanged, installProjections, requireInstalled } from './install.js';
export { memoryRows, type FoldedProjections } from './memory-rows.js';
export { listParkedKeys, type ParkedKey } from './parked-keys.js';
export { createPositionWaiter, type PositionWaiter, type WaiterOptions } from './position-waiter.js';
export {
  projectionStatus,
  statusReader,
  type Building,
  type Lag,
  type ProjectionStatus,
  type StatusOptions,
  type StatusReader,
} from './projection-status.js';
export type { Fold } from './read-event.js';
export { readSnapshot, type Snapshot, type SnapshotOptions } from './read-snapshot.js';
export { LeaseLost } from './lease.js';
export { pruneProjections, StillRun, type LeftOver } from './prune.js';
export { cancelRebuild, rebuild, type RebuildOptions, type RebuildOutcome, type RebuildProgress } from './rebuild.js';
export { RebuildRunning } from './rebuild-lease.js';
export { refold, type Refolded } from './refold.js';
export { runProjections, type RunOptions } from './run-projections.js';
export { LogRestored, NotInstalled } from './slots.js';
export { describeTables } from './tables.js';
export { UnfitValue } from './columns.js';
export type { RowKey } from './touched-keys.js';
export { createWaking } from './waking.js';
