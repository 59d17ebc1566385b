import type { KeyObject } from 'node:crypto';

import { type Binding, unwrapKey } from './aes-gcm.js';
import type { ExpiringCache } from './expiring-cache.js';
import type { KeyStore, PersonKeyName, StoredPersonKey, TextKeyName } from './key-store.js';
import type { WrappingKeys } from './master-key.js';
import { KeyMissing } from './refusals.js';

/** An opened key of a person. */
export type PersonKey = { readonly key: KeyObject; readonly keyId: string; readonly version: number };

/** What a key ring holds. */
export type Ring = {
  readonly store: KeyStore;
  readonly wrapping: WrappingKeys;
  readonly now: () => string;
  /** A person's newest key of each purpose. */
  readonly newest: ExpiringCache<PersonKey>;
  /** Keys that open: by version, and by text. */
  readonly opened: ExpiringCache<KeyObject>;
};

/** Names in the caches begin with tenant and person, so that a person can be forgotten. */
export const personPrefix = (tenant: string, personId: string): string => `${tenant}/${personId}/`;

/** What a wrapped key of a person is bound to. */
export const personBinding = (tenant: string, name: PersonKeyName & { readonly version: number }): Binding => ({
  tenant,
  person: name.personId,
  purpose: name.purpose,
  version: name.version,
});

/** What a wrapped key of a text is bound to. */
export const textBinding = (tenant: string, { personId, textId }: TextKeyName): Binding => ({
  tenant,
  person: personId,
  purpose: 'text',
  text: textId,
});

/** Opens a person's key. Throws KeyMissing without its wrapping key, CannotOpen with another one. */
export const openPersonKey = async (
  { wrapping }: Pick<Ring, 'wrapping'>,
  tenant: string,
  stored: StoredPersonKey,
): Promise<KeyObject> => {
  const wrappingKey = await wrapping.find(tenant, stored.wrapping);
  if (wrappingKey === undefined) throw new KeyMissing(`the wrapping key ${stored.wrapping} is not at hand`);
  return unwrapKey(wrappingKey.key, stored.wrapped, personBinding(tenant, stored));
};
