import { createHmac, type KeyObject } from 'node:crypto';

import { newKey, unwrapKey, wrapKey } from './aes-gcm.js';
import { expiringCache } from './expiring-cache.js';
import { type Claim, type IndexKind, type IndexPlace, type IndexStore, isUnique } from './index-store.js';
import type { KeyStore } from './key-store.js';
import type { WrappingKeys } from './master-key.js';
import { KeyMissing } from './refusals.js';

/**
 * A value in canonical form. `identityNumber`: the 12 digits of a personal or coordination number. `organisationNumber`:
 * 10 digits. `birthDateInitials`: what `toBirthDateInitials` makes.
 */
export type IndexedValue = { readonly tenant: string; readonly kind: IndexKind; readonly value: string };

/**
 * Finds persons and organisations by number, or by birth date and initials, without storing either: HMAC-SHA-256 under
 * the municipality's own key. Every method throws KeysUnavailable, and TypeError for a value out of form.
 */
export type BlindIndex = {
  /**
   * Claims a number for a stream before the stream's first event, and answers whose it is: the asker's, or that of who
   * was first. Repeating it changes nothing. A winner without a stream has left a stale claim: `replace` it. Birth
   * date and initials belong to everybody who claims them.
   */
  reserve(claimed: IndexedValue & { readonly ownerId: string }): Promise<Claim>;
  /** Takes a number over, provided that the claim is still the one seen. False: it changed; reserve again to see. */
  replace(claimed: IndexedValue & { readonly seen: Claim; readonly ownerId: string }): Promise<boolean>;
  /** Ends an owner's claim; again changes nothing. */
  release(claimed: IndexedValue & { readonly ownerId: string }): Promise<void>;
  /** Ends an owner's claims of a kind, except the one of this value; again changes nothing. */
  releaseOthers(kept: IndexedValue & { readonly ownerId: string }): Promise<void>;
  /** The owners of a value, none to many. */
  find(sought: IndexedValue): Promise<readonly string[]>;
};

/** Where keys and index are kept, what wraps the index keys, and the clock (UTC ISO). */
export type BlindIndexOptions = {
  readonly keys: KeyStore;
  readonly index: IndexStore;
  readonly wrapping: WrappingKeys;
  readonly now: () => string;
};

const LIFETIME_MS = 60_000;
const TENANTS = 1_000;

/** Makes a blind index. */
export const blindIndex = (options: BlindIndexOptions): BlindIndex => {
  const { index, now } = options;
  const placeOf = placing(options);
  return {
    reserve: async ({ ownerId, ...value }) =>
      index.reserve(value.tenant, { ...(await placeOf(value)), owner: ownerId, reservedAt: now() }),
    replace: async ({ ownerId, seen, ...value }) => {
      if (!isUnique(value.kind)) throw new TypeError(`${value.kind} belongs to all who claim it`);
      const entry = { ...(await placeOf(value)), owner: seen.owner, reservedAt: seen.reservedAt };
      return index.replace(value.tenant, entry, { owner: ownerId, reservedAt: now() });
    },
    release: async ({ ownerId, ...value }) => index.release(value.tenant, await placeOf(value), ownerId),
    releaseOthers: async ({ ownerId, ...value }) => index.releaseOthers(value.tenant, await placeOf(value), ownerId),
    find: async (value) => index.find(value.tenant, await placeOf(value)),
  };
};

const FORMS: Readonly<Record<IndexKind, RegExp>> = {
  identityNumber: /^\d{12}$/,
  organisationNumber: /^\d{10}$/,
  birthDateInitials: /^\d{4}-\d\d-\d\d [\p{Lu}\p{Lo}\p{Lt}\p{Ll}-]{2,6}$/u,
};

const placing = ({ keys, wrapping, now }: BlindIndexOptions) => {
  const cache = expiringCache<KeyObject>({ entries: TENANTS, lifetimeMs: LIFETIME_MS });
  const keyOf = async (tenant: string, at: string): Promise<KeyObject> => {
    const cached = cache.get(tenant, at);
    if (cached !== undefined) return cached;
    const key = await openIndexKey({ keys, wrapping }, tenant, at);
    cache.set(tenant, key, at);
    return key;
  };
  return async ({ tenant, kind, value }: IndexedValue): Promise<IndexPlace> => {
    // The value itself stays out of the message.
    if (!FORMS[kind].test(value)) throw new TypeError(`not a ${kind} in canonical form`);
    const key = await keyOf(tenant, now());
    return { kind, hmac: createHmac('sha256', key).update(`${kind}\0${value}`, 'utf8').digest() };
  };
};

const bindingOf = (tenant: string, version: number) => ({ tenant, purpose: 'index', version });

const openIndexKey = async (
  { keys, wrapping }: Pick<BlindIndexOptions, 'keys' | 'wrapping'>,
  tenant: string,
  at: string,
): Promise<KeyObject> => {
  const current = await wrapping.current(tenant);
  const wrapped = wrapKey(current.key, newKey(), bindingOf(tenant, 1));
  const stored = await keys.ensureIndexKey(tenant, { version: 1, wrapped, wrapping: current.id, at });
  const wrappingKey = await wrapping.find(tenant, stored.wrapping);
  if (wrappingKey === undefined) throw new KeyMissing(`the wrapping key ${stored.wrapping} is not at hand`);
  return unwrapKey(wrappingKey.key, stored.wrapped, bindingOf(tenant, stored.version));
};
