import { type Claim, type IndexEntry, type IndexPlace, type IndexStore, isUnique } from './index-store.js';
import type {
  EnsuredKeys,
  FoundKeys,
  KeyQuery,
  KeyStore,
  PersonKeyName,
  StoredIndexKey,
  StoredPersonKey,
  StoredTextKey,
  TextKeyName,
  WantedKeys,
} from './key-store.js';

/** What one municipality keeps. */
type Shelf = {
  readonly personKeys: StoredPersonKey[];
  readonly textKeys: StoredTextKey[];
  readonly erased: Set<string>;
  readonly redacted: Set<string>;
  indexKey: StoredIndexKey | undefined;
};

/** Keys in memory, with the hand that erases them: for tests. */
export type MemoryKeyStore = KeyStore & {
  /** Records that a person is erased; the keys are still there. */
  recordErasure(tenant: string, personId: string): void;
  /** Records it and forgets the person's keys. */
  erase(tenant: string, personId: string): void;
  /** Forgets the key of one text and records it. */
  redact(tenant: string, text: TextKeyName): void;
};

const same = (a: PersonKeyName, b: PersonKeyName): boolean => a.personId === b.personId && a.purpose === b.purpose;
const newestOf = (keys: readonly StoredPersonKey[], name: PersonKeyName): StoredPersonKey | undefined =>
  keys.filter((key) => same(key, name)).reduce<StoredPersonKey | undefined>(newer, undefined);
const newer = (a: StoredPersonKey | undefined, b: StoredPersonKey): StoredPersonKey =>
  a === undefined || b.version > a.version ? b : a;
const present = <T>(values: readonly (T | undefined)[]): readonly T[] =>
  values.flatMap((value) => (value === undefined ? [] : [value]));

const remove = <T>(from: T[], which: (item: T) => boolean): void => {
  from.splice(0, from.length, ...from.filter((item) => !which(item)));
};

/** A key store that ends with the process. Keeps the same contract as the one in PostgreSQL. */
export const memoryKeyStore = (): MemoryKeyStore => {
  const shelves = new Map<string, Shelf>();
  const shelfOf = (tenant: string): Shelf => {
    const made: Shelf = { personKeys: [], textKeys: [], erased: new Set(), redacted: new Set(), indexKey: undefined };
    const shelf = shelves.get(tenant) ?? made;
    shelves.set(tenant, shelf);
    return shelf;
  };
  return {
    ensure: async (tenant, wanted) => ensureOn(shelfOf(tenant), wanted),
    find: async (tenant, query) => findOn(shelfOf(tenant), query),
    ensureIndexKey: async (tenant, candidate) => (shelfOf(tenant).indexKey ??= candidate),
    recordErasure: (tenant, personId) => void shelfOf(tenant).erased.add(personId),
    erase: (tenant, personId) => {
      const shelf = shelfOf(tenant);
      shelf.erased.add(personId);
      remove(shelf.personKeys, (key) => key.personId === personId);
      remove(shelf.textKeys, (key) => key.personId === personId);
    },
    redact: (tenant, { textId }) => {
      const shelf = shelfOf(tenant);
      shelf.redacted.add(textId);
      remove(shelf.textKeys, (key) => key.textId === textId);
    },
  };
};

const ensureOn = (shelf: Shelf, wanted: WantedKeys): EnsuredKeys => {
  const { personKeys, textKeys, erased } = shelf;
  for (const key of wanted.personKeys) {
    if (!erased.has(key.personId) && newestOf(personKeys, key) === undefined) personKeys.push(key);
  }
  const stored = wanted.textKeys.filter(
    ({ personId, wrappedBy }) =>
      !erased.has(personId) && newestOf(personKeys, { personId, purpose: 'texts' })?.keyId === wrappedBy,
  );
  textKeys.push(...stored);
  const names = [
    ...wanted.personKeys,
    ...wanted.textKeys.map(({ personId }) => ({ personId, purpose: 'texts' }) as const),
  ];
  const persons = new Set([...wanted.personKeys, ...wanted.textKeys].map(({ personId }) => personId));
  return {
    personKeys: [...new Set(present(names.map((name) => newestOf(personKeys, name))))],
    textIds: stored.map(({ textId }) => textId),
    erased: [...persons].filter((personId) => erased.has(personId)),
  };
};

const findOn = (shelf: Shelf, query: KeyQuery): FoundKeys => ({
  personKeys: shelf.personKeys.filter(({ personId }) => query.persons.includes(personId)),
  textKeys: shelf.textKeys.filter((key) =>
    query.texts.some(({ personId, textId }) => key.personId === personId && key.textId === textId),
  ),
  erased: query.persons.filter((personId) => shelf.erased.has(personId)),
  redacted: query.texts.map(({ textId }) => textId).filter((textId) => shelf.redacted.has(textId)),
});

const placeName = (tenant: string, { kind, hmac }: IndexPlace): string => `${tenant}/${kind}/${hmac.toString('hex')}`;

/** A blind index that ends with the process. Keeps the same contract as the one in PostgreSQL. */
export const memoryIndexStore = (): IndexStore => {
  const places = new Map<string, readonly Claim[]>();
  const at = (tenant: string, place: IndexPlace): readonly Claim[] => places.get(placeName(tenant, place)) ?? [];
  return {
    reserve: async (tenant, entry) => {
      const claims = at(tenant, entry);
      const held = claims.find(({ owner }) => owner === entry.owner) ?? (isUnique(entry.kind) ? claims[0] : undefined);
      if (held !== undefined) return held;
      const claim = { owner: entry.owner, reservedAt: entry.reservedAt };
      places.set(placeName(tenant, entry), [...claims, claim]);
      return claim;
    },
    replace: async (tenant, entry, by) => {
      const claims = at(tenant, entry);
      if (!claims.some((claim) => sameClaim(claim, entry))) return false;
      places.set(
        placeName(tenant, entry),
        claims.map((claim) => (sameClaim(claim, entry) ? by : claim)),
      );
      return true;
    },
    release: async (tenant, place, owner) => {
      const left = at(tenant, place).filter((claim) => claim.owner !== owner);
      places.set(placeName(tenant, place), left);
    },
    releaseOthers: async (tenant, kept, owner) => {
      const [ofKind, here] = [`${tenant}/${kept.kind}/`, placeName(tenant, kept)];
      for (const [name, claims] of places) {
        const left = claims.filter((claim) => claim.owner !== owner);
        if (name.startsWith(ofKind) && name !== here) places.set(name, left);
      }
    },
    find: async (tenant, place) =>
      at(tenant, place)
        .map(({ owner }) => owner)
        .sort(),
  };
};

const sameClaim = (claim: Claim, entry: IndexEntry): boolean =>
  claim.owner === entry.owner && claim.reservedAt === entry.reservedAt;
