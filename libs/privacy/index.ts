export { blindIndex, type BlindIndex, type BlindIndexOptions, type IndexedValue } from './blind-index.js';
export {
  linkOf,
  verifyChain,
  type ChainFault,
  type ChainHead,
  type ChainVerdict,
  type LinkedEvent,
  type LinkParts,
} from './chain.js';
export type { Claim, IndexEntry, IndexKind, IndexPlace, IndexStore } from './index-store.js';
export { toBirthDateInitials } from './initials.js';
export { keyRing, type KeyObserver, type KeyRing, type KeyRingOptions } from './key-ring.js';
export type { KeyStore } from './key-store.js';
export {
  BadMasterKey,
  generateMasterKey,
  loadMasterKey,
  loadSecretKeys,
  type MasterKeySource,
  type WrappingKey,
  type WrappingKeys,
} from './master-key.js';
export { memoryIndexStore, memoryKeyStore, type MemoryKeyStore } from './memory-keys.js';
export { opener, type Opened, type Opener, type OpenInsideOptions, type OpenOptions } from './opener.js';
export { postgresIndexStore } from './postgres-index-store.js';
export { postgresKeyStore } from './postgres-key-store.js';
export { AlreadySealed, CannotOpen, KeyMissing, KeysErased, KeysUnavailable, MisplacedBox } from './refusals.js';
export { sealer, type Sealer, type SealTarget, type Unsealed } from './sealer.js';
