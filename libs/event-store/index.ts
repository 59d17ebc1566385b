export { canonicalJson, decodeEvent, headerOf, UndecodableEvent, type EventHeader } from './codec.js';
export { MemoryStore } from './memory/memory-store.js';
export { PostgresStore, type PostgresStoreOptions } from './postgres/postgres-store.js';
export {
  OutcomeUnknown,
  StoreUnavailable,
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
