export { derivedId } from './derived-id.js';
export {
  execute,
  type Authorisation,
  type CommandRequest,
  type Engine,
  type Executed,
  type Receipt,
  type ResolvedFacts,
  type SealTarget,
  type Subject,
} from './execute.js';
export { StaleVersion, VersionRace, VersionRequired } from './refusals.js';
export { streamStates, type ReceiptEvent, type StreamState, type StreamStates } from './stream-states.js';
