export { canonicalJson, decodeEvent, headerOf, UndecodableEvent, type EventHeader } from './codec.js';
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
