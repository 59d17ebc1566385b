/** What a person's key is for: sealing fields, or wrapping the keys of that person's free texts and nothing else. */
export type KeyPurpose = 'fields' | 'texts';

/** Whose key, and which. */
export type PersonKeyName = { readonly personId: string; readonly purpose: KeyPurpose };

/** A person's key as the store holds it. `wrapping` names the key that wraps it; `keyId` is a UUID of its own. */
export type StoredPersonKey = PersonKeyName & {
  readonly keyId: string;
  /** From 1. New fields are sealed under the newest. */
  readonly version: number;
  readonly wrapped: Buffer;
  readonly wrapping: string;
};

/** One free text's key: whose, and which (a UUID). */
export type TextKeyName = { readonly personId: string; readonly textId: string };

/** The key of one free text, wrapped by the person's `texts` key of the id `wrappedBy`. */
export type StoredTextKey = TextKeyName & { readonly wrapped: Buffer; readonly wrappedBy: string };

/** Keys that must be durable before what they seal is appended. `at` is the clock's time. */
export type WantedKeys = {
  readonly at: string;
  /** Candidates of version 1, stored where the person has no key of that purpose. */
  readonly personKeys: readonly StoredPersonKey[];
  /** Stored where `wrappedBy` is the person's newest `texts` key. */
  readonly textKeys: readonly StoredTextKey[];
};

/**
 * The newest key for each candidate's name and the newest `texts` key of each text's person, the ids of the texts whose
 * keys are stored, and who was erased.
 */
export type EnsuredKeys = {
  readonly personKeys: readonly StoredPersonKey[];
  readonly textIds: readonly string[];
  readonly erased: readonly string[];
};

/** What to look for: all keys of persons, and the keys of single texts. */
export type KeyQuery = { readonly persons: readonly string[]; readonly texts: readonly TextKeyName[] };

/** What there is of it; `erased` and `redacted` hold the persons and texts whose end is recorded. */
export type FoundKeys = {
  readonly personKeys: readonly StoredPersonKey[];
  readonly textKeys: readonly StoredTextKey[];
  readonly erased: readonly string[];
  readonly redacted: readonly string[];
};

/** A municipality's index key, wrapped. */
export type StoredIndexKey = { readonly version: number; readonly wrapped: Buffer; readonly wrapping: string };

/** Where wrapped keys live, each municipality by itself. Every method throws KeysUnavailable when it cannot answer. */
export type KeyStore = {
  /**
   * Stores what is missing and answers what holds, in one round trip. Durable when it answers. Of several callers at
   * once one key wins, and all get it. Nothing is stored for a person whose erasure is recorded.
   */
  ensure(tenant: string, wanted: WantedKeys): Promise<EnsuredKeys>;
  /** Reads keys and recorded erasures, in one round trip. */
  find(tenant: string, query: KeyQuery): Promise<FoundKeys>;
  /** The municipality's index key: the candidate, unless there is one. Durable when it answers. */
  ensureIndexKey(tenant: string, candidate: StoredIndexKey & { readonly at: string }): Promise<StoredIndexKey>;
};
