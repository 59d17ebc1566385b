import { type KeyObject, randomUUID } from 'node:crypto';

import { newKey, wrapKey } from './aes-gcm.js';
import type { PersonKeyName, StoredPersonKey, StoredTextKey, TextKeyName } from './key-store.js';
import { KeysErased, KeysUnavailable } from './refusals.js';
import { openPersonKey, personBinding, type PersonKey, personPrefix, type Ring, textBinding } from './ring-state.js';

/** What sealing needs: the `fields` keys of persons, and a new key for each text. */
export type SealingNeeds = { readonly fields: readonly string[]; readonly texts: readonly TextKeyName[] };

/** Keys for sealing, durable in the store. Both throw for what was not asked for. */
export type SealingKeys = {
  readonly fieldKey: (personId: string) => PersonKey;
  readonly textKey: (textId: string) => KeyObject;
};

type NewText = TextKeyName & { readonly key: KeyObject };
/** One call: the persons' keys known so far by name, which are still wanted, and the texts still to be stored. */
type Progress = {
  readonly at: string;
  readonly known: Map<string, PersonKey>;
  readonly names: readonly PersonKeyName[];
  readonly texts: readonly NewText[];
};

const ATTEMPTS = 4;

/**
 * One statement as a rule, none when every key is cached and there is no text. A second one follows when the person's
 * `texts` key was not the one supposed: another process made it first, or it is not cached here, or it was replaced.
 */
export const forSealing = async (ring: Ring, tenant: string, needs: SealingNeeds): Promise<SealingKeys> => {
  const texts = needs.texts.map((text) => ({ ...text, key: newKey() }));
  const names = distinct([
    ...needs.fields.map((personId) => ({ personId, purpose: 'fields' }) as const),
    ...texts.map(({ personId }) => ({ personId, purpose: 'texts' }) as const),
  ]);
  const at = ring.now();
  const known = new Map<string, PersonKey>();
  for (const name of names) {
    const held = ring.newest.get(cacheName(tenant, name), at);
    if (held !== undefined) known.set(nameOf(name), held);
  }
  await settle(ring, tenant, { at, known, names, texts });
  const textKeys = new Map(texts.map(({ textId, key }) => [textId, key]));
  return {
    fieldKey: (personId) => required(known.get(nameOf({ personId, purpose: 'fields' }))),
    textKey: (textId) => required(textKeys.get(textId)),
  };
};

const settle = async (ring: Ring, tenant: string, start: Progress): Promise<void> => {
  let progress = start;
  for (let attempt = 1; isUnsettled(progress); attempt += 1) {
    if (attempt > ATTEMPTS) throw new KeysUnavailable('the keys of a person change as fast as they are asked for');
    progress = await ensureOnce(ring, tenant, progress);
  }
};

const isUnsettled = ({ names, known, texts }: Progress): boolean =>
  texts.length > 0 || names.some((name) => !known.has(nameOf(name)));

const ensureOnce = async (ring: Ring, tenant: string, progress: Progress): Promise<Progress> => {
  const { at, known, names, texts } = progress;
  const unknown = names.filter((name) => !known.has(nameOf(name)));
  const candidates = await makeCandidates(ring, tenant, unknown);
  const supposed = new Map([...known, ...candidates.map(({ stored, opened }) => [nameOf(stored), opened] as const)]);
  const textKeys = texts.map((text) => {
    const name = nameOf({ personId: text.personId, purpose: 'texts' });
    return wrapText(tenant, text, required(supposed.get(name)));
  });
  const personKeys = candidates.map(({ stored }) => stored);
  const ensured = await ring.store.ensure(tenant, { at, personKeys, textKeys });
  if (ensured.erased.length > 0) throw new KeysErased(`the keys of ${ensured.erased.join(', ')} were destroyed`);
  for (const stored of ensured.personKeys) {
    const own = supposed.get(nameOf(stored));
    const opened = own?.keyId === stored.keyId ? own : await open(ring, tenant, stored);
    known.set(nameOf(stored), opened);
    ring.newest.set(cacheName(tenant, stored), opened, at);
  }
  return { ...progress, texts: texts.filter(({ textId }) => !ensured.textIds.includes(textId)) };
};

const open = async (ring: Ring, tenant: string, stored: StoredPersonKey): Promise<PersonKey> => ({
  key: await openPersonKey(ring, tenant, stored),
  keyId: stored.keyId,
  version: stored.version,
});

type Candidate = { readonly opened: PersonKey; readonly stored: StoredPersonKey };

const makeCandidates = async (
  ring: Ring,
  tenant: string,
  names: readonly PersonKeyName[],
): Promise<readonly Candidate[]> => {
  if (names.length === 0) return [];
  const wrapping = await ring.wrapping.current(tenant);
  return names.map((name) => {
    const opened = { key: newKey(), keyId: randomUUID(), version: 1 };
    const wrapped = wrapKey(wrapping.key, opened.key, personBinding(tenant, { ...name, version: 1 }));
    return { opened, stored: { ...name, keyId: opened.keyId, version: 1, wrapped, wrapping: wrapping.id } };
  });
};

const wrapText = (tenant: string, { key, ...name }: NewText, wrapping: PersonKey): StoredTextKey => ({
  ...name,
  wrapped: wrapKey(wrapping.key, key, textBinding(tenant, name)),
  wrappedBy: wrapping.keyId,
});

const nameOf = ({ personId, purpose }: PersonKeyName): string => `${personId}/${purpose}`;
const cacheName = (tenant: string, { personId, purpose }: PersonKeyName): string =>
  `${personPrefix(tenant, personId)}${purpose}`;

const distinct = (names: readonly PersonKeyName[]): readonly PersonKeyName[] => [
  ...new Map(names.map((name) => [nameOf(name), name])).values(),
];

const required = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('a key that was not asked for');
  return value;
};
