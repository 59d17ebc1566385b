import type { KeyObject } from 'node:crypto';

import { unwrapKey } from './aes-gcm.js';
import type { FoundKeys, StoredPersonKey } from './key-store.js';
import { KeyMissing } from './refusals.js';
import { openPersonKey, personPrefix, type Ring, textBinding } from './ring-state.js';

/** Which key an envelope needs: that of one text, or a version of the person's `fields` key. */
export type OpeningNeed = { readonly personId: string; readonly version: number; readonly textId?: string | undefined };

/** One query for all keys that are not cached. Undefined stands for an erased person or text. Throws KeyMissing. */
export const forOpening = async (
  ring: Ring,
  tenant: string,
  needs: readonly OpeningNeed[],
): Promise<readonly (KeyObject | undefined)[]> => {
  const at = ring.now();
  const cached = needs.map((need) => ring.opened.get(cacheName(tenant, need), at));
  const missing = new Map(
    needs.flatMap((need, index) => (cached[index] === undefined ? [[cacheName(tenant, need), need] as const] : [])),
  );
  if (missing.size === 0) return cached;
  const found = await findAll(ring, tenant, [...missing.values()]);
  const opened = new Map<string, KeyObject | undefined>();
  for (const [name, need] of missing) {
    const key = await openOne({ ring, tenant, found }, need);
    opened.set(name, key);
    if (key !== undefined) ring.opened.set(name, key, at);
  }
  return needs.map((need, index) => cached[index] ?? opened.get(cacheName(tenant, need)));
};

type Found = {
  readonly erased: ReadonlySet<string>;
  readonly redacted: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, StoredPersonKey>;
  readonly byId: ReadonlyMap<string, StoredPersonKey>;
  readonly texts: ReadonlyMap<string, FoundKeys['textKeys'][number]>;
  /** Keys that wrap texts, each opened once. */
  readonly wrapping: Map<string, KeyObject>;
};

const findAll = async (ring: Ring, tenant: string, needs: readonly OpeningNeed[]): Promise<Found> => {
  const persons = [...new Set(needs.map(({ personId }) => personId))];
  const texts = needs.flatMap(({ personId, textId }) => (textId === undefined ? [] : [{ personId, textId }]));
  const found = await ring.store.find(tenant, { persons, texts });
  const fields = found.personKeys.filter(({ purpose }) => purpose === 'fields');
  return {
    erased: new Set(found.erased),
    redacted: new Set(found.redacted),
    fields: new Map(fields.map((key) => [`${key.personId}/${key.version}`, key])),
    byId: new Map(found.personKeys.map((key) => [key.keyId, key])),
    texts: new Map(found.textKeys.map((key) => [key.textId, key])),
    wrapping: new Map(),
  };
};

type Lookup = { readonly ring: Ring; readonly tenant: string; readonly found: Found };

const openOne = async (lookup: Lookup, need: OpeningNeed): Promise<KeyObject | undefined> => {
  const { personId, version, textId } = need;
  const { ring, tenant, found } = lookup;
  // The record of an end counts, also while the key is still there (in the middle of an erasure, or out of a backup).
  if (found.erased.has(personId)) return undefined;
  if (textId !== undefined) return openText(lookup, { personId, textId });
  const stored = found.fields.get(`${personId}/${version}`);
  if (stored === undefined) throw new KeyMissing(`version ${version} of the key of ${personId} is gone`);
  return openPersonKey(ring, tenant, stored);
};

const openText = async (
  { ring, tenant, found }: Lookup,
  name: { personId: string; textId: string },
): Promise<KeyObject | undefined> => {
  if (found.redacted.has(name.textId)) return undefined;
  const stored = found.texts.get(name.textId);
  const by = stored === undefined ? undefined : found.byId.get(stored.wrappedBy);
  if (stored === undefined || by === undefined) throw new KeyMissing(`the key of text ${name.textId} is gone`);
  const wrapping = found.wrapping.get(by.keyId) ?? (await openPersonKey(ring, tenant, by));
  found.wrapping.set(by.keyId, wrapping);
  return unwrapKey(wrapping, stored.wrapped, textBinding(tenant, name));
};

const cacheName = (tenant: string, { personId, version, textId }: OpeningNeed): string =>
  `${personPrefix(tenant, personId)}${textId === undefined ? `fields/${version}` : `text/${textId}`}`;
