/** What the blind index can find by. */
export type IndexKind = 'identityNumber' | 'organisationNumber' | 'birthDateInitials';

/** An entry's place: a kind, and the keyed hash of a value. */
export type IndexPlace = { readonly kind: IndexKind; readonly hmac: Buffer };

/** Who holds a value, and since when (UTC). */
export type Claim = { readonly owner: string; readonly reservedAt: string };

/** A place with the claim on it. */
export type IndexEntry = IndexPlace & Claim;

/** Where the blind index lives, each municipality by itself. Every method throws KeysUnavailable when it cannot answer. */
export type IndexStore = {
  /** Claims a place and answers whose it is. A kind that is not unique takes every owner. Durable when it answers. */
  reserve(tenant: string, entry: IndexEntry): Promise<Claim>;
  /** Gives a place to another owner if its claim is still that one. False: it is not, nothing happened. */
  replace(tenant: string, entry: IndexEntry, by: Claim): Promise<boolean>;
  /** Ends an owner's claim; nothing happens where there is none. */
  release(tenant: string, place: IndexPlace, owner: string): Promise<void>;
  /** Ends an owner's claims of a kind, except the one at a place. */
  releaseOthers(tenant: string, kept: IndexPlace, owner: string): Promise<void>;
  /** The owners at a place, in a fixed order. */
  find(tenant: string, place: IndexPlace): Promise<readonly string[]>;
};

/** Whether a value of this kind has one owner at most. The unique index of the table says the same. */
export const isUnique = (kind: IndexKind): boolean => kind !== 'birthDateInitials';
