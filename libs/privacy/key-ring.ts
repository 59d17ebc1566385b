import type { KeyObject } from 'node:crypto';

import { expiringCache } from './expiring-cache.js';
import type { KeyStore } from './key-store.js';
import type { WrappingKeys } from './master-key.js';
import { forOpening, type OpeningNeed } from './opening-keys.js';
import type { Ring } from './ring-state.js';
import { forSealing, type SealingKeys, type SealingNeeds } from './sealing-keys.js';

/** Where keys are kept, what wraps them, and the clock (UTC ISO). `cached`: how many opened keys at most (10,000). */
export type KeyRingOptions = {
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

/** Makes a ring without any key. */
export const keyRing = ({ store, wrapping, now, cached = CACHED }: KeyRingOptions): KeyRing => {
  const limits = { entries: cached, lifetimeMs: LIFETIME_MS };
  const ring: Ring = { store, wrapping, now, newest: expiringCache(limits), opened: expiringCache(limits) };
  return {
    forSealing: (tenant, needs) => forSealing(ring, tenant, needs),
    forOpening: (tenant, needs) => forOpening(ring, tenant, needs),
    forget: (tenant, personId) => {
      ring.newest.drop(`${tenant}/${personId}/`);
      ring.opened.drop(`${tenant}/${personId}/`);
    },
  };
};
