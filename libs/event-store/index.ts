export { canonicalJson, decodeEvent, headerOf, UndecodableEvent, type EventHeader } from './codec.js';
export type { PassedOver } from './eventstoredb/foreign-events.js';
export { EventStoreDbStore, type EventStoreDbOptions } from './eventstoredb/eventstoredb-store.js';
export {
  InvalidConnectionString,
  isConnectionString,
  parseConnectionString,
} from './eventstoredb/connection-string.js';
export { logKinds, type Generation, type LogKind } from './generations.js';
export { MemoryStore } from './memory/memory-store.js';
export { openEventStore, type OpenEventStore, type OpenOptions } from './open-event-store.js';
export { PostgresStore, type PostgresStoreOptions } from './postgres/postgres-store.js';
export { positionsOf } from './positions-of.js';
export {
  ForeignEvent,
  LogLeft,
  LogRefused,
  OutcomeUnknown,
  StoreUnavailable,
  StreamIncomplete,
  WrongExpectedVersion,
  WrongTenant,
  type Append,
  type Appended,
  type EventStore,
  type LogPage,
  type NewStoredEvent,
  type Position,
  type ReadFilter,
  type StoredEvent,
  type SubscribeOptions,
} from './port.js';
export type { AppendBatch } from './told-batches.js';
