import type { KeyObject } from 'node:crypto';

import { type ExpiringCache, expiringCache } from './expiring-cache.js';
import type { KeyStore } from './key-store.js';
import type { WrappingKeys } from './master-key.js';
import { forOpening, type OpeningNeed } from './opening-keys.js';
import type { PersonKey, Ring } from './ring-state.js';
import { forSealing, type SealingKeys, type SealingNeeds } from './sealing-keys.js';

/** Hears of each look among the opened keys, and of each failure; whose key it is stays unsaid. */
export type KeyObserver = {
  readonly looked: (purpose: 'sealing' | 'opening', found: boolean) => void;
  readonly failed: (purpose: 'sealing' | 'opening', thrown: unknown) => void;
};

/** Where keys are kept, what wraps them, and the clock (UTC ISO). `cached`: how many opened keys at most (10,000). */
export type KeyRingOptions = {
  readonly observer?: KeyObserver | undefined;
  readonly store: KeyStore;
  readonly wrapping: WrappingKeys;
  readonly now: () => string;
  readonly cached?: number;
};

/** Opened keys of persons, at most a minute old. One ring per process; what seals and what opens share it. */
export type KeyRing = {
  /** Makes what is missing durable before it answers. Throws KeysErased, KeysUnavailable. */
  forSealing(tenant: string, needs: SealingNeeds): Promise<SealingKeys>;
  /** One key per need, in order; undefined where the person or text was erased. Throws KeyMissing, KeysUnavailable. */
  forOpening(tenant: string, needs: readonly OpeningNeed[]): Promise<readonly (KeyObject | undefined)[]>;
  /** Drops a person's opened keys at once, as an erasure asks of every process. */
  forget(tenant: string, personId: string): void;
};

const LIFETIME_MS = 60_000;
const CACHED = 10_000;

const toldLooks = <V>(
  cache: ExpiringCache<V>,
  purpose: 'sealing' | 'opening',
  observer: KeyObserver | undefined,
): ExpiringCache<V> =>
  observer === undefined
    ? cache
    : {
        ...cache,
        get: (...asked) => {
          const found = cache.get(...asked);
          observer.looked(purpose, found !== undefined);
          return found;
        },
      };

/** Makes a ring without any key. */
export const keyRing = ({ store, wrapping, now, observer, cached = CACHED }: KeyRingOptions): KeyRing => {
  const limits = { entries: cached, lifetimeMs: LIFETIME_MS };
  const [newest, opened] = [expiringCache<PersonKey>(limits), expiringCache<KeyObject>(limits)];
  const ring: Ring = {
    ...{ store, wrapping, now },
    newest: toldLooks(newest, 'sealing', observer),
    opened: toldLooks(opened, 'opening', observer),
  };
  const telling = async <T>(purpose: 'sealing' | 'opening', work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (thrown) {
      observer?.failed(purpose, thrown);
      throw thrown;
    }
  };
  return {
    forSealing: (tenant, needs) => telling('sealing', forSealing(ring, tenant, needs)),
    forOpening: (tenant, needs) => telling('opening', forOpening(ring, tenant, needs)),
    forget: (tenant, personId) => {
      ring.newest.drop(`${tenant}/${personId}/`);
      ring.opened.drop(`${tenant}/${personId}/`);
    },
  };
};
